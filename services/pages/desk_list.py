"""What the desk's lists say of a request: prepared here, so that the templates only place it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.calendar import WorkCalendar
from core.clock import say_day, say_due, say_duration, say_left
from services.actions.filing import spans_of
from services.deadlines import Light, Span, light
from services.models import Request
from services.queries import catalogue, work_calendar
from services.vocabulary import STATUS_LOOK, Channel, Status, Urgency
from stations.titles import title_words

LONG_AHEAD = timedelta(days=2)


@dataclass(frozen=True)
class Left:
    """How much time there is: 「剩48分」, and whose patience it is about (`what`: 受理, 联系, 办结)."""

    words: str
    light: Light
    what: str = ""
    is_last: bool = False  # no later promise stands behind it


@dataclass(frozen=True)
class Row:
    request: Request
    urgent: str
    tint: str
    icon: str
    status: str
    meta: str
    waited: str
    left: Left | None
    who: str
    role: str


def rows_of(requests: Iterable[Request], now: datetime) -> list[Row]:
    calendar = work_calendar()
    return [row_of(request, now, calendar) for request in requests]


def row_of(request: Request, now: datetime, calendar: WorkCalendar) -> Row:
    tint, icon = STATUS_LOOK[Status(request.status)]
    return Row(
        request=request,
        urgent=urgent_words(request),
        tint=tint,
        icon=icon,
        status=str(request.get_status_display()),
        meta=" · ".join(part for part in (request.number, kind_words(request), request.place, source(request)) if part),
        waited=waited_words((request.closed_at or request.resolved_at or now) - request.filed_at),
        left=left_of(request, now, calendar),
        who=request.assignee.name if request.assignee else "",
        role=title_words(request.assignee_title),
    )


def waited_words(length: timedelta) -> str:
    """From two days on the hours tell nothing, from ten hours on the minutes."""
    if length >= timedelta(hours=10):
        length -= length % timedelta(**{"days" if length.days >= 2 else "hours": 1})
    return say_duration(length)


def urgent_words(request: Request) -> str:
    return str(request.get_urgency_display()) if request.urgency in (Urgency.CRITICAL, Urgency.URGENT) else ""


def kind_words(request: Request) -> str:
    """The kind, or for an unclear one what it looks like."""
    if request.category_id:
        return str(catalogue().by_id[request.category_id])
    for suggestion in request.suggested[:1]:
        kind = catalogue().by_slug.get(suggestion["slug"])
        if kind:
            return _("像是“%s”") % kind
    return _("还没分类")


def source(request: Request) -> str:
    """Of an import, which is hundreds of rows, the panel tells."""
    if request.channel in (Channel.WEB, Channel.PLATE):
        return _("居民")
    if request.channel == Channel.IMPORT:
        return ""
    return str(request.get_channel_display())


def pressing_of(request: Request) -> tuple[str, datetime | None]:
    """Which promise runs, and until when: what queries.triage.with_pressing says in SQL."""
    if request.status == Status.SUBMITTED and request.accept_due_at:
        return _("受理"), request.accept_due_at
    given = request.status in (Status.ASSIGNED, Status.IN_PROGRESS)
    if given and request.contacted_at is None and request.contact_due_at:
        return _("联系"), request.contact_due_at
    if given or request.status == Status.SUBMITTED:
        return _("办结"), request.resolve_due_at
    return "", None


def left_of(request: Request, now: datetime, calendar: WorkCalendar) -> Left | None:
    what, due = pressing_of(request)
    if due is None:
        return _standing_still(request)
    category = catalogue().by_id.get(request.category_id) if request.category_id else None
    accept, contact, resolve = spans_of(category, request.urgency)
    span = Span.parse({_("受理"): accept, _("联系"): contact}.get(what, resolve))
    shown = light(due, now, calendar=calendar, urgency=request.urgency, span=span)
    words = say_due(due, now) if due - now > LONG_AHEAD else say_left(due, now)
    return Left(words, shown, what, is_last=due == request.resolve_due_at)


def _standing_still(request: Request) -> Left | None:
    if request.status == Status.SUSPENDED and request.resume_on:
        return Left(_("%(day)s恢复") % {"day": say_day(request.resume_on)}, "green")
    if request.status == Status.ESCALATED:
        return Left(_("等%s") % title_words(request.escalated_to), "green") if request.escalated_to else None
    return None
