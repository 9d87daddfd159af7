"""How it stands at this moment: for whom the open requests wait, and which are red, with whom. Two statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from core.statements import Keys
from reports.queries.now import _FOR_WHOM, Waiting
from reports.queries.scopes import Scope
from services.models import Request
from services.vocabulary import OPEN, Status

LISTED = 8
# What a masked line says, or is masked by: of the hundred and forty columns of a request and all that stands beside it.
_SAID = (
    *("number", "title", "reporter_name", "nature", "status", "suggested", "category_id", "is_sensitive"),
    *("target", "target_user_id", "assignee_title", "highest_climb", "filed_at", "resolved_at"),
    *("pressing_at", "station__name", "building__number", "entrance__number", "facility__name", "assignee__name"),
)


@dataclass(frozen=True)
class Standing:
    """`rows`: the longest overdue first, with all that a masked line needs."""

    waiting: Waiting
    red: int
    rows: Sequence[Request]


def standing(scope: Scope, at: datetime, limit: int = LISTED) -> Standing:
    """Counted and listed apart: counts beside each row are made for all that is open before eight are taken."""
    mine = Request.objects.filter(scope.holds()).order_by()
    is_red = Q(status__in=OPEN, pressing_at__lt=at)
    counted: dict[str, int] = {}
    red = 0
    rows = mine.filter(status__in=[*_FOR_WHOM]).values_list("status")
    # Of columns that the index request_in_hand holds: then no row is looked up.
    for status, count, late in rows.annotate(count=Count("status"), red=Count("pressing_at", filter=is_red)):
        name = _FOR_WHOM[Status(status)]
        counted[name] = counted.get(name, 0) + count
        red += late
    return Standing(Waiting(**counted), red, _listed(mine, at, min(limit, red)) if red else [])


def _listed(rows: QuerySet[Request], at: datetime, limit: int) -> list[Request]:
    """`limit`: of no more than are red. Found first, along the index request_pressing, and read whole then. That they
    are red is asked last: asked first, a planner takes what is red for few, and sorts all of them."""
    order = ("pressing_at", "pk")
    first = rows.filter(status__in=OPEN, pressing_at__isnull=False).order_by(*order)[:limit]
    shown = Request.objects.filter(pk__in=Keys(first), pressing_at__lt=at).order_by(*order)
    return list(shown.select_related("station", "building", "entrance", "facility", "assignee").only(*_SAID))
