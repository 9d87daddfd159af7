"""The ledger of supervision (督办台账): what the community and the district pressed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from reports.periods import ONE_DAY, Period
from reports.vocabulary import LedgerState
from services.models import Request, Supervision
from services.queries.requests import recused_from
from stations.models import Station
from stations.queries import posts_of, stations_under


def supervisions_visible_to(user: Any) -> QuerySet[Supervision]:
    """Of the stations in the divisions of an official or officer, but for matters from which they stand aside."""
    posts = posts_of(user)
    stations = Station.objects.filter(stations_under(posts.districts | posts.communities))
    if not posts.districts and not posts.communities:
        return Supervision.objects.none()
    rows = Supervision.objects.filter(request__station__in=stations.order_by().values("pk"))
    rows = rows.exclude(request__in=Request.objects.filter(recused_from(user)).order_by().values("pk"))
    return rows.select_related("request__station__compound", "request__category", "request__building")


def stations_in_ledger(user: Any) -> list[tuple[str, str]]:
    """Slug and name of those that may be chosen."""
    posts = posts_of(user)
    rows = Station.objects.filter(stations_under(posts.districts | posts.communities))
    return list(rows.order_by("name", "pk").values_list("slug", "name"))


def in_state(state: str, at: datetime) -> Q:
    unanswered = Q(closed_at=None, answered_at=None)
    return {
        LedgerState.WAITING: unanswered & Q(due_at__gte=at),
        LedgerState.LATE: unanswered & Q(due_at__lt=at),
        LedgerState.ANSWERED: Q(closed_at=None, answered_at__isnull=False),
        LedgerState.CLOSED: Q(closed_at__isnull=False),
    }[LedgerState(state)]


def issued_in(period: Period) -> Q:
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.first, time.min, zone)
    return Q(issued_at__gte=first, issued_at__lt=datetime.combine(period.last + ONE_DAY, time.min, zone))


@dataclass(frozen=True)
class Totals:
    """`late`: open, and past its date without an answer. `answered_late`: the answer came after it."""

    issued: int = 0
    answered: int = 0
    answered_late: int = 0
    open: int = 0
    late: int = 0
    closed: int = 0


def totals_of(rows: QuerySet[Supervision], at: datetime) -> Totals:
    """One statement."""
    counted = (
        rows.select_related(None)
        .order_by()
        .aggregate(
            issued=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            answered_late=Count("pk", filter=Q(answered_at__gt=F("due_at"))),
            open=Count("pk", filter=Q(closed_at=None)),
            late=Count("pk", filter=in_state(LedgerState.LATE, at)),
            closed=Count("pk", filter=Q(closed_at__isnull=False)),
        )
    )
    return Totals(**counted)


def state_of(row: Supervision, at: datetime) -> LedgerState:
    """in_state() for one that is there already."""
    if row.closed_at:
        return LedgerState.CLOSED
    if row.answered_at:
        return LedgerState.ANSWERED
    return LedgerState.LATE if row.due_at < at else LedgerState.WAITING
