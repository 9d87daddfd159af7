"""How what was sent up comes down again: answered, sent back, replied to, called off, or by its own clock.

It returns to whoever sent it: the officer who had passed it on, else the station, where the clock goes on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from services.actions._door import Change, change
from services.actions.clock import restart_clock
from services.actions.escalating import officer_above, running, running_here, running_outside
from services.actions.filing import assignee_title, facts_of
from services.actions.triage import best_post, call_off_above, give, hand_over
from services.deadlines import shift_after_pause
from services.escalation_rules import send_back_until, speaks_for
from services.links import LINK_WORDS, OPEN_LINK, link_state
from services.models import Escalation, Request
from services.queries import roster_of, work_calendar
from services.routing import because, is_recused, route
from services.vocabulary import EscalationEnding, EventKind, ReplyOutcome, Status
from services.workflow import Action
from stations.queries import posts_of

Ending = EscalationEnding


def answer_escalation(
    *, request: Request, answer: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """The community or street answers, at any time; the resident reads it."""
    answer = _needed(answer, _("请写清楚答复，居民会看到。"))
    with change(request, Action.ANSWER_ESCALATION, actor=actor, version=version, at=at) as step:
        own = running_here(step)
        own.end(Ending.ANSWERED, step.at, answer=answer, answered_at=step.at, answered_by=actor)
        step.log(EventKind.ANSWERED_ABOVE, answer, to=own.receiver_title)
        step.tell_reporter("answered", text=answer)
        _give_back(step, own, "answered_above")
    return request


def send_back(
    *, request: Request, reason: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """Not ours, with the reason; within two working days, later it has to be answered."""
    reason = _needed(reason, _("请写清楚为什么退回。"), "reason")
    with change(request, Action.SEND_BACK, actor=actor, version=version, at=at) as step:
        own = running_here(step)
        if step.at > send_back_until(own.sent_at, work_calendar()):
            raise ActionRefused("too_late", _("上报已经过了两个工作日，不能再退回。请答复，或者直接办好。"))
        own.end(Ending.SENT_BACK, step.at, answer=reason, answered_at=step.at, answered_by=actor)
        step.log(EventKind.SENT_BACK, reason, to=own.receiver_title)
        _give_back(step, own, "sent_back_down")
    return request


def record_reply(
    *,
    request: Request,
    answer: str,
    outcome: str,
    actor: Any,
    replied_by: str = "",
    reference: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """The outside body replied by phone or on paper, and staff write it down for the resident to read."""
    answer = _checked(answer, outcome)
    with change(request, Action.RECORD_REPLY, actor=actor, version=version, at=at) as step:
        sent = running_outside(step)
        more = {"answered_by": actor, "answered_label": clean_text(replied_by)[:60]}
        _replied(step, sent, answer, outcome, clean_text(reference)[:60], more)
        step.log(EventKind.REPLIED, answer, to=sent.body, outcome=outcome)
        step.tell_reporter("answered", text=answer)
        _give_back(step, sent, "replied")
    return request


def reply(
    *,
    escalation: Escalation,
    nonce: str,
    answer: str,
    outcome: str,
    replied_by: str,
    reference: str = "",
    at: datetime | None = None,
) -> Request:
    """The outside body itself, through its one-time link. The resident is told that it replied; its words are for the
    station first, for nobody knows who really held the link."""
    answer = _checked(answer, outcome)
    replied_by = _needed(replied_by, _("请写您的单位和姓名，方便联系。"), "replied_by")[:60]
    request = escalation.request
    with change(request, Action.REPLY, actor=None, as_body=True, at=at) as step:
        sent = Escalation.objects.select_related("parent__receiver").get(pk=escalation.pk)
        sent.request = step.request
        state = link_state(sent, nonce, step.at)
        if state != OPEN_LINK:
            raise ActionRefused(state, LINK_WORDS[state])
        station, step.actor_label = step.actor_label, sent.body[:60]
        more = {"answered_label": replied_by, "link_used_at": step.at}
        _replied(step, sent, answer, outcome, clean_text(reference)[:60], more)
        step.log(EventKind.REPLIED, to=sent.body, outcome=outcome)
        step.log(EventKind.REPLIED, f"{replied_by}：{answer}", public=False, to=sent.body)
        step.actor_label = station  # whose rules say who goes on
        _give_back(step, sent, "replied")
    return request


def call_off(
    *, request: Request, reason: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """Not needed any more. The station takes back all of it; an officer only what they had passed on."""
    reason = _needed(reason, _("请写一句为什么撤回。"), "reason")
    with change(request, Action.CALL_OFF, actor=actor, version=version, at=at) as step:
        sent = running(step)
        if _sends_for_the_station(step):
            while sent.parent is not None:
                sent.end(Ending.CALLED_OFF, step.at)
                step.tell(sent.receiver_id, "called_off", desk=True)
                sent = sent.parent
        elif sent.parent is None or not _speaks(step, sent.parent):
            raise ActionRefused("not_yours", _("谁报上来的谁才能撤回；您可以答复或者退回。"))
        sent.end(Ending.CALLED_OFF, step.at)
        step.tell(sent.receiver_id, "called_off", desk=True)
        step.log(EventKind.CALLED_OFF, reason, to=sent.to)
        _give_back(step, sent, "go_on")
    return request


def come_back(*, request: Request, at: datetime) -> Request:
    """Nobody answered in time: it goes back to who sent it, and both are told. By runperiodic."""
    with change(request, Action.COME_BACK, actor=None, at=at) as step:
        sent = running(step)
        sent.end(Ending.CAME_BACK, step.at)
        step.log(EventKind.CAME_BACK, to=sent.to)
        step.tell(sent.receiver_id, "not_answered", desk=True)
        _give_back(step, sent, "came_back")
    return request


def end_above(step: Change, text: str = "") -> None:
    """It is over while it was above: solved or withdrawn. What one's own level had counts as answered by that."""
    for sent in Escalation.objects.filter(request=step.request, ended_at=None).order_by("-pk"):
        if text and not sent.is_outside and _speaks(step, sent):
            sent.end(Ending.ANSWERED, step.at, answer=text, answered_at=step.at, answered_by=step.actor)
    call_off_above(step)


def _needed(text: str, words: str, field: str = "answer") -> str:
    text = clean_text(text)
    if not text:
        raise ActionRefused(field, words, field)
    return text


def _checked(answer: str, outcome: str) -> str:
    if outcome not in ReplyOutcome.values:
        raise ActionRefused("outcome", _("请选一个结果。"), "outcome")
    return _needed(answer, _("请写一句办得怎么样。"))


def _replied(step: Change, sent: Escalation, answer: str, outcome: str, reference: str, more: dict[str, Any]) -> None:
    more |= {"answer": answer, "outcome": outcome, "answered_at": step.at, "reference": reference or sent.reference}
    sent.end(Ending.ANSWERED, step.at, **more)


def _speaks(step: Change, sent: Escalation) -> bool:
    if not getattr(step.actor, "is_authenticated", False):
        return False
    division = step.request.station.compound.division_id
    return sent.receiver_id == step.actor.pk or speaks_for(posts_of(step.actor).communities, sent.to_level, division)


def _sends_for_the_station(step: Change) -> bool:
    posts, request = posts_of(step.actor), step.request
    if request.level == "community":
        return True  # who may call it off at all stands above the station
    return request.station_id in posts.chief_of | posts.deputy_of


def _give_back(step: Change, ended: Escalation, told: str) -> None:
    if ended.parent is not None and ended.parent.is_open:
        _to_officer(step, ended.parent, told)
    else:
        _to_station(step, ended, told)


def _to_officer(step: Change, own: Escalation, told: str) -> None:
    """What was left of their time when they passed it on is left now. Are they gone, a colleague has it, else who sent
    it to them."""
    if step.actor is None or step.actor.pk != own.receiver_id:
        found = officer_above(step, own.to_level, first=own.receiver_id)
        if found is None:
            own.end(Ending.CAME_BACK, step.at)
            _give_back(step, own, told)
            return
        own.receiver_id, own.receiver_title = found[0].user, assignee_title(found[1], step.request)
    due = shift_after_pause(
        own.due_at,
        own.passed_on_at or step.at,
        step.at,
        calendar=work_calendar(),
        around_the_clock=step.request.runs_around_the_clock,
    )
    own.set(passed_on_at=None, due_at=due, receiver_id=own.receiver_id, receiver_title=own.receiver_title)
    if step.request.assignee_id != own.receiver_id:
        step.tell(step.request.assignee_id, "taken_away", desk=True)
    step.set(assignee_id=own.receiver_id, assignee_title=own.receiver_title)
    step.set(escalated_to=own.body or own.receiver_title, followup_due_at=due)
    step.set(route=because("back_above", name=own.receiver.name if own.receiver else ""))
    step.tell(own.receiver_id, told, desk=True)


def _to_station(step: Change, ended: Escalation, told: str) -> None:
    """To whoever sent it, if they can have it, else to the chief."""
    restart_clock(step)
    step.set(followup_due_at=None)
    request, actor = step.request, getattr(step.actor, "pk", None)
    roster, facts = roster_of(request.station, step.at), facts_of(request, came_down=True, not_again=ended.receiver_id)
    decision = route(facts, roster)
    able = (m for m in roster.members if not m.is_absent and not is_recused(m, facts))
    sender = next((member for member in able if member.user == ended.sent_by_id), None)
    if sender is None:
        give(step, decision, kind=EventKind.ASSIGNED, told=told)
    else:
        post = decision.post if decision.user == sender.user else best_post(sender, request)
        step.set(route=because("back_to_sender", post, sender.name))
        hand_over(step, sender, post, "", kind=EventKind.ASSIGNED, told=told)
    if request.assignee_id == actor:  # who did it themselves need not take it once more
        step.set(status=Status.IN_PROGRESS, taken_at=step.at)
