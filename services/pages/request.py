"""Everything that the page of one request shows, prepared in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.calendar import in_shanghai
from core.clock import say_when
from core.text import mask_phone
from services import workflow
from services.actions.resident import REOPEN_WITHIN
from services.danger import DANGER_KINDS, Danger, danger_of, dangers_in
from services.models import Category, Photo, Request, RequestEvent
from services.pages.promise import (
    A_MONTH,
    Holder,
    Next,
    Tag,
    holder_of,
    is_late,
    is_manned,
    next_steps,
    promise,
    steps_of,
    tags_of,
)
from services.pages.timeline import Entry, Picture, picture, timeline
from services.pages.understanding import Elsewhere, building_missed, elsewhere, kinds_offered
from services.relations import is_in_sight_of_the_community
from services.vocabulary import EventKind, Nature, Status, Target
from services.workflow import Action, Relation

FRESH_FOR = timedelta(hours=12)  # so long the page is a receipt, unless somebody began before


@dataclass(frozen=True)
class RequestPage:
    request: Request
    tags: list[Tag]
    is_receipt: bool
    code: str
    holder: Holder | None
    holder_line: str
    promise: str
    is_late: bool
    next: list[Next]
    danger: Danger | None
    is_manned: bool
    duty_phone: str
    steps: list[str]
    current: int
    entries: list[Entry]
    has_news: bool  # more happened than a receipt says anyway
    photos: list[Picture]  # those that came with the filing
    facts: list[tuple[str, str]]
    told: str  # what was said when it was not accepted
    urged_today: bool
    may: frozenset[str]  # names of actions: the buttons

    @property
    def kinds(self) -> list[Category]:
        """What an unclear one may be, for one press; nothing beside the word that it is not the station's."""
        return kinds_offered(self.request) if Action.CHOOSE_KIND in self.may and not self.elsewhere else []

    @property
    def elsewhere(self) -> Elsewhere | None:
        """Who settles it, when it is not the station's."""
        return elsewhere(self.request) if self.request.is_open else None

    @property
    def building_missed(self) -> str:
        """Said, and not one of the compound's: whoever said it can still put it right."""
        return building_missed(self.request) if Action.SUPPLEMENT in self.may else ""


def page_of(
    request: Request,
    events: list[RequestEvent],
    photos: list[Photo],
    *,
    is_owner: bool,
    code: str,
    now: datetime,
    as_receipt: bool = True,
) -> RequestPage:
    """`as_receipt` False: its progress, even while it is fresh."""
    is_receipt = as_receipt and _is_fresh(request, now)
    steps, current = steps_of(request)
    filed = {event.pk for event in events if event.kind == EventKind.FILED}
    has_after = any(photo.is_after for photo in photos)
    return RequestPage(
        request=request,
        tags=tags_of(request),
        is_receipt=is_receipt,
        code=code,
        holder=holder_of(request),
        holder_line=_holder_line(request),
        promise=promise(request, now),
        is_late=is_late(request, now),
        next=next_steps(request, now) if is_receipt else [],
        danger=_danger(request, events),
        is_manned=is_manned(request),
        duty_phone=getattr(request, "duty_phone", None) or request.station.phone,
        steps=steps,
        current=current,
        entries=timeline(events, photos, request_id=request.pk, to_owner=is_owner, now=now),
        has_news=any(event.kind not in (EventKind.FILED, EventKind.ASSIGNED) for event in events),
        photos=[
            picture(photo, has_after=has_after) for photo in photos if photo.event_id in filed or photo.event_id is None
        ],
        facts=_facts(request, is_owner=is_owner, code=code, is_receipt=is_receipt),
        told=next((event.text for event in events if event.kind == EventKind.NOT_ACCEPTED), ""),
        urged_today=_urged_on(in_shanghai(now).date(), events),
        may=_buttons(request, now) if is_owner else frozenset(),
    )


def _danger(request: Request, events: list[RequestEvent]) -> Danger | None:
    """The gravest danger, with the numbers of whatever else the words tell of, the supplements too: gas, and somebody
    who fainted."""
    if not request.is_open or request.danger not in DANGER_KINDS:
        return None
    gravest = danger_of(request.danger)
    own = [each for each in events if each.kind == EventKind.SUPPLEMENTED and each.request_id == request.pk]
    said = [request.description, *(event.text for event in own)]
    others = [danger.numbers[0] for text in said for danger in dangers_in(text)]
    return replace(gravest, numbers=tuple(dict.fromkeys([*gravest.numbers, *others])))


def _is_fresh(request: Request, now: datetime) -> bool:
    waits = request.status in (Status.SUBMITTED, Status.ASSIGNED) and not (request.returns or request.reopenings)
    return waits and not request.escalated_to and now - request.filed_at < FRESH_FOR


def _urged_on(day: date, events: list[RequestEvent]) -> bool:
    return any(event.kind == EventKind.URGED and in_shanghai(event.at).date() == day for event in events)


def _holder_line(request: Request) -> str:
    if request.status == Status.SUBMITTED:
        return _("先看，再安排人")
    if request.status in (Status.RESOLVED, Status.CLOSED):
        return _("办事的人")
    return _("负责") if request.status not in (Status.WITHDRAWN, Status.NOT_ACCEPTED) else ""


def _buttons(request: Request, now: datetime) -> frozenset[str]:
    actions = set(workflow.actions_for(request.status, frozenset({Relation.OWNER})))
    if request.closed_at and now - request.closed_at > REOPEN_WITHIN:
        actions.discard(Action.REOPEN)
    if request.joined_at is None:
        actions.discard(Action.LEAVE)
    return frozenset(str(action) for action in actions)


def _facts(request: Request, *, is_owner: bool, code: str, is_receipt: bool) -> list[tuple[str, str]]:
    """A receipt has number and code on top."""
    facts = [] if is_receipt else [(_("编号"), request.number)]
    if code and not is_receipt:
        facts.append((_("取件码"), code))
    if request.category:
        facts.append((_("哪类事"), str(request.category)))
    homes = getattr(request, "homes", 1)
    if homes > 1:
        facts.append((_("一起反映的"), ngettext("%(count)d户", "%(count)d户", homes) % {"count": homes}))
    facts.append((_("位置"), request.place or request.station.compound.name))
    facts.append((_("提交时间"), say_when(request.filed_at, request.filed_at + A_MONTH)))
    if is_owner:
        if request.reporter_name:
            facts.append((_("您的称呼"), request.reporter_name))
        facts.append((_("您的电话"), mask_phone(request.reporter_phone) or _("没有留")))
        facts.append((_("谁能看到"), who_sees(request)))
    return facts


def who_sees(request: Request) -> str:
    """In one sentence, what services/relations.py decides."""
    by_target = {
        Target.CHIEF: _("只有社区的人，驿站的人看不到。"),
        Target.PROPERTY: _("站长和办理的人。物业那一方看不到。"),
        Target.HOA: _("站长和办理的人。业委会那一方看不到。"),
        Target.BOTH: _("站长和办理的人。物业、业委会都看不到。"),
        Target.MEMBER: _("站长和办理的人。被反映的人看不到。"),
    }
    if request.target in by_target:
        return by_target[Target(request.target)]
    if request.is_sensitive:
        return _("只有站长和办理的人。")
    if request.nature in (Nature.COMPLAINT, Nature.REPORT):
        if is_in_sight_of_the_community(request):
            return _("站长、值班的人、办理的人和上级。您的姓名、电话站长、派单的人和上级知道，在站里只管办的人看不到。")
        return _("站长、值班的人和办理的人。您的姓名、电话站长和派单的人知道，只管办的人看不到。")
    return _("站长、值班的人和办理的人。本楼楼长能看进展。") if request.building_id else _("站长、值班的人和办理的人。")
