"""Sums out of the roll-ups. SQL by hand, the same on both databases:
the ORM takes longer to write 40 sums than to read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reports.happenings import MEASURES
from reports.models import Tally
from reports.periods import Kind, Period
from reports.vocabulary import Dim, Grain

TABLE = Tally._meta.db_table
SUMS = ", ".join(f"SUM({measure})" for measure in MEASURES)


@dataclass(frozen=True)
class Piece:
    """Rows of one length of time: from `first` to `last`."""

    grain: str
    first: date
    last: date


def piece_of(period: Period, today: date, month_start: int) -> Piece:
    """A month up to today is the month's row: nothing lies after today. `month_start`: of the months rolled up."""
    is_month = period.kind == Kind.MONTH and period.month_start == month_start
    if is_month and (period.is_whole or period.last >= today):
        return Piece(Grain.MONTH, period.first, period.first)
    return Piece(Grain.DAY, period.first, period.last)


def rolled(
    scopes: Sequence[str], pieces: Sequence[Piece], dims: Collection[Dim], by: Sequence[str], key: str | None = None
) -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
    """(values of the columns `by`, sums) for each group. One statement."""
    where = " OR ".join("(grain = %s AND start BETWEEN %s AND %s)" for _piece in pieces)
    values: list[Any] = [*scopes, *dims]
    sql = f"SELECT {', '.join(by)}, {SUMS} FROM {TABLE} WHERE scope IN ({_marks(scopes)}) AND dim IN ({_marks(dims)})"
    if key is not None:
        sql, values = f"{sql} AND key = %s", [*values, key]
    for piece in pieces:
        values += [piece.grain, piece.first, piece.last]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} AND ({where}) GROUP BY {', '.join(by)}", values)
        rows = cursor.fetchall()
    width = len(by)
    for row in rows:
        yield row[:width], {name: count for name, count in zip(MEASURES, row[width:], strict=True) if count}


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
