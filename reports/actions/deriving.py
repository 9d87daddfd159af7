"""Roll-ups made anew by SQL that both databases know: days out of the entries, all else out of those."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from reports.happenings import MEASURES, NO_DAY, TIMED_TO_CONTACT, TIMED_TO_SOLVE, happenings_of
from reports.models import Entry, Seat, Tally
from reports.rollups import STATION
from reports.vocabulary import LARGE, LEVELS, Dim, Grain

ENTRIES, TALLIES, SEATS = (model._meta.db_table for model in (Entry, Tally, Seat))
_STATION = f"'{STATION}' || station_id"
_COLUMNS = ", ".join(("scope", "grain", "dim", "start", "key", *MEASURES))
_SUMS = ", ".join(f"SUM({measure})" for measure in MEASURES)
_PARTS = {
    Dim.ALL: "0",
    Dim.CATEGORY: "category",
    Dim.NATURE: "nature",
    Dim.CHANNEL: "channel",
    Dim.CONTACT: "step",
    Dim.SOLVE: "step",
}
_TIMED = {Dim.CONTACT: set(TIMED_TO_CONTACT), Dim.SOLVE: set(TIMED_TO_SOLVE)}


def _counted(dim: Dim) -> str:
    """For each measure, how many of the entries count for it, of `n` of each kind; of few kinds most are 0 unasked."""
    sums = []
    for measure in MEASURES:
        kinds = [kind for kind in happenings_of(measure) if kind in _TIMED.get(dim, {kind})]
        listed = ", ".join(map(str, kinds))
        sums.append(f"COALESCE(SUM(n) FILTER (WHERE happening IN ({listed})), 0)" if kinds else "0")
    return ", ".join(sums)


def derive_all(month_start: int) -> None:
    Tally.objects.all().delete()
    _prepare()
    _of_entries(f"'{STATION}' || scope", "station_id", Grain.DAY, Dim.ALL, "day")
    _derive_counties()
    _derive_months(month_start)
    _derive_waiting()


def derive_months(month_start: int) -> None:
    """The month begins on another day now; days stay what they are."""
    Tally.objects.filter(grain=Grain.MONTH).delete()
    _prepare()
    _derive_months(month_start)


def derive_divisions(month_start: int) -> None:
    """A station belongs to another division now; days of the stations themselves stay."""
    Tally.objects.exclude(grain=Grain.DAY, scope__startswith=STATION).delete()
    _prepare()
    _derive_counties()
    _derive_months(month_start)
    _derive_waiting()


def _prepare() -> None:
    """PostgreSQL knows nothing yet of rows that were written in this transaction, and sums better with room."""
    if connection.vendor == "postgresql":
        _run("SET LOCAL work_mem = '256MB'")
        _run("SET LOCAL jit = off")  # compiling 40 sums takes longer than adding them up
        _run(f"ANALYZE {ENTRIES}, {SEATS}")


def _derive_counties() -> None:
    _divisions(Grain.DAY, [LARGE])
    for dim in _PARTS:
        if dim != Dim.ALL:
            _of_entries("CAST(scope AS VARCHAR)", "county", Grain.DAY, dim, "day")


def _derive_months(month_start: int) -> None:
    """Out of the days, where there are days; but stations have their kinds by month alone."""
    _of_entries(f"'{STATION}' || scope", "station_id", Grain.MONTH, Dim.CATEGORY, _month_of("day", month_start))
    _run(
        f"INSERT INTO {TALLIES} ({_COLUMNS}) SELECT scope, '{Grain.MONTH}', dim, {_month_of('start', month_start)}, "
        f"key, {_SUMS} FROM {TALLIES} WHERE grain = '{Grain.DAY}' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 4, 5"
    )
    _divisions(Grain.MONTH, [digits for digits in LEVELS if digits != LARGE])
    for digits in LEVELS:
        if digits < LARGE:
            _run(
                f"INSERT INTO {TALLIES} ({_COLUMNS}) "
                f"SELECT SUBSTR(scope, 1, {digits}), grain, dim, start, key, {_SUMS} FROM {TALLIES} "
                f"WHERE grain = '{Grain.MONTH}' AND dim <> '{Dim.ALL}' AND LENGTH(scope) = {LARGE} "
                f"AND SUBSTR(scope, 1, 1) <> '{STATION}' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
            )


def _derive_waiting() -> None:
    """How it stands now (rollups.cells_now)."""
    counted = ", ".join("COUNT(*)" if measure == "opened" else "0" for measure in MEASURES)
    for digits in LEVELS:
        if digits <= LARGE:
            _run(
                f"INSERT INTO {TALLIES} ({_COLUMNS}) SELECT SUBSTR(division, 1, {digits}), '{Grain.NOW}', "
                f"'{Dim.WAITING}', day, CAST(happening AS VARCHAR), {counted} FROM {ENTRIES} JOIN {SEATS} "
                f"USING (station_id) WHERE day = '{NO_DAY}' AND LENGTH(division) >= {digits} GROUP BY 1, 4, 5"
            )


def _of_entries(scope: str, holder: str, grain: Grain, dim: Dim, start: str) -> None:
    """Entries of one kind are counted first and then spread over the measures: to count is quick, and 40 sums for each
    of fifty million entries take half an hour. Both by one sorting of whole numbers; PostgreSQL would rather keep all
    sums of all rows in a table of hashes. But natures and channels are few, and sorting text is slow."""
    key = "''" if dim == Dim.ALL else "COALESCE(CAST(part AS VARCHAR), '')"
    source, those = f"FROM {ENTRIES}", f"day > '{NO_DAY}'"
    if holder == "county":
        seats = f"SELECT station_id, CAST(SUBSTR(division, 1, {LARGE}) AS INTEGER) AS county FROM {SEATS}"
        source += f" JOIN ({seats} WHERE LENGTH(division) >= {LARGE}) AS seats USING (station_id)"
    if dim in _TIMED:
        those += f" AND step >= 0 AND happening IN ({', '.join(f'{kind:d}' for kind in sorted(_TIMED[dim]))})"
    _sorting(dim not in (Dim.NATURE, Dim.CHANNEL))
    parts = f"{holder} AS scope, {start} AS start, {_PARTS[dim]} AS part, happening"
    _run(
        f"INSERT INTO {TALLIES} ({_COLUMNS}) SELECT {scope}, '{grain}', '{dim}', start, {key}, {_counted(dim)} "
        f"FROM (SELECT {parts}, COUNT(*) AS n {source} WHERE {those} GROUP BY 1, 2, 3, 4) AS counted "
        f"GROUP BY scope, start, part ORDER BY scope, start, part"
    )
    _sorting(False)


def _sorting(on: bool) -> None:
    if connection.vendor == "postgresql":
        _run(f"SET LOCAL enable_hashagg = {'off' if on else 'on'}")


def _divisions(grain: Grain, levels: Iterable[int]) -> None:
    """Sums of the rows of their stations."""
    if connection.vendor == "postgresql":
        _run(f"ANALYZE {TALLIES}")
    for digits in levels:
        _run(
            f"INSERT INTO {TALLIES} ({_COLUMNS}) "
            f"SELECT SUBSTR(division, 1, {digits}), grain, dim, start, key, {_SUMS} "
            f"FROM {TALLIES} JOIN (SELECT {_STATION} AS scope, division FROM {SEATS}) AS seats USING (scope) "
            f"WHERE grain = '{grain}' AND LENGTH(division) >= {digits} "
            f"AND dim = '{Dim.ALL}' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
        )


def _month_of(day: str, month_start: int) -> str:
    """The first day of the statistical month (periods.month_of), in the words of either database."""
    shift = month_start - 1
    if connection.vendor == "postgresql":
        return f"CAST(DATE_TRUNC('month', {day} - {shift}) AS DATE) + {shift}"
    return f"DATE({day}, '-{shift} days', 'start of month', '+{shift} days')"


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
