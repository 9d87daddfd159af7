"""What the desk shows of a request that was sent up: where it is, until when, and what may be done there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.calendar import WorkCalendar
from core.clock import say_due
from services.deadlines import Light, light
from services.escalation_rules import follow_up_span, send_back_until, speaks_for
from services.links import reply_link
from services.models import Escalation, Request
from services.queries import work_calendar
from services.queries.desk import has_solved
from services.queries.escalations import running_of
from services.vocabulary import EscalationEnding, EscalationLevel, Status
from services.workflow import Action, Relation
from stations.queries import posts_of
from stations.titles import title_words

ABOVE_ONLY = frozenset(
    {
        *(Action.RECEIVE, Action.ANSWER_ESCALATION, Action.PASS_ON, Action.SEND_BACK),
        *(Action.RECORD_REPLY, Action.CHANGE_LINK, Action.CALL_OFF),
    }
)
AT_HAND = (Action.RECEIVE, Action.ANSWER_ESCALATION, Action.RECORD_REPLY)  # the next step, in this order
HAS_WORKED_ON_IT = frozenset({Relation.HANDLER, Relation.CO_HANDLER, Relation.OWNER})
FOLLOWS_IT = frozenset({Relation.HANDLER, Relation.CHIEF, Relation.COMMUNITY})


@dataclass(frozen=True)
class Whistle:
    """One line of what was sent up. `link`: the reply link, for those who may hand it over; `tell_url`: where its
    answer, written through that link, is passed on to the resident."""

    sent: Escalation
    to: str
    state: str
    tint: str
    icon: str
    slip_url: str = ""
    link: str = ""
    tell_url: str = ""


def offered(action: Action, request: Request, user: Any, relations: frozenset[Relation], now: datetime) -> bool:
    """Of what the table allows, what makes sense here: the actions refuse the rest in words."""
    if action == Action.CALL_BACK:
        return not relations & HAS_WORKED_ON_IT and not has_solved(user, request)
    if action not in ABOVE_ONLY:
        return True
    sent = running_of(whistles(request))
    if sent is None:
        return False
    if action in (Action.RECORD_REPLY, Action.CHANGE_LINK):
        return sent.is_outside
    if action == Action.CALL_OFF:
        return _may_call_off(sent, request, user, relations)
    if sent.is_outside or not _sits_there(sent, request, user):
        return False
    if action == Action.RECEIVE:
        return sent.received_at is None
    return action != Action.SEND_BACK or now <= send_back_until(sent.sent_at, work_calendar())


def whistles(request: Request) -> list[Escalation]:
    """Newest first; none where the page did not ask for them."""
    found: list[Escalation] = getattr(request, "whistles", [])
    return found


def _sits_there(sent: Escalation, request: Request, user: Any) -> bool:
    division = request.station.compound.division_id
    return sent.receiver_id == user.pk or speaks_for(posts_of(user).communities, sent.to_level, division)


def _may_call_off(sent: Escalation, request: Request, user: Any, relations: frozenset[Relation]) -> bool:
    return Relation.CHIEF in relations or (sent.parent is not None and _sits_there(sent.parent, request, user))


def told(request: Request, relations: frozenset[Relation], now: datetime) -> list[Whistle]:
    follows = bool(relations & FOLLOWS_IT)
    return [_told(sent, request, follows, now) for sent in whistles(request)]


def _told(sent: Escalation, request: Request, follows: bool, now: datetime) -> Whistle:
    state, tint, icon = _state(sent, now)
    slip = reverse("desk:slip", args=[request.number, sent.pk]) if follows else ""
    link = reply_link(sent) if follows and sent.has_link else ""
    note = reverse("desk:act", args=[request.number, Action.NOTE])
    tell = f"{note}?reply={sent.pk}" if follows and sent.link_used_at else ""
    return Whistle(sent, to_words(sent), state, tint, icon, slip, link, tell)


def words_to_pass_on(request: Request, pk: str) -> dict[str, str]:
    """The first values of a note to the resident: what an outside body wrote through its link, to be looked over."""
    sent = next((each for each in whistles(request) if str(each.pk) == pk and each.link_used_at), None)
    if sent is None:
        return {}
    return {"text": _("%(body)s回复：%(answer)s") % {"body": sent.body, "answer": sent.answer}, "public": "1"}


def to_words(sent: Escalation) -> str:
    """「市特检院」; 「社区工作人员 柳社区」"""
    name = sent.receiver.name if sent.receiver and not sent.is_outside else ""
    return f"{title_words(sent.to)} {name}".strip()


def _state(sent: Escalation, now: datetime) -> tuple[str, str, str]:
    if not sent.is_open:
        tint = "done" if sent.ending == EscalationEnding.ANSWERED else "shut"
        return str(sent.get_ending_display()), tint, "check" if tint == "done" else "undo"
    if sent.passed_on_at:
        return _("转出去了，等答复"), "sent", "escalate"
    if sent.is_outside:
        return _("等回复，%(due)s") % {"due": say_due(sent.due_at, now)}, "sent", "clock"
    words = _("收到了，%(due)s答复") if sent.received_at else _("还没收，%(due)s答复")
    return words % {"due": say_due(sent.due_at, now)}, "sent", "clock"


## 「我的事」


def key_of(request: Request, now: datetime, calendar: WorkCalendar) -> str:
    """The group of one that is above or has just come down, by queries.escalations.with_whereabouts; "" for others."""
    if request.came_down:  # type: ignore[attr-defined]
        return "news"
    if request.status != Status.ESCALATED:
        return ""
    if light_of(request, now, calendar) != "green":
        return "due"
    if request.above_level == EscalationLevel.OUTSIDE:  # type: ignore[attr-defined]
        return "outside"
    return "above_rest" if request.above_received else "receive"  # type: ignore[attr-defined]


def step_above(request: Request) -> Action:
    if request.above_level == EscalationLevel.OUTSIDE:  # type: ignore[attr-defined]
        return Action.RECORD_REPLY
    return Action.ANSWER_ESCALATION if request.above_received else Action.RECEIVE  # type: ignore[attr-defined]


BEFORE, AFTER = ("news", "receive", "due"), ("above_rest", "outside")  # what is to be acted on, what only runs


def titles() -> dict[str, str]:
    return {
        "news": _("有回音了，等我接着办"),
        "receive": _("等我收"),
        "due": _("快到期，要答复的"),
        "above_rest": _("收到了，在办"),
        "outside": _("等外单位回复"),
    }


def light_of(request: Request, now: datetime, calendar: WorkCalendar) -> Light:
    span = follow_up_span(request.urgency)
    return light(request.followup_due_at, now, calendar=calendar, urgency=request.urgency, span=span)


def first_of(allowed: Sequence[Action]) -> Action | None:
    """The main thing to do with one that is above."""
    return next((action for action in AT_HAND if action in allowed), None)
