"""The figures of one station, made of nothing but what the reader may read.

The roll-ups count everything. Whoever runs a station may not know of complaints about their own side, and a count that
is one higher than the list would tell them. So here every figure is counted from the requests in the reader's own
lists: there is nothing to subtract (docs/decisions/0026).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from reports.happenings import COUNTS
from reports.indicators import Counts, FigureRules
from reports.models import Changed, Entry
from reports.periods import Period
from reports.queries.figures import Figures
from reports.queries.snapshot import snapshot
from reports.queries.sources import sourced
from services.models import Request
from services.queries.requests import requests_visible_to
from services.vocabulary import OPEN, Status
from stations.models import Station

MOST_FRESH = 500  # changes that are read at once; more stand there after an import, for minutes


@dataclass(frozen=True)
class Now:
    """One request that is in hand, or waits for its rating."""

    pk: int
    status: str
    filed_at: datetime
    pressing_at: datetime | None
    assignee: int | None
    name: str
    title: str

    def is_late(self, at: datetime) -> bool:
        return self.pressing_at is not None and self.pressing_at < at


@dataclass(frozen=True)
class Readable:
    """`happened`: (day, happening, category, building) → how often, of the days that were asked for."""

    rules: FigureRules
    now: list[Now]
    happened: Counter[tuple[date, int, int | None, int | None]] = field(default_factory=Counter)
    waiting: int = 0

    def figures(self, period: Period) -> Figures:
        sums = Counter[str]()
        for (day, happening, _category, _building), count in self.happened.items():
            if day in period:
                for measure in COUNTS[happening]:
                    sums[measure] += count
        return Figures(Counts(sums), self.rules, period)

    def grid(self, period: Period) -> Counter[tuple[int | None, int | None]]:
        """(category, building) → received."""
        cells = Counter[tuple[int | None, int | None]]()
        for (day, happening, category, building), count in self.happened.items():
            if day in period and "received" in COUNTS[happening]:
                cells[category, building] += count
        return cells


def readable_figures(user: Any, station: Station, rules: FigureRules, first: date) -> Readable:
    """From `first` until today. Two statements, and two more where something is not folded in yet."""
    mine = requests_visible_to(user).filter(station=station).select_related(None).order_by()
    with snapshot():
        now, fresh = _now(mine)
        waiting, fresh = (len(fresh), []) if len(fresh) > MOST_FRESH else (0, fresh)
        rows = Entry.objects.filter(station=station, day__gte=first, request__in=mine.values("pk"))
        told = rows.exclude(request__in=fresh).order_by().values_list("day", "happening", "category", "building")
        happened = Counter({row[:4]: row[4] for row in told.annotate(count=Count("pk"))})
        for made in (sourced(fresh) if fresh else {}).values():
            for line in made.lines:
                if line.day >= first:
                    happened[line.day, line.happening, line.what.category, line.what.building] += 1
    return Readable(rules, now, happened, waiting)


def _now(mine: QuerySet[Request]) -> tuple[list[Now], list[int]]:
    """What is under way, and the keys of what changed and is not folded in yet."""
    is_fresh = Exists(Changed.objects.filter(request=OuterRef("pk")))
    rows = mine.filter(Q(status__in=[*OPEN, Status.RESOLVED]) | Q(is_fresh)).annotate(is_fresh=is_fresh)
    fields = ("pk", "status", "filed_at", "pressing_at", "assignee", "assignee__name", "assignee_title", "is_fresh")
    now, fresh = [], []
    for *values, is_new in rows.values_list(*fields):
        row = Now(*values)
        if row.status in OPEN or row.status == Status.RESOLVED:
            now.append(row)
        if is_new:
            fresh.append(row.pk)
    return now, fresh
