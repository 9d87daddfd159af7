"""Stopwatch and SQL recorder of the benchmarks. Needs nothing but Django, so the peer's process uses it, too."""

import statistics
import time
from collections.abc import Callable
from typing import Any

Statement = tuple[str, Any]


def median_of(act: Callable[[], object], repeats: int, warm: int = 3) -> tuple[float, float]:
    """(median, 95th percentile) of one call in milliseconds, after `warm` calls that do not count."""
    for _ in range(warm):
        act()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def statements_of(act: Callable[[], object]) -> list[Statement]:
    """What `act` asks the database, without the beginnings of transactions and savepoints."""
    from django.db import connection  # noqa: PLC0415  (only after setup)

    seen: list[Statement] = []

    def remember(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql and not sql.startswith("BEGIN"):
            seen.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(remember):
        act()
    return seen


def count_until_commit(act: Callable[[], object]) -> int:
    """How many of them come until the first transaction of `act` is over."""
    from django.db import connection  # noqa: PLC0415  (only after setup)

    inside: list[bool] = []

    def remember(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql and not sql.startswith("BEGIN"):
            inside.append(connection.in_atomic_block)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(remember):
        act()
    first = inside.index(True)
    return next((n for n in range(first, len(inside)) if not inside[n]), len(inside))
