"""What was sent up, read for the pages."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from services.models import Escalation, Request
from services.vocabulary import EscalationEnding, Status

RUNS = Q(ended_at=None, passed_on_at=None)


def escalations_of(request: Request) -> list[Escalation]:
    """Newest first; one statement, none for a request that never left the station."""
    if not request.escalated_to:
        return []
    rows = Escalation.objects.filter(request=request).select_related("receiver", "sent_by", "answered_by", "parent")
    return list(rows.order_by("-pk"))


def slip_of(request: Request, pk: int) -> Escalation | None:
    return Escalation.objects.select_related("receiver", "sent_by").filter(request=request, pk=pk).first()


def with_whereabouts(rows: QuerySet[Request]) -> QuerySet[Request]:
    """`above_level`, `above_received`: of the escalation that runs. `came_down`: an answer that nobody took up yet."""
    here = Escalation.objects.filter(request=OuterRef("pk"))
    news = here.filter(ended_at__isnull=False).exclude(ending=EscalationEnding.CALLED_OFF)
    to_station = Q(status=Status.ASSIGNED, taken_at=None) & Exists(
        news.filter(ended_at__gte=OuterRef("clock_started_at"))
    )
    to_officer = Q(status=Status.ESCALATED) & Exists(
        news.filter(parent__ended_at=None, parent__passed_on_at=None, parent__isnull=False)
    )
    return rows.annotate(
        above_level=Subquery(here.filter(RUNS).values("to_level")[:1]),
        above_received=Exists(here.filter(RUNS, received_at__isnull=False)),
        came_down=to_station | to_officer,
    )


def running_of(escalations: list[Escalation]) -> Escalation | None:
    return next((each for each in escalations if each.is_open and each.passed_on_at is None), None)
