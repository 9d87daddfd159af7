"""What the person in charge does."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import ActionRefused
from core.text import clean_text
from services.actions._door import Change, change
from services.actions._telling import neighbours
from services.actions.clock import restart_clock
from services.actions.coming_down import end_above
from services.actions.filing import facts_of
from services.actions.triage import assign, give, pause
from services.models import Ask, Photo, Request
from services.queries import roster_of, work_calendar
from services.relations import knows_reporter, relations_of
from services.routing import route
from services.vocabulary import AskKind, EventKind, Status
from services.workflow import RULES, Action
from stations.queries import audit_scope, posts_of


def take(*, request: Request, actor: Any, version: int | None = None, at: datetime | None = None) -> Request:
    with change(request, Action.TAKE, actor=actor, version=version, at=at) as step:
        step.set(status=Status.IN_PROGRESS, taken_at=step.at)
        step.log(EventKind.TAKEN)
        step.tell_reporter("taken")
    return request


def contact(
    *, request: Request, actor: Any, note: str = "", version: int | None = None, at: datetime | None = None
) -> Request:
    with change(request, Action.CONTACT, actor=actor, version=version, at=at) as step:
        if step.request.contacted_at is None:
            step.set(contacted_at=step.at)
        step.log(EventKind.CONTACTED, clean_text(note))
    return request


def note(
    *,
    request: Request,
    text: str,
    actor: Any,
    public: bool = False,
    photos: list[Photo] | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """A line on the timeline: internal, or public for the resident (an answer)."""
    text = clean_text(text)
    if not text and not photos:
        raise ActionRefused("empty", _("请写点什么，或者加张照片。"), "text")
    with change(request, Action.NOTE, actor=actor, version=version, at=at) as step:
        event = step.log(EventKind.NOTED, text, public=public)
        step.attach(event, photos or [])
        if public:
            step.tell_reporter("answered", text=text)
    return request


def return_(
    *, request: Request, reason: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """Not mine: back to the desk with a reason. A second time it goes to the chief, and nobody gets it a third time."""
    reason = clean_text(reason)
    if not reason:
        raise ActionRefused("why", _("请写清楚为什么退回。"), "reason")
    with change(request, Action.RETURN, actor=actor, version=version, at=at) as step:
        if step.request.returns >= 2:
            raise ActionRefused("third_return", _("已经退回过两次，不能再退，请直接找站长商量。"))
        step.set(returns=step.request.returns + 1, returned_by_id=actor.pk)
        step.log(EventKind.RETURNED, reason, public=False)
        facts = facts_of(step.request, returns=step.request.returns)
        decision = route(facts, roster_of(step.request.station, step.at))
        give(step, decision, kind=EventKind.RETURNED, status=Status.SUBMITTED)
    return request


def transfer(
    *, request: Request, to: User, reason: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """Mine no longer: to a colleague, clocks running on."""
    if not clean_text(reason):
        raise ActionRefused("why", _("请写清楚为什么转给他。"), "reason")
    if to.pk == actor.pk:
        raise ActionRefused("self", _("已经在您手上了。"), "to")
    return assign(request=request, to=to, actor=actor, note=reason, version=version, at=at, action=Action.TRANSFER)


def ask(
    *,
    request: Request,
    kind: str,
    until: date,
    reason: str,
    actor: Any,
    suspend_reason: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Ask the chief for more time (before it is due) or for a pause."""
    action = Action.ASK_EXTENSION if kind == AskKind.EXTENSION else Action.ASK_SUSPENSION
    reason = clean_text(reason)
    if not reason:
        raise ActionRefused("why", _("请写清楚为什么。"), "reason")
    with change(request, action, actor=actor, version=version, at=at) as step:
        due = step.request.resolve_due_at
        if kind == AskKind.EXTENSION and due and step.at > due:
            raise ActionRefused("too_late", _("已经过了期限，延期要在到期前申请。请尽快办，或找站长商量。"))
        if kind == AskKind.EXTENSION and due and until <= timezone.localdate(due):
            raise ActionRefused("not_later", _("新的期限要比现在的晚。"), "until")
        if kind == AskKind.SUSPENSION and until <= timezone.localdate(step.at):
            raise ActionRefused("past", _("恢复的日子要在今天以后。"), "until")
        if step.request.asks.filter(decided_at=None).exists():
            raise ActionRefused("already", _("已经有一个申请在等站长批。"))
        Ask.objects.create(
            request=step.request,
            kind=kind,
            asked_by=actor,
            asked_at=step.at,
            until=until,
            reason=reason,
            suspend_reason=suspend_reason,
        )
        event = EventKind.EXTENSION_ASKED if kind == AskKind.EXTENSION else EventKind.SUSPENSION_ASKED
        step.log(event, reason, public=False, until=until.isoformat())
        for user in chiefs_of(step):
            step.tell(user, "asks", desk=True, until=until.isoformat())
    return request


def chiefs_of(step: Change) -> list[int]:
    """Chief and deputies who may decide on this one; whoever has to stand aside does not even hear of it."""
    rows = step.request.station.appointments.current().filter(post__in=["station_chief", "deputy_chief"])
    people = User.objects.filter(pk__in=rows.order_by().values("user")).order_by("pk")
    may_decide = RULES[Action.DECIDE_ASK].who
    return [user.pk for user in people if may_decide & relations_of(user, step.request)]


def decide_ask(
    *,
    request: Request,
    granted: bool,
    actor: Any,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """The chief says yes or no. Nobody decides on what they asked for themselves, unless they are the chief."""
    with change(request, Action.DECIDE_ASK, actor=actor, version=version, at=at) as step:
        open_ask = step.request.asks.filter(decided_at=None).first()
        if open_ask is None:
            raise ActionRefused("no_ask", _("没有等着批的申请。"))
        if open_ask.asked_by_id == actor.pk and step.request.station_id not in posts_of(actor).chief_of:
            raise ActionRefused("own_ask", _("自己申请的不能自己批，请站长来批。"))
        open_ask.decided_by, open_ask.decided_at, open_ask.is_granted = actor, step.at, granted
        open_ask.save(update_fields=["decided_by", "decided_at", "is_granted"])
        if not granted:
            step.log(EventKind.ASK_REFUSED, clean_text(note), public=False)
        elif open_ask.kind == AskKind.SUSPENSION:
            pause(step, open_ask.suspend_reason or "outside", open_ask.until, open_ask.reason)
        else:
            _extend(step, open_ask)
        if open_ask.asked_by_id:
            step.tell(open_ask.asked_by_id, "granted" if granted else "refused", desk=True)
    return request


def _extend(step: Change, open_ask: Ask) -> None:
    due = work_calendar().closing(open_ask.until)
    step.set(resolve_due_at=due, extensions=step.request.extensions + 1)
    step.log(EventKind.EXTENDED, open_ask.reason, until=due.isoformat())
    step.tell_reporter("extended", until=due.isoformat())


def resolve(
    *,
    request: Request,
    text: str,
    actor: Any,
    photos: list[Photo] | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Done, with what was done. The resident is asked next; merged requests of neighbours are done with it."""
    text = clean_text(text)
    if not text:
        raise ActionRefused("text", _("请写清楚怎么办好的，居民会看到。"), "text")
    with change(request, Action.RESOLVE, actor=actor, version=version, at=at) as step:
        if step.request.status == Status.ESCALATED:
            end_above(step, text)
        _done(step, text, photos or [])
        step.tell_others(neighbours("neighbour_resolved", step.request))
        for neighbour in step.request.merged.select_for_update().filter(status=Status.MERGED):
            follower = Change(neighbour, actor, step.actor_label, step.at)
            follower.set(assignee=step.request.assignee, assignee_title=step.request.assignee_title)
            _done(follower, text, [])
            follower.write()
    return request


def _done(step: Change, text: str, photos: list[Photo]) -> None:
    restart_clock(step)  # time that it waited above or was suspended is not taken from the promise
    step.set(status=Status.RESOLVED, resolved_at=step.at)
    step.attach(step.log(EventKind.RESOLVED, text), photos, after=True)
    step.tell_reporter("resolved", text=text)


def reveal(*, request: Request, reason: str, actor: Any) -> str:
    """The reporter's full phone number, for a reason, written into the audit log (PIPL)."""
    if not knows_reporter(actor, request, relations_of(actor, request)):
        raise ActionRefused("not_yours", _("这件事的报事人信息不对您公开。"))
    if not clean_text(reason):
        raise ActionRefused("why", _("请写一句为什么要看号码。"), "reason")
    scope = audit_scope(request.station)
    audit.record(actor=actor, verb="reveal_phone", obj=request, scope=scope, note=clean_text(reason))
    return request.reporter_phone
