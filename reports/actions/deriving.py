"""Roll-ups made anew out of the entries, by SQL that both databases know: stations first, divisions out of them."""

from __future__ import annotations

from django.db import connection

from reports.happenings import MEASURES, TIMED_TO_CONTACT, happenings_of
from reports.models import Entry, Seat, Tally
from reports.rollups import STATION
from reports.vocabulary import LARGE, LEVELS, Dim, Grain

ENTRIES, TALLIES, SEATS = (model._meta.db_table for model in (Entry, Tally, Seat))
_STATION = f"'{STATION}' || station_id"
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
    """For each measure, how many of the entries (`n` of each kind) count for it."""
    kinds = {measure: ", ".join(map(str, happenings_of(measure))) for measure in MEASURES}
    return ", ".join(f"SUM(CASE WHEN happening IN ({kinds[measure]}) THEN n ELSE 0 END)" for measure in MEASURES)


def derive_all(month_start: int) -> None:
    Tally.objects.all().delete()
    _prepare()
    _of_entries(_STATION, Grain.DAY, Dim.ALL, "day")
    _months_of_stations(month_start)
    _divisions(Grain.DAY)
    _divisions(Grain.MONTH)
    _splits(Grain.DAY, "day")
    _splits(Grain.MONTH, _month_of_day(month_start))


def derive_months(month_start: int) -> None:
    """The month begins on another day now; days stay what they are."""
    Tally.objects.filter(grain=Grain.MONTH).delete()
    _prepare()
    _months_of_stations(month_start)
    _divisions(Grain.MONTH)
    _splits(Grain.MONTH, _month_of_day(month_start))


def derive_divisions(month_start: int) -> None:
    """A station belongs to another division now; what stands for the stations themselves stays."""
    Tally.objects.exclude(scope__startswith=STATION).delete()
    _prepare()
    _divisions(Grain.DAY)
    _divisions(Grain.MONTH)
    _splits(Grain.DAY, "day")
    _splits(Grain.MONTH, _month_of_day(month_start))


def _prepare() -> None:
    """PostgreSQL knows nothing yet of rows that were written in this transaction, and sums better with room."""
    if connection.vendor == "postgresql":
        _run("SET LOCAL work_mem = '256MB'")
        _run("SET LOCAL jit = off")  # compiling 40 sums takes longer than adding them up
        _run(f"ANALYZE {ENTRIES}, {SEATS}")


def _months_of_stations(month_start: int) -> None:
    for dim in (Dim.ALL, Dim.CATEGORY):
        _of_entries(_STATION, Grain.MONTH, dim, _month_of_day(month_start))


def _splits(grain: Grain, start: str) -> None:
    """Counties out of the entries, what is above them out of the counties."""
    for dim in _KEYS:
        if dim != Dim.ALL:
            _of_entries(f"SUBSTR(division, 1, {LARGE})", grain, dim, start)
    for digits in LEVELS:
        if digits < LARGE:
            _run(
                f"INSERT INTO {TALLIES} ({_COLUMNS}) "
                f"SELECT SUBSTR(scope, 1, {digits}), grain, dim, start, key, {_SUMS} FROM {TALLIES} "
                f"WHERE grain = '{grain}' AND dim <> '{Dim.ALL}' AND LENGTH(scope) = {LARGE} "
                f"AND SUBSTR(scope, 1, 1) <> '{STATION}' GROUP BY 1, 2, 3, 4, 5"
            )


def _of_entries(scope: str, grain: Grain, dim: Dim, start: str) -> None:
    """How many of each kind first, then what they count for: so that 40 sums are made of few rows."""
    joined = f"JOIN {SEATS} USING (station_id)" if "division" in scope else ""
    timed = ", ".join(map(str, TIMED_TO_CONTACT))
    only = {
        Dim.CONTACT: f"WHERE step >= 0 AND happening IN ({timed})",
        Dim.SOLVE: f"WHERE step >= 0 AND happening NOT IN ({timed})",
    }
    _run(
        f"INSERT INTO {TALLIES} ({_COLUMNS}) "
        f"SELECT scope, '{grain}', '{dim}', start, key, {_counted()} FROM ("
        f"SELECT {scope} AS scope, {start} AS start, {_KEYS[dim]} AS key, happening, COUNT(*) AS n "
        f"FROM {ENTRIES} {joined} {only.get(dim, '')} GROUP BY 1, 2, 3, 4"
        f") AS kinds GROUP BY scope, start, key"
    )


def _divisions(grain: Grain) -> None:
    """Sums of the rows of their stations."""
    if connection.vendor == "postgresql":
        _run(f"ANALYZE {TALLIES}")
    for digits in LEVELS:
        _run(
            f"INSERT INTO {TALLIES} ({_COLUMNS}) "
            f"SELECT SUBSTR(division, 1, {digits}), grain, dim, start, key, {_SUMS} "
            f"FROM {TALLIES} JOIN (SELECT {_STATION} AS scope, division FROM {SEATS}) AS seats USING (scope) "
            f"WHERE grain = '{grain}' AND LENGTH(division) >= {digits} "
            f"AND dim = '{Dim.ALL}' GROUP BY 1, 2, 3, 4, 5"
        )


def _month_of_day(month_start: int) -> str:
    """The first day of the statistical month (periods.month_of), in the words of either database."""
    shift = month_start - 1
    if connection.vendor == "postgresql":
        return f"CAST(DATE_TRUNC('month', day - {shift}) AS DATE) + {shift}"
    return f"DATE(day, '-{shift} days', 'start of month', '+{shift} days')"


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
