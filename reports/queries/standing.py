"""How it stands at this moment: for whom the open requests wait, and which are red, with whom. One statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, Value, When, Window

from reports.queries.now import _FOR_WHOM, Waiting
from reports.queries.scopes import Scope
from services.models import Request
from services.vocabulary import OPEN

LISTED = 8
_DEFERRED = ("description", "search", "reporter_phone")


@dataclass(frozen=True)
class Standing:
    """`rows`: the longest overdue first, with all that a masked line needs."""

    waiting: Waiting
    red: int
    rows: Sequence[Request]


def standing(scope: Scope, at: datetime, limit: int = LISTED) -> Standing:
    """The counts come with the rows: they are of everything that is open, however few rows are taken."""
    is_red = Q(status__in=OPEN, pressing_at__lt=at)
    names: dict[str, list[str]] = {}
    for status, name in _FOR_WHOM.items():
        names.setdefault(name, []).append(status)
    counts = {f"n_{name}": _over(Q(status__in=statuses)) for name, statuses in names.items()}
    order = Case(When(is_red, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = (
        Request.objects.filter(station__in=scope.station_ids, status__in=[*_FOR_WHOM])
        .annotate(**counts, n_red=_over(is_red), not_red=order)
        .select_related("station", "building", "entrance", "facility", "assignee")
        .defer(*_DEFERRED)
        .order_by("not_red", "pressing_at", "pk")
    )
    rows = list(found[:limit])
    if not rows:
        return Standing(Waiting(), 0, [])
    first = rows[0]
    waiting = Waiting(**{name: getattr(first, f"n_{name}") for name in names})
    return Standing(waiting, first.n_red, [row for row in rows if not row.not_red])


def _over(condition: Q) -> Window:
    return Window(Count("pk", filter=condition))
