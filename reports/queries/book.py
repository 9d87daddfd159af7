"""Open a book for a scope and read from it: figures, tables, lines, and the requests behind a figure.

    with open_book(scope) as book:
        now = book.figures(period)
        now["score"], now.says("score"), now.change("score", book.figures(period.before)).words
        book.by_station(period).top("received", 10)

Whatever is read from one open book belongs together: it sees one state of the database, with today's changes in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.happenings import COUNTS, MEASURES, TIMED_TO_CONTACT, TIMED_TO_SOLVE
from reports.indicators import Counts, FigureRules, measures_of
from reports.models import Entry
from reports.periods import ONE_DAY, Period, month_of
from reports.queries.behind import Behind, requests_behind
from reports.queries.figures import Figures, Row, Table, add_to
from reports.queries.pending import Pending, pending_of
from reports.queries.rolled import Piece, day_in, piece_of, rolled
from reports.queries.scopes import Scope, station_key
from reports.queries.settings import rules_in_force
from reports.queries.snapshot import snapshot
from reports.rollups import Line
from reports.vocabulary import LARGE, Dim, Grain
from services.queries import catalogue
from services.vocabulary import Channel, Nature
from stations.models import Building

BEGINNING = date(2000, 1, 1)
_FIELD = {Dim.CATEGORY: "category", Dim.NATURE: "nature", Dim.CHANNEL: "channel", Dim.BUILDING: "building"}


@contextmanager
def open_book(scope: Scope, rules: FigureRules | None = None, at: datetime | None = None) -> Iterator[Book]:
    """Read only inside; render outside. `rules`: of a frozen report; else those in force."""
    with snapshot():
        yield Book(scope, rules or rules_in_force(), timezone.localdate(at))


class Book:
    def __init__(self, scope: Scope, rules: FigureRules, today: date) -> None:
        self.scope, self.rules, self.today = scope, rules, today
        self.pending: Pending = pending_of(scope)
        self._months = self.pending.month_start

    @property
    def waiting(self) -> int:
        """Changes that are not in the figures yet; 0 but for the minutes after a large import."""
        return self.pending.waiting

    # one object

    def figures(self, period: Period, *, in_hand: bool = False) -> Figures:
        """Two statements; with `in_hand` at the end of the period one more."""
        found = self.series([period])[0]
        return replace(found, counts=replace(found.counts, in_hand=self.in_hand(period.last))) if in_hand else found

    def series(self, periods: Sequence[Period], *, durations: bool = True) -> list[Figures]:
        """The scope in each period, which may be asked for twice; months in two statements, however many (`durations`
        False: one)."""
        sums: dict[Period, Counter[str]] = {period: Counter() for period in periods}
        contact: dict[Period, Counter[int]] = {period: Counter() for period in periods}
        solve: dict[Period, Counter[int]] = {period: Counter() for period in periods}
        dims = [Dim.ALL, *([Dim.CONTACT, Dim.SOLVE] if durations and self.is_large else [])]
        pieces = {period: self.piece(period) for period in periods}
        for (grain, start, dim, key), counted in rolled(
            self.scope.keys, [*pieces.values()], dims, ["grain", "start", "dim", "key"]
        ):
            for period, piece in pieces.items():
                if grain != piece.grain or not piece.first <= day_in(start) <= piece.last:
                    continue
                if dim == Dim.ALL:
                    sums[period].update(counted)
                elif dim == Dim.CONTACT:
                    contact[period][int(key)] += counted.get("contacted", 0)
                else:
                    solve[period][int(key)] += counted.get("resolved", 0)
        if durations and not self.is_large:
            self._steps_of_entries([*sums], contact, solve)
        for line, count in self.pending.added.items():
            for period in sums:
                if line.day in period:
                    _count(sums[period], line, count)
                    _time(contact[period], solve[period], line, count)
        return [
            self.figures_of(p, sums[p], contact[p] if durations else None, solve[p] if durations else None)
            for p in periods
        ]

    def in_hand(self, day: date) -> int:
        """What was not done yet at the end of `day`: all that ever came, less all that left. One statement."""
        month = month_of(day, self._months or 1)
        pieces = [Piece(Grain.DAY, month.first if self._months else BEGINNING, day)]
        if self._months:
            pieces.append(Piece(Grain.MONTH, BEGINNING, month.first - ONE_DAY))
        sums = Counter[str]()
        for _key_of, counted in rolled(self.scope.keys, pieces, [Dim.ALL], ["grain"]):
            sums.update(counted)
        for line, count in self.pending.added.items():
            if line.day <= day:
                _count(sums, line, count)
        return sums["opened"] - sums["gone"]

    # tables

    def by_station(self, period: Period, category: int | None = None, of: Sequence[str] = ()) -> Table:
        """A row for every station of the scope, those without a request too; `category`: of that kind alone; `of`: the
        indicators that are shown, of 2,000 stations all takes four times as long."""
        dim, key = (Dim.ALL, None) if category is None else (Dim.CATEGORY, str(category))
        keys, measures = [*self.scope.by_key], measures_of(*of) if of else MEASURES
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        if category is None or self.piece(period).grain == Grain.MONTH:
            for (scope,), counted in rolled(lambda _grain: keys, [self.piece(period)], [dim], ["scope"], key, measures):
                sums[scope] = Counter(counted)
        else:
            for (station, happening), count in self._entries(period, "station_id", category=category):
                _counted(sums[station_key(station)], happening, count)
        for line, count in self.changes(period):
            if category is None or line.what.category == category:
                _count(sums[station_key(line.what.station)], line, count)
        nothing = Counter[str]()
        rows = [
            Row(key, place.name, self.figures_of(period, sums.get(key, nothing), households=place.households), place)
            for key, place in self.scope.by_key.items()
        ]
        return self._table(period, rows)

    def by_category(self, period: Period) -> Table:
        kinds = catalogue().by_id
        sums = self._split(period, Dim.CATEGORY)
        order = {str(pk): n for n, pk in enumerate(kinds)}
        rows = []
        for key in sorted(sums, key=lambda key: order.get(key, len(order))):
            kind = kinds.get(int(key)) if key else None
            rows.append(Row(key, str(kind) if kind else _("未归属"), self.figures_of(period, sums[key]), kind))
        return self._table(period, rows)

    def by_group(self, period: Period) -> Table:
        """The groups of the catalogue, in its order."""
        known, sums = catalogue(), defaultdict[str, Counter[str]](Counter)
        for key, counted in self._split(period, Dim.CATEGORY).items():
            kind = known.by_id.get(int(key)) if key else None
            sums[kind.group.slug if kind else ""].update(counted)
        groups = [(group.slug, str(group), group) for group in known.groups if group.slug in sums]
        return self._named(period, sums, groups)

    def by_nature(self, period: Period) -> Table:
        choices = [(nature.value, str(nature.label), None) for nature in Nature]
        return self._named(period, self._split(period, Dim.NATURE), choices)

    def by_channel(self, period: Period) -> Table:
        choices = [(channel.value, str(channel.label), None) for channel in Channel]
        return self._named(period, self._split(period, Dim.CHANNEL), choices)

    def by_building(self, period: Period) -> Table:
        """Of one station: each building of its compound."""
        buildings = Building.objects.filter(compound__station__in=self.scope.station_ids)
        choices = [(str(building.pk), str(building), building) for building in buildings]
        return self._named(period, self._split(period, Dim.BUILDING), choices)

    def grid(self, period: Period) -> dict[tuple[str, str], int]:
        """(category, building) → received, for the heat grid of a station; "" where one is not known."""
        cells: Counter[tuple[str, str]] = Counter()
        for (category, building, happening), count in self._entries(period, "category", "building", of="received"):
            cells[_key(category), _key(building)] += count * COUNTS[happening].count("received")
        for line, count in self.changes(period):
            what = line.what
            cells[_key(what.category), _key(what.building)] += count * COUNTS[line.happening].count("received")
        return {cell: count for cell, count in cells.items() if count}

    # what stands behind

    def behind(self, key: str, period: Period, dim: str = Dim.ALL, value: str = "", **more: Any) -> Behind:
        """The requests that make up a figure; with `dim` and `value` those of one row of a table. `more`: as there."""
        return requests_behind(key, self.scope, period, dim=dim, value=value, pending=self.pending, **more)

    # how

    @property
    def is_large(self) -> bool:
        """Split in the roll-ups by everything: a county or a city (rollups.cells_of)."""
        return not self.scope.is_station and len(self.scope.key) <= LARGE

    def piece(self, period: Period) -> Any:
        return piece_of(period, self.today, self._months)

    def changes(self, period: Period) -> Iterator[tuple[Line, int]]:
        return ((line, count) for line, count in self.pending.added.items() if line.day in period)

    def _split(self, period: Period, dim: Dim) -> dict[str, Counter[str]]:
        piece, sums = self.piece(period), defaultdict[str, Counter[str]](Counter)
        is_rolled = self.is_large and dim != Dim.BUILDING
        if is_rolled or (self.scope.is_station and dim == Dim.CATEGORY and piece.grain == Grain.MONTH):
            for (key,), counted in rolled(self.scope.keys, [piece], [dim], ["key"]):
                sums[key].update(counted)
        else:
            for (value, happening), count in self._entries(period, _FIELD[dim]):
                _counted(sums[_key(value)], happening, count)
        for line, count in self.changes(period):
            _count(sums[_key(getattr(line.what, _FIELD[dim]))], line, count)
        return {key: counted for key, counted in sums.items() if any(counted.values())}

    def _entries(self, period: Period, *fields: str, of: str = "", **more: Any) -> Iterator[tuple[Any, int]]:
        rows = Entry.objects.filter(
            station__in=self.scope.station_ids, day__gte=period.first, day__lte=period.last, **more
        )
        grouped = rows.order_by().values_list(*fields, "happening").annotate(count=Count("pk"))
        return ((row[:-1], row[-1]) for row in grouped if not of or of in COUNTS[row[-2]])

    def steps(self, first: date, last: date) -> Iterator[tuple[date, int, int, int]]:
        """(day, happening, step, how many) of what took long or not, from the entries. One statement."""
        rows = Entry.objects.filter(station__in=self.scope.station_ids, day__gte=first, day__lte=last, step__gte=0)
        yield from rows.order_by().values_list("day", "happening", "step").annotate(count=Count("pk"))

    def _steps_of_entries(self, periods: Sequence[Period], contact: Any, solve: Any) -> None:
        for day, happening, step, count in self.steps(min(p.first for p in periods), max(p.last for p in periods)):
            for period in periods:
                if day in period:
                    kept = contact[period] if happening in TIMED_TO_CONTACT else solve[period]
                    kept[step] += count

    def figures_of(
        self,
        period: Period,
        sums: Mapping[str, int],
        contact: Any = None,
        solve: Any = None,
        households: int | None = None,
    ) -> Figures:
        live = self.scope.households if households is None else households
        return Figures(Counts(sums, contact, solve, live), self.rules, period)

    def _named(self, period: Period, sums: Mapping[str, Counter[str]], choices: list[tuple[str, str, Any]]) -> Table:
        """In the order of the choices, and whatever is none of them as 未归属."""
        rows = [
            Row(key, label, self.figures_of(period, sums[key]), thing) for key, label, thing in choices if key in sums
        ]
        rest = Counter[str]()
        for key in sums.keys() - {row.key for row in rows}:
            rest.update(sums[key])
        if any(rest.values()):
            rows.append(Row("", _("未归属"), self.figures_of(period, rest)))
        return self._table(period, rows)

    def _table(self, period: Period, rows: list[Row]) -> Table:
        total = Counter[str]()
        for row in rows:
            add_to(total, row.figures.counts.sums)
        return Table(rows, self.figures_of(period, total))


def _key(value: Any) -> str:
    return "" if value is None else str(value)


def _count(sums: Counter[str], line: Line, count: int) -> None:
    _counted(sums, line.happening, count)


def _counted(sums: Counter[str], happening: int, count: int) -> None:
    for measure in COUNTS[happening]:
        sums[measure] += count


def _time(contact: Counter[int], solve: Counter[int], line: Line, count: int) -> None:
    if line.happening in TIMED_TO_CONTACT:
        contact[line.step] += count
    elif line.happening in TIMED_TO_SOLVE:
        solve[line.step] += count
