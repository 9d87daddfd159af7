"""Pressing from above (督办): the community or the district presses, the station answers, who pressed closes or raises.

The resident reads on the timeline that it is pressed, never the words that pass between the offices.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.language import in_source_language
from core.text import clean_text
from services.actions._door import Change, change, label_of
from services.actions.handling import chiefs_of
from services.models import Request, Supervision
from services.queries import work_calendar
from services.relations import relations_of
from services.vocabulary import EventKind, Issuer, SupervisionLevel
from services.workflow import Action, Relation


def supervise(
    *,
    request: Request,
    reason: str,
    due: date,
    actor: Any,
    level: int = SupervisionLevel.DAILY,
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Ask the station what became of it, with an answer due at closing time of `due`. One open at a time."""
    with change(request, Action.SUPERVISE, actor=actor, version=version, at=at) as step:
        if step.request.assignee_id == actor.pk:
            raise ActionRefused("own", _("这件就在您手上，直接办就行，不用督办。"))
        if step.request.supervisions.filter(closed_at=None).exists():
            raise ActionRefused("already", _("这件已经在督办了，可以了结或者升级。"))
        row = _issue(step, level, reason, due)
        step.log(EventKind.SUPERVISED, level=row.level, words=row.reason)
        _tell_station(step, "supervised", row)
    return request


def answer_supervision(
    *, request: Request, answer: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """The station says what it did. Whoever pressed decides whether that is enough."""
    answer = clean_text(answer)
    if not answer:
        raise ActionRefused("answer", _("请写清楚办到哪一步、什么时候办好。"), "answer")
    with change(request, Action.ANSWER_SUPERVISION, actor=actor, version=version, at=at) as step:
        row = _open_one(step)
        if row.answered_at is not None:
            raise ActionRefused("answered", _("已经答复过了，等上级看。"))
        row.answer, row.answered_by, row.answered_at = answer, actor, step.at
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        step.log(EventKind.SUPERVISION_ANSWERED, answer, public=False)
        _tell_issuer(step, "supervision_answered", row)
    return request


def close_supervision(
    *, request: Request, actor: Any, note: str = "", version: int | None = None, at: datetime | None = None
) -> Request:
    with change(request, Action.CLOSE_SUPERVISION, actor=actor, version=version, at=at) as step:
        row = _open_one(step, of_side=_side_of(actor, step.request))
        _close(step, row)
        step.log(EventKind.SUPERVISION_CLOSED, level=row.level, words=clean_text(note))
        _tell_station(step, "supervision_closed", row)
    return request


def raise_supervision(
    *, request: Request, reason: str, due: date, actor: Any, version: int | None = None, at: datetime | None = None
) -> Request:
    """No answer, or not enough of one: to the next level, with an answer due anew."""
    with change(request, Action.RAISE_SUPERVISION, actor=actor, version=version, at=at) as step:
        former = _open_one(step, of_side=_side_of(actor, step.request))
        if former.level == max(SupervisionLevel):
            raise ActionRefused("highest", _("已经是约谈督办，没有更高的了。"))
        _close(step, former)
        former.raised_to = _issue(step, former.level + 1, reason, due)
        former.save(update_fields=["raised_to"])
        step.log(EventKind.SUPERVISION_RAISED, level=former.raised_to.level, words=former.raised_to.reason)
        _tell_station(step, "supervision_raised", former.raised_to)
    return request


def tell_of_late_answer(supervision: Supervision, *, at: datetime) -> None:
    """Who pressed and the station's chief hear once that no answer came. `supervision` is locked."""
    supervision.late_told_at = at
    supervision.save(update_fields=["late_told_at"])
    step = Change(supervision.request, None, label_of(None, supervision.request), at)
    _tell_issuer(step, "supervision_late", supervision)
    for user in chiefs_of(step):
        step.tell(user, "supervision_late", desk=True)
    step.write_rows()


def _issue(step: Change, level: int, reason: str, due: date) -> Supervision:
    reason = clean_text(reason)
    if not reason:
        raise ActionRefused("why", _("请写清楚为什么督办、要驿站做什么。"), "reason")
    if level not in SupervisionLevel.values:
        raise ActionRefused("level", _("请选督办的级别。"), "level")
    if due <= timezone.localdate(step.at):
        raise ActionRefused("past", _("答复的日子要在今天以后。"), "due")
    return Supervision.objects.create(
        request=step.request,
        level=level,
        side=_side_of(step.actor, step.request),
        reason=reason,
        issued_by=step.actor,
        issued_title=step.actor_label[:60],
        issued_at=step.at,
        due_at=work_calendar().closing(due),
    )


def _side_of(actor: Any, request: Request) -> str:
    return Issuer.DISTRICT if Relation.OFFICIAL in relations_of(actor, request) else Issuer.COMMUNITY


def _open_one(step: Change, of_side: str = "") -> Supervision:
    """Locked with its request."""
    row = step.request.supervisions.filter(closed_at=None).first()
    if row is None:
        raise ActionRefused("none", _("这件没有在督办。"))
    if of_side and row.side != of_side:
        raise ActionRefused("not_yours", _("这是%(who)s发的督办，由那边来定。") % {"who": row.issuer_words})
    return row


def _close(step: Change, row: Supervision) -> None:
    row.closed_by, row.closed_at = step.actor, step.at
    row.save(update_fields=["closed_by", "closed_at"])


def _tell_station(step: Change, event: str, row: Supervision) -> None:
    """Who runs the station, and who has it in hand; each once."""
    why = in_source_language(str)(SupervisionLevel(row.level).label)
    for user in dict.fromkeys([*chiefs_of(step), step.request.assignee_id]):
        step.tell(user, event, desk=True, why=why, due=row.due_at.isoformat())


def _tell_issuer(step: Change, event: str, row: Supervision) -> None:
    """An official reads it on the district's own page, and of a sensitive one not even the title."""
    request = step.request
    path = request.district_url if row.side == Issuer.DISTRICT else request.desk_url
    hidden = row.side == Issuer.DISTRICT and request.is_sensitive
    step.tell(row.issued_by_id, event, desk=True, path=path, subject=request.number if hidden else "")
