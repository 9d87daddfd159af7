"""What the station's desk decides: who, which kind, together with what, higher up, or not at all."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import ActionRefused
from core.language import in_source_language
from core.text import clean_text
from services.actions._door import Change, change, label_of, lock
from services.actions.clock import restart_clock, stop_clock
from services.actions.filing import assignee_title, facts_of, is_private, set_deadlines
from services.actions.reading import danger_as
from services.models import Category, CoHandler, Escalation, Request
from services.numbers import digest_of, new_code
from services.queries import roster_of, spans_of
from services.queries.load import rank_of
from services.relations import MAY_READ, must_ask, relations_of, same_circle
from services.routing import BY_KIND, Decision, Member, is_recused, route
from services.vocabulary import EscalationEnding, EventKind, NotAcceptedReason, Status, SuspendReason
from services.workflow import Action
from stations.vocabulary import Post


def assign(
    *,
    request: Request,
    to: User,
    actor: Any,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
    action: Action = Action.ASSIGN,
) -> Request:
    """Give it to a person. Who goes against the rule's proposal says why; the recused and the absent are refused."""
    with change(request, action, actor=actor, version=version, at=at) as step:
        decision = route(facts_of(step.request), roster_of(step.request.station, step.at))
        member = candidate(step.request, to, step.at)
        note = clean_text(note)
        if decision.user != to.pk and not note:
            raise ActionRefused("why", _("这和规则建议的人不一样，请写一句为什么。"), "note")
        post = decision.post if decision.user == to.pk else best_post(member, step.request)
        kind = EventKind.TRANSFERRED if action == Action.TRANSFER else EventKind.ASSIGNED
        step.set(route=by_hand(step, decision, to, note))
        hand_over(step, member, post, note, kind=kind, overruled=decision.user != to.pk)
    return request


def by_hand(step: Change, decision: Decision, to: User, note: str) -> dict[str, Any]:
    """Why somebody has it who was chosen by a person; the rule's reason stays where the rule agrees."""
    said = {"rule": "by_hand", "by": step.actor_label, "why": note}
    return said | ({"steps": decision.as_json()["steps"]} if decision.user == to.pk else {})


def candidate(request: Request, user: User, at: Any) -> Member:
    """The member of the roster that `user` is, or a refusal: not of this station, away, or complained about."""
    roster = roster_of(request.station, at)
    member = next((m for m in roster.members if m.user == user.pk), None)
    if member is None:
        raise ActionRefused("not_here", _("他不在这个驿站任职，不能派给他。"), "to")
    if is_recused(member, facts_of(request)):
        raise ActionRefused(
            "recused", _("这件事反映的就是%(name)s这一方，按规定要回避。") % {"name": member.name}, "to"
        )
    if member.is_absent:
        raise ActionRefused("absent", _("%(name)s今天请假，请派给别人。") % {"name": member.name}, "to")
    return member


def best_post(member: Member, request: Request) -> str:
    """The post in which somebody handles this: one that the kind names, else the one they are called by."""
    wanted = [*request.category.lead, *request.category.co] if request.category else []
    held = [h for h in member.holdings if h.post != Post.BUILDING_LEADER or h.building == request.building_id]
    posts = sorted((holding.post for holding in held or member.holdings), key=rank_of)
    return next((post for post in wanted if post in posts), next(iter(posts), ""))


def hand_over(
    step: Change,
    member: Member,
    post: str,
    note: str,
    *,
    kind: EventKind,
    status: str = Status.ASSIGNED,
    told: str = "",
    **data: Any,
) -> None:
    """The same for assigning, transferring and sending back: a new person in charge, told to all concerned.

    `told`: the notice for the new person where the usual one would not say enough.
    """
    title = assignee_title(post, step.request)
    former = step.request.assignee_id
    step.set(assignee_id=member.user, assignee_title=title, status=status, taken_at=None)
    CoHandler.objects.filter(request=step.request, user=member.user).delete()  # nobody helps themselves
    if status == Status.ASSIGNED and step.request.accepted_at is None:
        step.set(accepted_at=step.at)
    step.log(kind, to=title, name=member.name)
    if note or data:
        step.log(EventKind.NOTED, note, public=False, **data)
    step.tell(member.user, told or ("assigned" if status == Status.ASSIGNED else "to_triage"), desk=True)
    if former != member.user:
        step.tell(former, "taken_away", desk=True)
    step.tell_reporter("has_a_person", who=f"{title} {member.name}".strip())


def classify(
    *,
    request: Request,
    category: Category | None,
    urgency: str,
    target: str,
    actor: Any,
    target_user: User | None = None,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Another kind, urgency or object of complaint: the deadlines are promised anew from the moment of filing."""
    with change(request, Action.CLASSIFY, actor=actor, version=version, at=at) as step:
        spans = spans_of(category, urgency)
        before = copy(step.request)
        danger = danger_as(before, category)
        step.set(
            category=category,
            danger=danger,
            # Whose matter it is was looked at by somebody, when they say which kind it is.
            understood=before.understood if category == before.category else {**before.understood, "scope": ""},
            urgency=urgency,
            target=target,
            target_user=target_user,
            nature=category.nature if category else step.request.nature,
            is_sensitive=is_private(category, target, danger, before.suggested),
            returned_by=None,  # of another kind it may be theirs
            route=given_out_as(before, category),
        )
        if not same_circle(before, step.request) and step.request.merged.exists():
            raise ActionRefused("leads", _("有邻居的诉求并在这件里，改了以后能看的人就不一样了。请先把那些拆开再改。"))
        set_deadlines(step.request, spans)
        step.set(**{name: getattr(step.request, name) for name in DUE_FIELDS})
        was = {"was": before.category.slug} if before.category else {}
        slug = category.slug if category else ""
        step.log(EventKind.CLASSIFIED, clean_text(note), public=False, category=slug, **was)
        reroute(step)
    return request


def given_out_as(before: Request, category: Category | None) -> dict[str, Any]:
    """Whoever has it keeps it, for people decide; but the reason spoke of the kind that it was then: `was`."""
    said, now = {**before.route}, category.slug if category else ""
    steps = said.get("steps") or [[""]]
    if steps[0][0] not in BY_KIND:
        return said
    was = said.pop("was", before.category.slug if before.category else "")
    return said if was == now else {**said, "was": was}


DUE_FIELDS = ("accept_due_at", "contact_due_at", "resolve_due_at", "clock_started_at")


def reroute(step: Change) -> None:
    """Move it on at once when whoever holds it may not any more, or whoever sorted it would lose sight of it."""
    request = step.request
    roster, facts = roster_of(request.station, step.at), facts_of(request)
    decision = route(facts, roster)
    step.aside = frozenset(member.user for member in roster.members if is_recused(member, facts))
    request.co_handlers.filter(user__in=step.aside, brief="").delete()
    holder = next((m for m in roster.members if m.user == request.assignee_id), None)
    waits_in_sight_of_few = request.is_sensitive and request.status == Status.SUBMITTED
    if (
        holder is None
        or holder.user in step.aside
        or decision.level != request.level
        or (waits_in_sight_of_few and request.category_id)
    ):
        if request.status == Status.ESCALATED:
            call_off_above(step)
            restart_clock(step)
        give(step, decision, kind=EventKind.ASSIGNED)


def call_off_above(step: Change) -> None:
    """Whatever still runs above the station is over, links to outside bodies included; receivers hear of it."""
    step.set(followup_due_at=None)
    for sent in Escalation.objects.filter(request=step.request, ended_at=None).order_by("-pk"):
        sent.end(EscalationEnding.CALLED_OFF, step.at)
        step.tell(sent.receiver_id, "called_off", desk=True)


def give(step: Change, decision: Decision, *, kind: EventKind, status: str = Status.ASSIGNED, told: str = "") -> None:
    """Obey a routing decision for a request that is under way; its reason stands on the timeline for staff."""
    step.set(route=decision.as_json(), level=decision.level)
    step.log_route(decision)
    if decision.user is None:
        step.set(assignee=None, assignee_title="", status=Status.SUBMITTED)
        return
    hand_over(step, Member(decision.user, decision.name, ()), decision.post, "", kind=kind, status=status, told=told)


def add_co_handler(
    *, request: Request, user: User, actor: Any, brief: str = "", version: int | None = None, at: datetime | None = None
) -> Request:
    """Ask somebody to help. One on the side complained about is shown the `brief` alone, so it must say enough."""
    with change(request, Action.ADD_CO_HANDLER, actor=actor, version=version, at=at) as step:
        roster = roster_of(step.request.station, step.at)
        member = next((m for m in roster.members if m.user == user.pk), None)
        if member is None:
            raise ActionRefused("not_here", _("他不在这个驿站任职，不能请他协办。"), "user")
        brief = clean_text(brief)
        stands_aside = is_recused(member, facts_of(step.request))
        if stands_aside and not brief:
            raise ActionRefused("brief", _("他要回避，看不到原话。请写清楚请他说明什么，别写出是谁反映的。"), "brief")
        post = best_post(member, step.request)
        row, is_new = CoHandler.objects.get_or_create(
            request=step.request,
            user=user,
            defaults={"title": assignee_title(post, step.request), "brief": brief, "added_at": step.at},
        )
        if not is_new:
            raise ActionRefused("already", _("他已经在协办了。"), "user")
        step.log(EventKind.CO_HANDLER_ADDED, brief, public=False, to=row.title, name=member.name)
        step.tell(user.pk, "co_handler", desk=True, subject=step.request.number if stands_aside else "")
    return request


def suspend(
    *,
    request: Request,
    reason: str,
    resume_on: date,
    actor: Any,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    with change(request, Action.SUSPEND, actor=actor, version=version, at=at) as step:
        by_another(step)
        pause(step, reason, resume_on, note)
    return request


def by_another(step: Change) -> None:
    if must_ask(step.actor, step.request):
        raise ActionRefused("own", _("您自己在办的，不能自己定，请站长或者别的副站长来定。"))


def pause(step: Change, reason: str, resume_on: date, note: str = "") -> None:
    if resume_on <= timezone.localdate(step.at):
        raise ActionRefused("past", _("恢复的日子要在今天以后。"), "resume_on")
    stop_clock(step)
    step.set(status=Status.SUSPENDED, suspend_reason=reason, resume_on=resume_on)
    step.log(EventKind.SUSPENDED, clean_text(note), reason=reason, until=resume_on.isoformat())
    step.tell_reporter(
        "suspended", why=in_source_language(str)(SuspendReason(reason).label), until=resume_on.isoformat()
    )


def resume(*, request: Request, actor: Any, version: int | None = None, at: datetime | None = None) -> Request:
    with change(request, Action.RESUME, actor=actor, version=version, at=at) as step:
        restart_clock(step)
        step.set(status=Status.IN_PROGRESS, suspend_reason="", resume_on=None)
        step.log(EventKind.RESUMED)
        step.tell(step.request.assignee_id, "go_on", desk=True)
        step.tell_reporter("resumed")
    return request


def not_accept(
    *, request: Request, reason: str, told: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """One of the six lawful reasons, and what the resident was told to do instead."""
    told = clean_text(told)
    if reason not in NotAcceptedReason.values:
        raise ActionRefused("reason", _("请选一个不予受理的原因。"), "reason")
    if not told:
        raise ActionRefused("told", _("请写清楚告诉居民该找谁、怎么办。"), "told")
    with change(request, Action.NOT_ACCEPT, actor=actor, version=version, at=at) as step:
        by_another(step)
        step.set(status=Status.NOT_ACCEPTED, not_accepted_reason=reason, closed_at=step.at)
        step.log(EventKind.NOT_ACCEPTED, told, reason=reason)
        step.tell_reporter("not_accepted", told=told)
        free_followers(step)
    return request


@transaction.atomic
def merge(
    *, request: Request, into: Request, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """The work is done once: `request` follows `into`. Each reporter keeps their own page and is asked at the end."""
    if request.pk == into.pk:
        raise ActionRefused("itself", _("不能并到它自己。"), "into")
    lead, follower = lock_both(request, into)
    if lead.station_id != request.station_id:
        raise ActionRefused("station", _("只能并同一个驿站的诉求。"), "into")
    if not relations_of(actor, lead) & MAY_READ:
        raise ActionRefused("unknown", _("没有找到这个编号，请再看看。"), "into")
    if not same_circle(lead, follower):
        raise ActionRefused("circle", _("这两件能看的人、要回避的人不一样，不能并在一起。"), "into")
    if not lead.is_open:
        raise ActionRefused("ended", _("要并入的那件已经办完或已并走，请选一件还在办的。"), "into")
    with change(request, Action.MERGE, actor=actor, version=version, at=at) as step:
        follow(step, lead)
        step.log(EventKind.MERGED, into=lead.number, public=False)
        step.log(EventKind.MERGED)
        if step.request.assignee_id != lead.assignee_id:
            step.tell(step.request.assignee_id, "taken_away", desk=True)
        step.tell_reporter("merged")
    return request


def unmerge(*, request: Request, actor: Any, version: int | None = None, at: datetime | None = None) -> Request:
    with change(request, Action.UNMERGE, actor=actor, version=version, at=at) as step:
        set_free(step)
    return request


def lock_both(request: Request, into: Request) -> tuple[Request, Request]:
    """(into, request), both locked; always in one order, so that two who press at once do not wait for each other."""
    first, second = sorted([request, into], key=lambda r: r.pk)
    rows = {row.pk: row for row in (lock(first), lock(second))}
    return rows[into.pk], rows[request.pk]


def follow(step: Change, lead: Request) -> None:
    """With all that follow it."""
    step.request.merged.update(merged_into=lead)
    step.set(status=Status.MERGED, merged_into=lead)


def set_free(step: Change) -> None:
    step.set(merged_into=None, joined_at=None)
    step.log(EventKind.UNMERGED)
    decision = route(facts_of(step.request), roster_of(step.request.station, step.at))
    status = Status.ASSIGNED if step.request.category_id else Status.SUBMITTED
    give(step, decision, kind=EventKind.ASSIGNED, status=status)


def free_followers(step: Change) -> None:
    """The leading request ends without the work being done: its neighbours' go on by themselves."""
    for neighbour in step.request.merged.select_for_update().filter(status=Status.MERGED):
        follower = Change(neighbour, None, label_of(None, neighbour), step.at)
        set_free(follower)
        follower.write()


def renew_code(*, request: Request, actor: Any, at: datetime | None = None) -> str:
    """A new pick-up code for somebody who lost theirs; the old one is void."""
    code = new_code()
    with change(request, Action.RENEW_CODE, actor=actor, at=at) as step:
        step.set(code_digest=digest_of(step.request.number, code))
        step.log(EventKind.CODE_RENEWED)
    return code
