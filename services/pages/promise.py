"""Who has it, until when, and what comes next: the sentences on top of a request's page and on its card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.clock import say_day, say_due, say_when
from services.models import Request
from services.pages.understanding import matter_of
from services.vocabulary import (
    RESIDENT_WORDS,
    STATUS_LOOK,
    STEP_OF,
    STEPS,
    WORKING,
    NotAcceptedReason,
    Status,
    SuspendReason,
    Urgency,
)
from stations.titles import title_words


@dataclass(frozen=True)
class Tag:
    text: str
    tint: str
    icon: str


@dataclass(frozen=True)
class Holder:
    """Who has it now. `phone` only when it is shown to everybody."""

    said: str  # 「物业经理 丁海波」
    name: str
    phone: str = ""


@dataclass(frozen=True)
class Next:
    what: str
    on_paper: str  # with dates instead of 「明天」: paper is read on another day, and elsewhere
    is_now: bool = False
    is_promise: bool = False


def tags_of(request: Request) -> list[Tag]:
    status = Status(request.status)
    tint, icon = STATUS_LOOK[status]
    tags = [Tag(str(RESIDENT_WORDS[status]), tint, icon)]
    if request.is_open and request.urgency in (Urgency.CRITICAL, Urgency.URGENT):
        tags.append(Tag(_("紧急"), "urgent", "urgent"))
    return tags


def steps_of(request: Request) -> tuple[list[str], int]:
    """The five words and where this one stands; 0 when it left that road."""
    return [str(step) for step in STEPS], STEP_OF.get(Status(request.status), 0)


def holder_of(request: Request) -> Holder | None:
    lead = request.merged_into if request.status == Status.MERGED and request.merged_into else request
    if lead.assignee is None:
        return None
    said = f"{title_words(lead.assignee_title)} {lead.assignee.name}".strip()
    return Holder(
        said, lead.assignee.name or said, getattr(request, "handler_phone", None) or "" if lead is request else ""
    )


def is_late(request: Request, now: datetime) -> bool:
    due = request.resolve_due_at
    return request.status in WORKING and due is not None and due < now


def _said(due: datetime | None, now: datetime) -> str:
    return say_due(due, now) if due else ""


def _by(request: Request, due: datetime | None, now: datetime) -> str:
    """「今天早上5点14分前」. While nobody is on duty it is what the rules ask, for nobody there has promised it."""
    said = _said(due, now)
    return _("按规定%(due)s") % {"due": said} if said and runs_without_duty(request) else said


def runs_without_duty(request: Request) -> bool:
    """Its clock runs now, and nobody is on duty: known of what queries.resident.matter read."""
    return request.runs_around_the_clock and getattr(request, "is_manned", None) is False


def promise(request: Request, now: datetime) -> str:
    """One or two sentences: what the resident may rely on."""
    status = Status(request.status)
    if status in WORKING:
        return _working(request, now)
    said = holder_of(request)
    who = said.said if said else _("驿站")
    if status == Status.SUSPENDED:
        return _suspended(request, now)
    words = {
        Status.ESCALATED: _escalated(request, who, now),
        Status.RESOLVED: _("%(who)s说办好了。您看看是不是真解决了，说一声。") % {"who": who},
        Status.CLOSED: _("这件事办完了。又出毛病，30天内可以在这里要求重办。"),
        Status.NOT_ACCEPTED: _not_taken(request),
        Status.WITHDRAWN: _("您自己撤回了，不再办。想再说，可以重新提交一件。"),
        Status.MERGED: _together(request, now),
    }
    return words[status]


def _working(request: Request, now: datetime) -> str:
    if is_late(request, now):
        return _("原来答应%(due)s办好，现在晚了。您可以催一催，驿站也在盯着。") % {
            "due": _said(request.resolve_due_at, now)
        }
    parts = []
    if request.status == Status.SUBMITTED:
        if request.accept_due_at and request.accept_due_at > now:
            parts.append(_("%(due)s定下谁来办") % {"due": _by(request, request.accept_due_at, now)})
    elif _will_call(request, now):
        parts.append(_("%(due)s联系您") % {"due": _by(request, request.contact_due_at, now)})
    if request.resolve_due_at:
        due = say_due(request.resolve_due_at, now) if parts else _by(request, request.resolve_due_at, now)
        parts.append(_done_by(request, due))
    return _("，").join(parts) + _("。") if parts else _("已经有人在办。")


def _done_by(request: Request, due: str) -> str:
    """What seems to be others' to settle is promised an answer, not that it will be settled."""
    words = _("%(due)s答复您") if matter_of(request) else _("%(due)s办好")
    return words % {"due": due}


def _will_call(request: Request, now: datetime) -> bool:
    due = request.contact_due_at
    return bool(request.reporter_phone and due and due > now and request.contacted_at is None)


def _together(request: Request, now: datetime) -> str:
    """With the time of the request that it follows."""
    said = _("邻居也反映了同一件事，合在一起办，办好一样请您评价。")
    lead = request.merged_into
    due = lead.resolve_due_at if lead and lead.status in WORKING else None
    return said + _("%(due)s办好。") % {"due": say_due(due, now)} if due and due > now else said


def _escalated(request: Request, who: str, now: datetime) -> str:
    words = _("驿站自己办不了，已经报给%(to)s，%(who)s在跟着。")
    if request.escalated_to in ("", request.assignee_title):
        words = _("驿站自己办不了，已经报给%(who)s。")
    said = words % {"to": title_words(request.escalated_to), "who": who}
    if request.followup_due_at and request.followup_due_at > now:
        said += _("%(due)s要有回音，没有就由驿站接着办。") % {"due": say_due(request.followup_due_at, now)}
    return said


def _suspended(request: Request, now: datetime) -> str:
    reason = request.suspend_reason
    why = str(SuspendReason(reason).label) if reason in SuspendReason.values else _("等条件")
    if request.resume_on:
        return _("先放一放：%(why)s。%(day)s接着办。") % {"why": why, "day": say_day(request.resume_on, now)}
    return _("先放一放：%(why)s。") % {"why": why}


def next_steps(request: Request, now: datetime) -> list[Next]:
    """What happens from here, for a request that was filed just now."""
    on_paper = _next_words(request, now, is_paper=True)
    steps = _next_words(request, now)
    return [
        Next(words, on_paper[kind], is_now=place == 0, is_promise=kind == "done")
        for place, (kind, words) in enumerate(steps.items())
    ]


A_MONTH = timedelta(days=30)  # seen from so far away every day is told by its date


def _next_words(request: Request, now: datetime, *, is_paper: bool = False) -> dict[str, str]:
    seen_from = now - A_MONTH if is_paper else now
    holder = holder_of(request)
    who = holder.said if holder else _("值班的人")
    steps = {}
    if request.danger:
        steps["help"] = _help(request, who, now, seen_from)
    elif runs_without_duty(request):
        steps["help"] = _told_at_night(request) + _night_call(request)
    if not request.danger and request.status == Status.SUBMITTED and request.accept_due_at:
        due = _by(request, request.accept_due_at, seen_from)
        steps["sort"] = _("%(who)s先看，%(due)s定下谁来办") % {"who": who, "due": due}
    if not request.reporter_phone:
        steps["answer"] = _("有答复就写在网上，用编号和取件码查") if is_paper else _("您没留电话，有答复就写在这一页")
    elif _will_call(request, now) and not request.danger:
        steps["call"] = _("%(due)s有人给您打电话") % {"due": _by(request, request.contact_due_at, seen_from)}
    if request.resolve_due_at:
        steps["done"] = _done_by(request, _by(request, request.resolve_due_at, seen_from))
    return steps | {"rate": _("办好了请您评价；您说没解决，就换上一级的人重办")}


def _help(request: Request, who: str, now: datetime, seen_from: datetime) -> str:
    """In danger help comes first. Nobody is promised who is not there."""
    if not is_manned(request):
        return _told_at_night(request) + _("请先打电话，别等。")
    words = {"who": who, "due": _said(request.contact_due_at, seen_from)}
    if _will_call(request, now):
        return _("%(who)s马上看到，%(due)s联系您") % words
    if words["due"] and request.building_id and not request.reporter_phone:
        return _("%(who)s马上看到，%(due)s过去看") % words
    return _("%(who)s马上看到") % words


def _told_at_night(request: Request) -> str:
    """What cannot wait goes out in quiet hours too (services/actions/_telling.py)."""
    holder = holder_of(request)
    if holder is None:
        return _("现在驿站没人值班。")
    return _("现在驿站没人值班，消息已经发给%(who)s。") % {"who": holder.said}


def _night_call(request: Request) -> str:
    holder = holder_of(request)
    phone = (holder.phone if holder else "") or request.station.phone
    return _("等不及就打%(phone)s。") % {"phone": phone} if phone else ""


def is_manned(request: Request) -> bool:
    """Is somebody on duty at its station now? Known of a request that queries.resident.matter read."""
    return bool(getattr(request, "is_manned", False))


def _not_taken(request: Request) -> str:
    reason = request.not_accepted_reason
    if reason not in NotAcceptedReason.values:
        return _("这件事驿站没接。")
    return _("这件事驿站没接：%(why)s。") % {"why": NotAcceptedReason(reason).label}


@dataclass(frozen=True)
class Card:
    """One request in a list."""

    url: str
    tags: list[Tag]
    title: str
    when: str
    line: str
    place: str
    number: str
    go: str
    rank: int


def card_of(request: Request, now: datetime, rank: int = 0) -> Card:
    holder = holder_of(request)
    return Card(
        url=request.get_absolute_url(),
        tags=tags_of(request),
        title=request.title,
        when=_card_time(request, now),
        line=holder.said if holder and not request.is_ended else "",
        place=request.place,
        number=request.number,
        go=_("去评价") if request.status == Status.RESOLVED else "",
        rank=rank,
    )


def _card_time(request: Request, now: datetime) -> str:
    if request.status == Status.RESOLVED and request.resolved_at:
        return _("%(when)s办好") % {"when": say_when(request.resolved_at, now)}
    if request.status in WORKING and request.resolve_due_at:
        return _done_by(request, say_due(request.resolve_due_at, now))
    if request.status == Status.SUSPENDED and request.resume_on:
        return _("%(day)s接着办") % {"day": say_day(request.resume_on, now)}
    if request.is_ended and request.closed_at:
        return say_when(request.closed_at, now)
    return _("%(when)s报的") % {"when": say_when(request.filed_at, now)}
