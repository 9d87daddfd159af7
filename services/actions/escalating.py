"""Sending up (吹哨): to the community, the street or a named outside body; and passing on from there."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.errors import ActionRefused
from core.text import clean_text
from services.actions._door import Change, change, title_of
from services.actions.clock import stop_clock
from services.actions.filing import assignee_title, facts_of
from services.escalation_rules import follow_up_due, link_expires, speaks_for
from services.models import Escalation, Request
from services.queries import roster_of, work_calendar
from services.routing import Member, because, is_recused
from services.vocabulary import NAMELESS_NATURES, EscalationLevel, EventKind, Status
from services.workflow import Action
from stations.queries import audit_scope, posts_of
from stations.vocabulary import Post

ABOVE = {
    EscalationLevel.COMMUNITY: (Post.COMMUNITY_OFFICER, Post.STREET_OFFICER),  # the street where nobody is nearer
    EscalationLevel.STREET: (Post.STREET_OFFICER,),
}
NO_BODY = gettext_lazy("请写是哪个单位。")
NO_BRIEF = gettext_lazy("请写清楚请对方做什么：他们只看得到这段话。")
LEVEL_OF_POST = {Post.COMMUNITY_OFFICER: EscalationLevel.COMMUNITY, Post.STREET_OFFICER: EscalationLevel.STREET}


def escalate(
    *,
    request: Request,
    reason: str,
    actor: Any,
    to_level: str = EscalationLevel.COMMUNITY,
    outside_body: str = "",
    brief: str = "",
    reference: str = "",
    releases_contact: bool = False,
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Send up. The station's clock stands still, and an answer is due by a clock of its own.

    To the community or street an officer has it next, and `outside_body` only says whom it concerns. To an outside
    body whoever sent it follows it up, and the body reads `brief`, never what the resident wrote.
    """
    reason = clean_text(reason)
    if not reason:
        raise ActionRefused("why", _("请写清楚为什么上报、请上级做什么。"), "reason")
    with change(request, Action.ESCALATE, actor=actor, version=version, at=at) as step:
        stop_clock(step)
        step.set(status=Status.ESCALATED, resume_on=None, suspend_reason="")
        sent = _sent(step, to_level, outside_body, reason, brief, reference, releases_contact)
        _send(step, sent, EventKind.ESCALATED)
    return request


def pass_on(
    *,
    request: Request,
    to_level: str,
    reason: str,
    actor: Any,
    outside_body: str = "",
    brief: str = "",
    reference: str = "",
    releases_contact: bool = False,
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """An officer sends it on, to the street or an outside body. Their own clock stands still until it comes back."""
    reason = clean_text(reason)
    if not reason:
        raise ActionRefused("why", _("请写清楚为什么转报、请对方做什么。"), "reason")
    with change(request, Action.PASS_ON, actor=actor, version=version, at=at) as step:
        own = running_here(step)
        if to_level not in (EscalationLevel.STREET, EscalationLevel.OUTSIDE) or to_level == own.to_level:
            raise ActionRefused("level", _("只能往上转：转街道，或者转外单位。"), "to_level")
        sent = _sent(step, to_level, outside_body, reason, brief, reference, releases_contact)
        own.set(passed_on_at=step.at, received_at=own.received_at or step.at)
        sent.parent = own
        _send(step, sent, EventKind.PASSED_ON)
    return request


def receive(*, request: Request, actor: Any, version: int | None = None, at: datetime | None = None) -> Request:
    """「收到了」. Who says so has it, also when it was sent to a colleague."""
    with change(request, Action.RECEIVE, actor=actor, version=version, at=at) as step:
        own = running_here(step)
        if own.received_at:
            raise ActionRefused("received", _("已经收到过了。"))
        own.set(received_at=step.at, receiver=actor)
        step.tell(step.request.assignee_id, "taken_away", desk=True)
        step.set(assignee_id=actor.pk, route=because("received_above", name=actor.name))
        step.log(EventKind.RECEIVED_ABOVE, to=own.receiver_title, name=actor.name)
        step.tell(own.sent_by_id, "received_above", desk=True)
    return request


def change_link(
    *,
    request: Request,
    renew: bool,
    actor: Any,
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """The reply link got into wrong hands: it is void from now on; with `renew` there is another one."""
    with change(request, Action.CHANGE_LINK, actor=actor, version=version, at=at) as step:
        sent = running_outside(step)
        if renew:
            expires = max(link_expires(sent.sent_at, sent.due_at), link_expires(step.at, step.at))
            sent.set(link_nonce=new_nonce(), link_revoked_at=None, link_expires_at=expires)
        elif sent.link_revoked_at:
            raise ActionRefused("revoked", _("链接已经停用了。"))
        else:
            sent.set(link_revoked_at=step.at)
        step.log(EventKind.LINK_CHANGED, public=False, renewed=renew)
    return request


def running(step: Change) -> Escalation:
    """The one whose clock runs. The request's lock holds it too."""
    rows = Escalation.objects.select_related("parent__receiver", "receiver")
    found = rows.filter(request=step.request, ended_at=None, passed_on_at=None).first()
    if found is None:
        raise ActionRefused("not_above", _("这件事已经不在上级手上了。"))
    return found


def running_here(step: Change) -> Escalation:
    """The one that runs, for its receiver or an officer who sits where it was sent; refused to all others."""
    found = running(step)
    if found.is_outside:
        raise ActionRefused("outside", _("这件事现在在外单位，等他们回复。"))
    division = step.request.station.compound.division_id
    is_receiver = found.receiver_id == step.actor.pk
    if not is_receiver and not speaks_for(posts_of(step.actor).communities, found.to_level, division):
        raise ActionRefused("not_yours", _("这件事不是报给您这一级的。"))
    return found


def running_outside(step: Change) -> Escalation:
    found = running(step)
    if not found.is_outside:
        raise ActionRefused("not_outside", _("这件事没有报给外单位。"))
    return found


def new_nonce() -> str:
    return secrets.token_urlsafe(12)


def officer_above(step: Change, level: str, *, first: int | None = None) -> tuple[Member, str] | None:
    """Who has it at that level: `first` if still there, else the nearest post, and of several the least loaded."""
    roster, facts = roster_of(step.request.station, step.at), facts_of(step.request)
    order = ABOVE[EscalationLevel(level)]
    found = [
        (member.user != first, order.index(post), member.load, member, post)
        for member in roster.members
        for post in order
        if any(holding.post == post for holding in member.holdings)
        and not member.is_absent
        and not is_recused(member, facts)
        and member.user != getattr(step.actor, "pk", None)
    ]
    if not found:
        return None
    *_order, member, post = min(found, key=lambda each: each[:3])
    return member, post


def _sent(
    step: Change, level: str, body: str, reason: str, brief: str, reference: str, releases_contact: bool
) -> Escalation:
    if level not in EscalationLevel.values:
        raise ActionRefused("level", _("请选报给哪一级。"), "to_level")
    body, brief = clean_text(body)[:80], clean_text(brief)
    if level == EscalationLevel.OUTSIDE:
        _check_outside(step.request, body, brief, releases_contact)
    return Escalation(
        request=step.request,
        to_level=level,
        body=body,
        reference=clean_text(reference)[:60],
        reason=reason,
        brief=brief,
        releases_contact=releases_contact and level == EscalationLevel.OUTSIDE,
        sent_by=step.actor,
        sent_title=_title(step),
        sent_at=step.at,
        due_at=follow_up_due(step.at, step.request.urgency, work_calendar()),
    )


def _title(step: Change) -> str:
    """As what somebody sends it up: as whoever has it, as chief or deputy, or as the officer they are."""
    request, posts = step.request, posts_of(step.actor)
    if request.assignee_id == step.actor.pk and request.assignee_title:
        return request.assignee_title
    if request.station_id in posts.chief_of | posts.deputy_of:
        post = Post.STATION_CHIEF if request.station_id in posts.chief_of else Post.DEPUTY_CHIEF
        return assignee_title(post, request)
    return title_of(step.actor, request)


def _check_outside(request: Request, body: str, brief: str, releases_contact: bool) -> None:
    """What leaves the portal holds no personal data, unless the contact is released on purpose."""
    if not body:
        raise ActionRefused("body", str(NO_BODY), "outside_body")
    if not brief:
        raise ActionRefused("brief", str(NO_BRIEF), "brief")
    if releases_contact and request.nature in NAMELESS_NATURES:
        raise ActionRefused("nameless", _("投诉、举报的人要保护，不能把联系方式给外单位。"), "releases_contact")
    if releases_contact and not request.reporter_phone:
        raise ActionRefused("no_phone", _("居民没有留电话，没有联系方式可给。"), "releases_contact")
    if not releases_contact and _names_somebody(request, brief):
        raise ActionRefused("personal", _("这段话里有居民的姓名或电话，请去掉，或者勾选给联系方式。"), "brief")


def _names_somebody(request: Request, text: str) -> bool:
    phone, name = request.reporter_phone, request.reporter_name
    digits = re.sub(r"[\s\-]", "", text)
    return bool((phone and phone in digits) or (len(name) >= 2 and name in text))


def _send(step: Change, sent: Escalation, kind: EventKind) -> None:
    former, request = step.request.assignee_id, step.request
    if sent.is_outside:
        sent.link_nonce, sent.link_expires_at = new_nonce(), link_expires(sent.sent_at, sent.due_at)
        step.set(assignee_id=step.actor.pk, assignee_title=sent.sent_title, escalated_to=sent.body)
        step.set(route=because("follows", name=step.actor.name))
        step.log(kind, sent.reason, to=sent.body)
        if sent.releases_contact:
            scope = audit_scope(request.station)
            audit.record(actor=step.actor, verb="release_contact", obj=request, scope=scope, note=sent.body)
    else:
        _to_officer(step, sent, kind)
    sent.save()
    step.set(followup_due_at=sent.due_at)
    if former != request.assignee_id:
        step.tell(former, "taken_away", desk=True)
    step.tell_reporter("sent_up_yours", to=request.escalated_to)


def _to_officer(step: Change, sent: Escalation, kind: EventKind) -> None:
    found = officer_above(step, sent.to_level)
    if found is None:
        raise ActionRefused("nobody", _("社区和街道现在没有可接的人，请先联系管理员补上。"), "to_level")
    member, post = found
    title = assignee_title(post, step.request)
    sent.to_level, sent.receiver_id, sent.receiver_title = LEVEL_OF_POST[Post(post)], member.user, title
    step.set(assignee_id=member.user, assignee_title=title, escalated_to=sent.body or title)
    step.set(route=because("sent_up", post, member.name))
    step.log(kind, sent.reason, to=title, name=member.name)
    step.tell(member.user, "sent_up", desk=True)
