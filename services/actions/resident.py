"""What the resident does: by account, or with the pick-up code (`as_owner`)."""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.fields import PhoneField
from core.text import clean_text, normalise_phone
from services.actions._door import Change, change
from services.actions._finding import household_for
from services.actions.coming_down import end_above
from services.actions.filing import facts_of, is_private, set_deadlines
from services.actions.hearing import hear_danger, hear_place
from services.actions.heeding import heed
from services.actions.reading import complained_about, danger_as
from services.actions.triage import DUE_FIELDS, free_followers, give, reroute
from services.finding import reporter_tokens
from services.models import Answer, Category, Feedback, Photo, Question, Request
from services.queries import roster_of, spans_of
from services.relations import same_circle
from services.routing import is_recused, route
from services.vocabulary import AROUND_THE_CLOCK, EventKind, FeedbackWay, Nature, Outcome, Satisfaction, Status
from services.workflow import Action

URGES_PER_DAY, SUPPLEMENTS_PER_DAY = 1, 20
REOPEN_WITHIN = timedelta(days=30)


def choose_kind(
    *, request: Request, category: Category, actor: Any, as_owner: bool = False, at: datetime | None = None
) -> Request:
    """One of those that an unclear sentence looked like: whoever is meant gets it at once. The desk may overrule."""
    with change(request, Action.CHOOSE_KIND, actor=actor, as_owner=as_owner, at=at) as step:
        waiting = step.request
        if waiting.category_id or category.slug not in {guess["slug"] for guess in waiting.suggested}:
            raise ActionRefused("kind", _("已经有人在看了，不用再选。"))
        urgency = waiting.urgency if waiting.urgency in AROUND_THE_CLOCK else category.urgency
        target = complained_about({category.about, waiting.target})
        danger = danger_as(waiting, category)
        by_words = is_private(None, waiting.target, waiting.danger)  # the guesses are settled now
        is_hidden = by_words or is_private(category, target, danger)
        before = copy(waiting)
        step.set(category=category, danger=danger, urgency=urgency, target=target, is_sensitive=is_hidden)
        if not same_circle(before, waiting) and waiting.merged.exists():
            raise ActionRefused("kind", _("已经有人在看了，不用再选。"))
        if waiting.nature == Nature.HELP:
            step.set(nature=category.nature)
        set_deadlines(waiting, spans_of(category, urgency))
        step.set(**{name: getattr(waiting, name) for name in DUE_FIELDS})
        step.log(EventKind.CLASSIFIED, public=False, category=category.slug, by="resident")
        facts, roster = facts_of(waiting), roster_of(waiting.station, step.at)
        step.aside = frozenset(member.user for member in roster.members if is_recused(member, facts))
        give(step, route(facts, roster), kind=EventKind.ASSIGNED)
    return request


def rate(
    *,
    request: Request,
    reached: bool,
    solved: bool,
    satisfaction: str,
    actor: Any,
    comment: str = "",
    way: str = FeedbackWay.SELF,
    as_owner: bool = False,
    at: datetime | None = None,
) -> Request:
    """Three answers, on the request's page or (`way`) by the link. Solved and not dissatisfied closes it; otherwise it
    goes to the next higher person at once."""
    with change(request, Action.RATE, actor=actor, as_owner=as_owner, at=at) as step:
        conclude(step, Answers(reached, solved, satisfaction, clean_text(comment)), way=way)
    return request


@dataclass(frozen=True)
class Answers:
    """Of the resident: contacted? solved? satisfied? and a word."""

    reached: bool
    solved: bool
    satisfaction: str
    comment: str = ""


def conclude(step: Change, said: Answers, *, way: str, recorded_by: Any = None, is_valid: bool = True) -> None:
    """Keep the answers of this round, once, and do what they ask for."""
    try:
        with transaction.atomic():
            Feedback.objects.create(
                request=step.request,
                **asdict(said),
                round=step.request.reopenings,
                way=way,
                recorded_by=recorded_by,
                is_valid=is_valid,
                at=step.at,
            )
    except IntegrityError as twice:
        raise ActionRefused("twice", _("这一次已经评价过了，谢谢。")) from twice
    heed(step, said.comment)
    told = {**asdict(said), "way": way}
    step.log(EventKind.RATED, told.pop("comment"), **told)
    if said.solved and said.satisfaction != Satisfaction.DISSATISFIED:
        step.set(status=Status.CLOSED, closed_at=step.at, outcome=Outcome.RATED)
        step.log(EventKind.CLOSED)
        step.tell(step.request.assignee_id, "rated", desk=True)
    else:
        _again(step, unhappy=said.solved)


def reopen(*, request: Request, reason: str, actor: Any, as_owner: bool = False, at: datetime | None = None) -> Request:
    """It came back within 30 days after it was closed."""
    reason = clean_text(reason)
    if not reason:
        raise ActionRefused("why", _("请写一句现在怎么样了。"), "reason")
    with change(request, Action.REOPEN, actor=actor, as_owner=as_owner, at=at) as step:
        if step.request.closed_at and step.at - step.request.closed_at > REOPEN_WITHIN:
            raise ActionRefused("too_late", _("办完已经超过30天，请重新提交一件。"))
        heed(step, reason)
        _again(step, reason, came_back=True)
    return request


def _again(step: Change, said: str = "", **why: bool) -> None:
    """Reopened: counts up and climbs. First to a deputy, from the second time to the chief in person."""
    request = step.request
    former = request.assignee_id
    kept = [moment.isoformat() if moment else "" for moment in promises_of(request)]  # figures go on judging by them
    step.set(
        merged_into=None,
        joined_at=None,
        reopenings=request.reopenings + 1,
        closed_at=None,
        resolved_at=None,
        outcome="",
        taken_at=None,
    )
    set_deadlines(request, spans_of(request.category, request.urgency), start=step.at)
    step.set(**{name: getattr(request, name) for name in DUE_FIELDS})
    step.log(EventKind.REOPENED, said, count=request.reopenings, promised=kept, **why)
    not_again = former if request.reopenings == 1 else None  # from the second time on it is the chief in person
    facts = facts_of(request, reopenings=request.reopenings, not_again=not_again)
    roster = roster_of(request.station, step.at)
    step.aside = frozenset(member.user for member in roster.members if is_recused(member, facts))
    give(step, route(facts, roster), kind=EventKind.ASSIGNED)
    step.tell(former, "reopened", desk=True)


def promises_of(request: Request) -> tuple[datetime | None, ...]:
    return request.accept_due_at, request.contact_due_at, request.resolve_due_at


def urge(*, request: Request, actor: Any, as_owner: bool = False, at: datetime | None = None) -> Request:
    with change(request, Action.URGE, actor=actor, as_owner=as_owner, at=at) as step:
        if step.today(EventKind.URGED) >= URGES_PER_DAY:
            raise ActionRefused("urged", _("今天已经催过了，办事的人看到了。急的话请直接打电话。"))
        step.set(urgings=step.request.urgings + 1)
        step.log(EventKind.URGED)
        step.tell(step.request.assignee_id, "urged", desk=True)
    return request


def _check_supplements(step: Change) -> None:
    """More than anybody has to say in a day would only fill the storage and somebody's inbox."""
    if step.today(EventKind.SUPPLEMENTED, EventKind.ANSWERED_QUESTIONS) >= SUPPLEMENTS_PER_DAY:
        raise ActionRefused("often", _("今天补充得够多了，明天还可以再补。急的话请直接打电话。"))


def supplement(
    *,
    request: Request,
    text: str,
    actor: Any,
    photos: list[Photo] | None = None,
    phone: str = "",
    as_owner: bool = False,
    at: datetime | None = None,
) -> Request:
    """More words, more photos, or the phone number that was not left at first. Words of danger count as at first."""
    text = clean_text(text)
    if not text and not photos and not phone:
        raise ActionRefused("empty", _("请写一句，或者加张照片。"), "text")
    with change(request, Action.SUPPLEMENT, actor=actor, as_owner=as_owner, at=at) as step:
        _check_supplements(step)
        if phone:
            _leave_phone(step, phone)
        told = {"phone": bool(phone), "raised": hear_danger(step, text)}
        added = step.log(EventKind.SUPPLEMENTED, text, **{name: True for name, is_so in told.items() if is_so})
        step.attach(added, photos or [])
        hear_place(step, text)
        if heed(step, text):
            reroute(step)
        step.tell(step.request.assignee_id, "supplemented", desk=True)
    return request


def _leave_phone(step: Change, phone: str) -> None:
    """The timeline tells that there is one, never which."""
    if step.request.reporter_phone:
        raise ActionRefused("has_phone", _("您已经留过电话了。要换号码，请给驿站打个电话。"), "phone")
    try:
        step.set(reporter_phone=normalise_phone(phone))
    except ValueError as error:
        raise ActionRefused("phone", str(PhoneField.default_error_messages["invalid"]), "phone") from error
    request = step.request
    tokens = reporter_tokens(request.reporter_name, request.reporter_phone, request.station_id)
    step.set(reporter_search=tokens, household=household_for(request))


def answer_questions(
    *, request: Request, answers: dict[Question, Any], actor: Any, as_owner: bool = False, at: datetime | None = None
) -> Request:
    """Answers to the kind's extra questions; an empty one is left alone, a new one replaces the old."""
    given = {question: value for question, value in answers.items() if value not in (None, "", [])}
    if not given:
        return request
    with change(request, Action.SUPPLEMENT, actor=actor, as_owner=as_owner, at=at) as step:
        _check_supplements(step)
        for question, value in given.items():
            Answer.objects.update_or_create(
                request=step.request, question=question, defaults={"value": value, "at": step.at}
            )
        said = "；".join(_asked(q, v) for q, v in given.items())
        step.log(EventKind.ANSWERED_QUESTIONS, said)
        if heed(step, said):
            reroute(step)
        step.tell(step.request.assignee_id, "supplemented", desk=True)
    return request


def _asked(question: Question, value: Any) -> str:
    """「孩子几岁？8」, 「颜色：白」"""
    asked = question.label
    return f"{asked}{'' if asked.endswith(('？', '?')) else '：'}{_said(value)}"


def _said(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def withdraw(
    *, request: Request, actor: Any, reason: str = "", as_owner: bool = False, at: datetime | None = None
) -> Request:
    with change(request, Action.WITHDRAW, actor=actor, as_owner=as_owner, at=at) as step:
        if step.request.status == Status.ESCALATED:
            end_above(step)
        step.set(status=Status.WITHDRAWN, closed_at=step.at, clock_stopped_at=None)
        heed(step, clean_text(reason))
        step.log(EventKind.WITHDRAWN, clean_text(reason))
        step.tell(step.request.assignee_id, "withdrawn", desk=True)
        free_followers(step)
    return request


def close_unrated(*, request: Request, at: datetime) -> Request:
    """Nobody answered for so many days: closed, and it counts as no answer, never as satisfied."""
    with change(request, Action.CLOSE_UNRATED, actor=None, at=at) as step:
        step.set(status=Status.CLOSED, closed_at=step.at, outcome=Outcome.NO_ANSWER)
        step.log(EventKind.CLOSED, no_answer=True)
    return request
