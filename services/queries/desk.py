"""What the desk's page of one request reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Substr

from services.models import Ask, CoHandler, Request, RequestEvent
from services.queries.alike import alike_of, with_homes
from services.queries.escalations import escalations_of
from services.queries.requests import briefs_for, requests_visible_to
from services.queries.supervision import with_supervision
from services.vocabulary import EventKind, Status

MOST_ALIKE, MOST_MERGED = 5, 30
OPENING = 400  # characters of a text, for the words that two of them share


def with_helpers(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With the co-handlers, for whoever asks services.relations next."""
    return rows.prefetch_related(Prefetch("co_handlers", CoHandler.objects.select_related("user").order_by("pk")))


def desk_request(user: Any, number: str) -> Request | None:
    """Two statements, one more for what was sent up (`whistles`, newest first).

    `has_open_ask`: somebody asked for more time or a pause, and waits for the chief.
    """
    rows = with_supervision(requests_visible_to(user)).select_related("filed_by", "target_user", "plate", "merged_into")
    rows = with_homes(rows).annotate(has_open_ask=Exists(Ask.objects.filter(request=OuterRef("pk"), decided_at=None)))
    found = with_helpers(rows).filter(number=number).first()
    if found is not None:
        found.whistles = escalations_of(found)  # type: ignore[attr-defined]
    return found


def brief_of(user: Any, number: str) -> CoHandler | None:
    return briefs_for(user).select_related("request__station").filter(request__number=number).first()


def has_solved(user: Any, request: Request) -> bool:
    """Did `user` ever say that it is done? Whoever did does not call the resident back. One statement."""
    return request.events.filter(kind=EventKind.RESOLVED, actor=user).exists()


def events_of(request: Request, *, public_only: bool = False) -> QuerySet[RequestEvent]:
    """Newest first, and once for each photo of an event (`photo_id`, `photo_after`): one statement for both."""
    rows = RequestEvent.objects.filter(request=request, **({"is_public": True} if public_only else {}))
    rows = rows.annotate(photo_id=F("photos__pk"), photo_after=F("photos__is_after"))
    return rows.order_by("-at", "-id", "photos__pk")


def neighbours_of(request: Request, user: Any, now: datetime) -> tuple[list[Any], list[Request]]:
    """What looks the same, the likest first; and what was merged into it. Two statements.

    Rows have `i_help`: whether `user` helps with them, and `start`: how their text begins.
    """
    seen = requests_visible_to(user)
    is_here = request.is_open and request.status != Status.ESCALATED  # what is above is not merged by its look
    alike = [pk for pk, _why in alike_of(request, seen, now, MOST_ALIKE)] if is_here else []
    rows = seen.filter(Q(pk__in=alike) | Q(merged_into=request.pk))
    rows = rows.annotate(i_help=Exists(CoHandler.objects.filter(request=OuterRef("pk"), user=user)))
    rows = rows.annotate(start=Substr("description", 1, OPENING))
    found: list[Any] = list(rows.defer("description", "search").order_by("filed_at", "pk")[: MOST_ALIKE + MOST_MERGED])
    by_pk = {row.pk: row for row in found}
    merged = [row for row in found if row.merged_into_id == request.pk]
    return [by_pk[pk] for pk in alike if pk in by_pk], merged
