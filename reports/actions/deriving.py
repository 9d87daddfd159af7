"""Roll-ups made anew out of the entries, by SQL that both databases know: stations first, divisions out of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.db.models import Max, Min

from reports.happenings import MEASURES, TIMED_TO_CONTACT, happenings_of
from reports.models import Entry, Seat, Tally
from reports.periods import ONE_DAY, Period, month_of
from reports.vocabulary import LARGE, LEVELS, Dim, Grain

ENTRIES, TALLIES, SEATS = (model._meta.db_table for model in (Entry, Tally, Seat))
_COLUMNS = ", ".join(("scope", "grain", "dim", "start", "key", *MEASURES))
_SUMS = ", ".join(f"SUM({measure})" for measure in MEASURES)
_KEYS = {
    Dim.ALL: "''",
    Dim.CATEGORY: "COALESCE(CAST(category AS VARCHAR), '')",
    Dim.NATURE: "nature",
    Dim.CHANNEL: "channel",
    Dim.CONTACT: "CAST(step AS VARCHAR)",
    Dim.SOLVE: "CAST(step AS VARCHAR)",
}


def _counted() -> str:
    """For each measure, how many of the entries count for it."""
    kinds = {measure: ", ".join(map(str, happenings_of(measure))) for measure in MEASURES}
    return ", ".join(f"SUM(CASE WHEN happening IN ({kinds[measure]}) THEN 1 ELSE 0 END)" for measure in MEASURES)


def derive_all(month_start: int) -> None:
    Tally.objects.all().delete()
    for month in _months(month_start):
        _stations_by_day(month)
        _stations_by_month(month)
        _divisions(month, Grain.DAY)
        _divisions(month, Grain.MONTH)
        _large_by_day(month)


def derive_months(month_start: int) -> None:
    """The month begins on another day now; days stay what they are."""
    Tally.objects.filter(grain=Grain.MONTH).delete()
    for month in _months(month_start):
        _stations_by_month(month)
        _divisions(month, Grain.MONTH)


def derive_divisions(month_start: int) -> None:
    """A station belongs to another division now; what stands for the stations themselves stays."""
    Tally.objects.exclude(scope__startswith="s").delete()
    for month in _months(month_start):
        _divisions(month, Grain.DAY)
        _divisions(month, Grain.MONTH)
        _large_by_day(month)


def _months(month_start: int) -> Iterator[Period]:
    ends = Entry.objects.aggregate(first=Min("day"), last=Max("day"))
    if not ends["first"]:
        return
    month = month_of(ends["first"], month_start)
    while month.first <= ends["last"]:
        yield month
        month = month_of(month.last + ONE_DAY, month_start)


def _stations_by_day(month: Period) -> None:
    _of_entries("'s' || station_id", Grain.DAY, Dim.ALL, month)


def _stations_by_month(month: Period) -> None:
    for dim in _KEYS:
        _of_entries("'s' || station_id", Grain.MONTH, dim, month)


def _large_by_day(month: Period) -> None:
    for digits in LEVELS:
        if digits <= LARGE:
            for dim in _KEYS:
                if dim != Dim.ALL:
                    _of_entries(f"SUBSTR(division, 1, {digits})", Grain.DAY, dim, month)


def _of_entries(scope: str, grain: Grain, dim: Dim, month: Period) -> None:
    start, values = ("day", []) if grain == Grain.DAY else (_as_date(), [month.first])
    joined = f"JOIN {SEATS} USING (station_id)" if "division" in scope else ""
    timed = ", ".join(map(str, TIMED_TO_CONTACT))
    only = {
        Dim.CONTACT: f"AND step >= 0 AND happening IN ({timed})",
        Dim.SOLVE: f"AND step >= 0 AND happening NOT IN ({timed})",
    }
    _run(
        f"INSERT INTO {TALLIES} ({_COLUMNS}) "
        f"SELECT {scope}, '{grain}', '{dim}', {start}, {_KEYS[dim]}, {_counted()} FROM {ENTRIES} {joined} "
        f"WHERE day BETWEEN %s AND %s {only.get(dim, '')} GROUP BY 1, 4, 5",
        [*values, month.first, month.last],
    )


def _divisions(month: Period, grain: Grain) -> None:
    """Sums of the rows of their stations."""
    dims = [Dim.ALL] if grain == Grain.DAY else [*_KEYS]
    last = month.last if grain == Grain.DAY else month.first
    for digits in LEVELS:
        _run(
            f"INSERT INTO {TALLIES} ({_COLUMNS}) "
            f"SELECT SUBSTR(division, 1, {digits}), grain, dim, start, key, {_SUMS} "
            f"FROM {TALLIES} JOIN {SEATS} ON scope = 's' || station_id "
            f"WHERE grain = '{grain}' AND start BETWEEN %s AND %s AND LENGTH(division) >= {digits} "
            f"AND dim IN ({', '.join(repr(str(dim)) for dim in dims)}) GROUP BY 1, 2, 3, 4, 5",
            [month.first, last],
        )


def _as_date() -> str:
    return "CAST(%s AS DATE)" if connection.vendor == "postgresql" else "%s"


def _run(sql: str, values: list[date]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
