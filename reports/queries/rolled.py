"""Sums out of the roll-ups. SQL by hand, the same on both databases:
the ORM takes longer to write 40 sums than to read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reports.happenings import MEASURES
from reports.models import Tally
from reports.periods import Kind, Period
from reports.vocabulary import STATION, Dim, Grain

TABLE = Tally._meta.db_table


@dataclass(frozen=True)
class Piece:
    """Rows of one length of time: from `first` to `last`."""

    grain: str
    first: date
    last: date


@dataclass(frozen=True)
class Largest:
    """Of a split of the stations' months the `count` rows that received most, none with less than `fewest`. `is_named`:
    none of what is not sorted."""

    dim: Dim
    count: int
    fewest: int = 0
    is_named: bool = False


def piece_of(period: Period, today: date, month_start: int) -> Piece:
    """A month up to today is the month's row: nothing lies after today. `month_start`: of the months rolled up."""
    is_month = period.kind == Kind.MONTH and period.month_start == month_start
    if is_month and (period.is_whole or period.last >= today):
        return Piece(Grain.MONTH, period.first, period.first)
    return Piece(Grain.DAY, period.first, period.last)


def rolled(
    keys: Callable[[str], Sequence[str]],
    pieces: Collection[Piece],
    dims: Collection[Dim],
    by: Sequence[str],
    key: str | None = None,
    measures: Sequence[str] = MEASURES,
) -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
    """(values of the columns `by`, sums) for each group. One statement. `keys`: of which scopes, for a grain. Of many
    rows only those `measures` that are shown: 40 sums of 2,000 stations are most of the time."""
    where, values = _where(keys, pieces)
    sums = ", ".join(f"SUM({measure})" for measure in measures)
    sql = f"SELECT {', '.join(by)}, {sums} FROM {TABLE} WHERE ({where}) AND dim IN ({marks(dims)})"
    values += dims
    if key is not None:
        sql, values = f"{sql} AND key = %s", [*values, key]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} GROUP BY {', '.join(by)}", values)
        rows = cursor.fetchall()
    width = len(by)
    for row in rows:
        yield row[:width], {name: count for name, count in zip(measures, row[width:], strict=True) if count}


def of_each(
    keys: Callable[[str], Sequence[str]], pieces: Sequence[Piece], splits: Mapping[Dim, str], measures: Sequence[str]
) -> Iterator[tuple[int, str, str, Sequence[int]]]:
    """(place of the piece, dim, key, counts) of one division: of these measures as a whole (Dim.ALL), and of each split
    the one that is asked of it. A month is one row for each key and needs no sum; what is no month is added up from
    days, as a whole. One statement."""
    months = {piece.first: at for at, piece in enumerate(pieces) if piece.grain == Grain.MONTH}
    (scope,), (mine, listed) = keys(Grain.MONTH), is_in("scope", keys(Grain.DAY))
    where = f"FROM {TABLE} WHERE scope = %s AND grain = '{Grain.MONTH}' AND start IN ({marks(months)})"
    parts = [f"SELECT start, dim, key, {', '.join(measures)} {where} AND dim = '{Dim.ALL}'"]
    values: list[Any] = [scope, *months]
    for dim, measure in splits.items():  # of a thousand rows the other columns would be most of the time
        columns = ", ".join([measure, *["NULL"] * (len(measures) - 1)])
        parts.append(f"SELECT start, dim, key, {columns} {where} AND dim = '{dim}' AND {measure} > 0")
        values += [scope, *months]
    sums = ", ".join(f"SUM({measure})" for measure in measures)
    for at, piece in enumerate(pieces):
        if piece.grain == Grain.DAY:
            parts.append(
                f"SELECT NULL, '{Dim.ALL}', '{at}', {sums} FROM {TABLE} WHERE {mine} "
                f"AND grain = '{Grain.DAY}' AND dim = '{Dim.ALL}' AND start BETWEEN %s AND %s"
            )
            values += [*listed, piece.first, piece.last]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    for start, dim, key, *counts in rows:
        if start is None:
            yield int(key), dim, "", [count or 0 for count in counts]
        elif dim == Dim.ALL:
            yield months[day_in(start)], dim, key, counts
        else:
            yield months[day_in(start)], dim, key, counts[:1]


def largest(
    scopes: Sequence[str], month: date, wanted: Sequence[Largest], measures: Sequence[str], also: Sequence[str] = ()
) -> list[tuple[str, str, str, dict[str, int]]]:
    """(dim, scope, key, sums) of what is wanted, the most received first; the whole month of the stations in `also`
    too. One statement: it says by which rows the indexes HOT and MOST are made (reports/models/tallies.py)."""
    columns = f"dim, scope, key, {', '.join(measures)}"
    parts, values = [], list[Any]()
    for each in wanted:
        mine, listed = is_in("scope", scopes)
        named = "AND key > '' " if each.is_named else ""
        parts.append(
            f"SELECT * FROM (SELECT {columns} FROM {TABLE} WHERE grain = '{Grain.MONTH}' AND dim = '{each.dim}' "
            f"AND scope >= '{STATION}' AND received >= {each.fewest:d} AND start = %s AND {mine} {named}"
            f"ORDER BY received DESC, scope, key LIMIT {each.count:d}) AS of_{each.dim}"
        )
        values += [month, *listed]
    if also:
        parts.append(
            f"SELECT {columns} FROM {TABLE} WHERE grain = '{Grain.MONTH}' AND dim = '{Dim.ALL}' "
            f"AND scope IN ({marks(also)}) AND start = %s"
        )
        values += [*also, month]
    place = columns.split(", ").index("received") + 1
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION '.join(parts)} ORDER BY {place} DESC, 2, 3", values)
        rows = cursor.fetchall()
    return [(dim, scope, key, dict(zip(measures, counts, strict=True))) for dim, scope, key, *counts in rows]


def is_in(column: str, values: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition and what it is asked with: one parameter, for of 2,000 each takes its time."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::varchar[])", [f"{{{','.join(values)}}}"]
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(values)]


def _where(keys: Callable[[str], Sequence[str]], pieces: Collection[Piece]) -> tuple[str, list[Any]]:
    """Single months and days of a grain are one list: each is found in the index at once."""
    parts: list[str] = []
    values: list[Any] = []
    for grain in sorted({piece.grain for piece in pieces}):
        scopes = keys(grain)
        is_mine, listed = is_in("scope", scopes)
        head = f"grain = %s AND {is_mine}"
        mine = [piece for piece in pieces if piece.grain == grain]
        if single := sorted({piece.first for piece in mine if piece.first == piece.last}):
            parts.append(f"({head} AND start IN ({marks(single)}))")
            values += [grain, *listed, *single]
        for piece in mine:
            if piece.first != piece.last:
                parts.append(f"({head} AND start BETWEEN %s AND %s)")
                values += [grain, *listed, piece.first, piece.last]
    return " OR ".join(parts), values


def marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def day_in(value: Any) -> date:
    """SQLite tells days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
