"""The recount: are the entries what the requests say, and the roll-ups the sums of the entries?

Sums are added up here in Python, cell by cell, as folding does; rebuilding has them from SQL: the two check each
other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import F, Max, Min, Q, QuerySet

from reports.happenings import MEASURES, NO_DAY, Happening
from reports.models import Changed, Entry, Folding, Seat, Tally
from reports.periods import ONE_DAY, Period, month_of
from reports.queries.pending import lines_of, stored_lines
from reports.queries.sources import all_requests, sourced
from reports.rollups import Cell, Line, cells_with
from reports.vocabulary import Grain
from services.models import Request


def differences() -> Iterator[str]:
    """In words, the first one first. What is pending is not compared: it is known to differ."""
    yield from _moved()
    yield from _entries()
    months = Folding.objects.values_list("month_start", flat=True).first() or 1
    yield from _compared(Q(day=NO_DAY), Q(grain=Grain.NOW), months)
    for month in _months(months):
        within = Q(start__gte=month.first, start__lte=month.last)
        yield from _compared(Q(day__gte=month.first, day__lte=month.last), within & ~Q(grain=Grain.NOW), months)


def _moved() -> Iterator[str]:
    for seat in Seat.objects.exclude(division=F("station__compound__division_id")).select_related("station"):
        yield f"station {seat.station.slug}: rolled up in {seat.division}, lies elsewhere now"


def _entries() -> Iterator[str]:
    pending = set(Changed.objects.values_list("request_id", flat=True))
    for pks in all_requests():
        stored, counted = stored_lines(pks), sourced(pks)
        for pk in pks:
            folded, now = Counter(stored[pk]), Counter(counted[pk].lines)
            if folded != now and pk not in pending:
                number = Request.objects.values_list("number", flat=True).get(pk=pk)
                line = min((folded - now) + (now - folded), key=lambda line: (line.day, line.happening))
                yield f"request {number}: {_words(line)} stands {folded[line]} times, counted {now[line]} times"


def _words(line: Line) -> str:
    name = Happening(line.happening).name if line.happening in [*Happening] else f"ANSWER {line.happening}"
    return f"{name} of {line.day} ({', '.join(map(str, line.what))}, step {line.step})"


def _months(month_start: int) -> Iterator[Period]:
    entries, tallies = Entry.objects.exclude(day=NO_DAY), Tally.objects.exclude(grain=Grain.NOW)
    ends = [
        day
        for rows, field in ((entries, "day"), (tallies, "start"))
        for day in rows.aggregate(first=Min(field), last=Max(field)).values()
        if day
    ]
    if not ends:
        return
    month = month_of(min(ends), month_start)
    while month.first <= max(ends):
        yield month
        month = month_of(month.last + ONE_DAY, month_start)


def _compared(entries: Q, tallies: Q, month_start: int) -> Iterator[str]:
    """These rows of the roll-ups with what these entries come to."""
    lines = Counter(line for _pk, line in lines_of(Entry.objects.filter(entries)))
    seats = dict(Seat.objects.values_list("station_id", "division"))
    counted = {cell: +sums for cell, sums in cells_with(lines, seats, month_start).items()}
    folded = _folded(Tally.objects.filter(tallies))
    for cell in sorted(counted.keys() | folded.keys()):
        there, here = folded.get(cell, Counter()), counted.get(cell, Counter())
        for measure in MEASURES:
            if there[measure] != here[measure]:
                name = " ".join(str(part) for part in cell)
                yield f"roll-up {name}: {measure} stands as {there[measure]}, counted {here[measure]}"


def _folded(rows: QuerySet[Tally]) -> dict[Cell, Counter[str]]:
    found: dict[Cell, Counter[str]] = {}
    for row in rows.order_by().values_list(*Cell._fields, *MEASURES).iterator(chunk_size=5000):
        cell = Cell(*row[: len(Cell._fields)])
        values: tuple[int, ...] = row[len(Cell._fields) :]
        found[cell] = Counter({name: value for name, value in zip(MEASURES, values, strict=True) if value})
    return {cell: sums for cell, sums in found.items() if sums}
