"""What is due from time to time. Rooms register their jobs; `manage.py runperiodic` runs them all.

A job finds the rows that are due, and does each of them in a transaction of its own, under the row's lock: so it may
run twice, or on two machines at once, and one bad row costs only itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import DatabaseError

logger = logging.getLogger(__name__)

Row = TypeVar("Row")


@dataclass
class Outcome:
    """How many rows a job did, and how many it could not do (they are in the log)."""

    done: int = 0
    failed: int = 0


Job = Callable[[datetime], Outcome]
_jobs: dict[str, Job] = {}


def register(name: str) -> Callable[[Job], Job]:
    """Decorator: `name` is what the command prints. Jobs run in the order in which they are registered."""

    def add(job: Job) -> Job:
        if _jobs.get(name, job) is not job:
            raise ValueError(f"There is a periodic job {name!r} already.")
        _jobs[name] = job
        return job

    return add


def jobs() -> dict[str, Job]:
    return dict(_jobs)


def each(rows: Iterable[Row], act: Callable[[Row], bool]) -> Outcome:
    """`act` does one row and says whether there was anything left to do. Whatever it raises is logged with the row."""
    outcome = Outcome()
    for row in rows:
        try:
            outcome.done += act(row)
        except Exception:
            logger.exception("periodic: %r failed", row)
            outcome.failed += 1
    return outcome


def run_all(at: datetime) -> dict[str, Outcome]:
    """Every job once; one that cannot even begin counts as one failure and does not stop the others."""
    outcomes = {}
    for name, job in jobs().items():
        try:
            outcomes[name] = job(at)
        except DatabaseError:
            logger.exception("periodic: %s could not run", name)
            outcomes[name] = Outcome(failed=1)
    return outcomes
