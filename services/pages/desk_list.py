"""What the desk's lists say of a request: prepared here, so that the templates only place it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.calendar import WorkCalendar
from core.clock import DAY, FEW_DAYS, HOUR, say_day, say_due, say_duration, say_left
from services.clocks import span_of
from services.deadlines import Light, light
from services.models import Request, Supervision
from services.queries import catalogue, work_calendar
from services.queries.clocks import clock_facts
from services.vocabulary import STATUS_LOOK, Channel, Pressing, Status, Urgency
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
class Supervised:
    """The supervision that is open on it: 「挂牌督办」, 「11月27日下午6点前答复」."""

    row: Supervision
    words: str
    due: str
    is_late: bool

    @property
    def is_answered(self) -> bool:
        return self.row.answered_at is not None


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
    supervised: Supervised | None
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
        supervised=supervised_of(request, now),
        who=request.assignee.name if request.assignee else "",
        role=title_words(request.assignee_title),
    )


def waited_words(length: timedelta) -> str:
    """From three days on the hours tell nothing, from ten hours on the minutes."""
    if length >= timedelta(hours=10):
        length -= length % (DAY if length >= FEW_DAYS else HOUR)
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


def left_of(request: Request, now: datetime, calendar: WorkCalendar) -> Left | None:
    """Read anew each time: between two runs of the clock a light may have changed already."""
    due = request.pressing_at
    if due is None:
        return _standing_still(request, now)
    span = span_of(request.pressing, clock_facts(request))
    shown = light(due, now, calendar=calendar, urgency=request.urgency, span=span)
    words = say_due(due, now) if due - now > LONG_AHEAD else say_left(due, now)
    what = str(Pressing(request.pressing).label)
    return Left(words, shown, what, is_last=due in (request.resolve_due_at, request.followup_due_at))


def supervised_of(request: Request, now: datetime) -> Supervised | None:
    """Only where the query brought it along (queries.supervision)."""
    row = getattr(request, "open_supervision", None)
    if row is None:
        return None
    due = _("已答复") if row.answered_at else _("%(due)s答复") % {"due": say_due(row.due_at, now)}
    return Supervised(row, str(row.get_level_display()), due, is_late=not row.answered_at and row.due_at < now)


def _standing_still(request: Request, now: datetime) -> Left | None:
    if request.status == Status.SUSPENDED and request.resume_on:
        return Left(_("%(day)s恢复") % {"day": say_day(request.resume_on, now)}, "green")
    if request.status == Status.ESCALATED:
        return Left(_("等%s") % title_words(request.escalated_to), "green") if request.escalated_to else None
    return None
