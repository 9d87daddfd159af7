"""The one door through which a request changes.

`change()` locks the row, asks the workflow, and at its end writes in this order and in one transaction: the request's
changed fields with its clock, its timeline entries, the notices. Delivery comes after the commit; a refused change
leaves no trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.language import in_source_language
from notices.actions import Draft, send_notices
from services import workflow
from services.actions import _clock
from services.actions._since import what_changed
from services.actions._telling import outside_of, phone_drafts
from services.models import Photo, Request, RequestEvent
from services.queries.load import rank_of
from services.relations import relations_of
from services.routing import Decision
from services.signals import requests_changed
from services.vocabulary import EventKind
from services.workflow import Action, Relation
from stations.models import Appointment

# Said beside another line about the same change they would tell one person twice of one thing; the first yields first.
YIELD = ("taken_away", "called_off", "reopened")


def once_each(drafts: list[Draft]) -> list[Draft]:
    """「转给别人了」 beside 「居民说没解决，重办」: whoever hears the second needs no first."""
    for event in YIELD:
        lines = Counter(draft.user_id for draft in drafts)
        drafts = [draft for draft in drafts if draft.event != event or not draft.user_id or lines[draft.user_id] == 1]
    return drafts


class Change:
    """What one action does to one locked request, collected and written at the end."""

    def __init__(self, request: Request, actor: Any, actor_label: str, at: datetime) -> None:
        self.request, self.actor, self.actor_label, self.at = request, actor, actor_label, at
        self.aside: frozenset[int] = frozenset()  # who has to stand aside: told the number alone
        self._fields: set[str] = set()
        self.events: list[RequestEvent] = []
        self.notices: list[Draft] = []
        self._photos: list[tuple[RequestEvent, Photo]] = []

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.request, name, value)
            self._fields.add(name)

    def log(self, kind: EventKind, text: str = "", *, public: bool = True, **data: Any) -> RequestEvent:
        event = RequestEvent(
            request=self.request,
            kind=kind,
            at=self.at,
            actor=self.actor if getattr(self.actor, "pk", None) else None,
            actor_label=self.actor_label,
            is_public=public,
            text=text,
            data=data,
        )
        self.events.append(event)
        return event

    def today(self, *kinds: EventKind) -> int:
        """How often it happened since midnight."""
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.request.events.filter(kind__in=kinds, at__gte=midnight).count()

    def log_route(self, decision: Decision) -> None:
        said: dict[str, Any] = decision.as_json()
        self.log(EventKind.ROUTED, public=False, **said)

    def attach(self, event: RequestEvent, photos: list[Photo], *, after: bool = False) -> None:
        for photo in photos:
            photo.is_after = after
            self._photos.append((event, photo))

    def tell(
        self, user_id: int | None, event: str, *, desk: bool, subject: str = "", path: str = "", **facts: Any
    ) -> None:
        """A line in somebody's inbox; nobody is told what they did themselves. `subject`: in place of the title."""
        if user_id is None or user_id == getattr(self.actor, "pk", None):
            return
        request = self.request
        if desk and user_id in self.aside:
            subject, facts = request.number, {}
        path = path or (request.desk_url if desk else request.get_absolute_url())
        facts = {"number": request.number, "station": request.station.name, "by": self.actor_label, **facts}
        draft = Draft(user_id, event, subject or request.title, path, facts)
        self.notices.append(draft._replace(**outside_of(request, event)))

    def tell_reporter(self, event: str, **facts: Any) -> None:
        """Who has no account but left a mobile number gets a text message, for the events that have one."""
        if self.request.reporter_id is None:
            self.notices += phone_drafts(event, self.request)
        self.tell(self.request.reporter_id, event, desk=False, **facts)

    def tell_others(self, drafts: list[Draft]) -> None:
        """Whoever follows the place, the station's group."""
        self.notices += drafts

    def write(self) -> None:
        self.request.version += 1
        _clock.wind(self.request, self.at)
        self.request.save(update_fields={*self._fields, *_clock.FIELDS, "version", "updated_at"})
        self.write_rows()

    def write_rows(self) -> None:
        RequestEvent.objects.bulk_create(self.events)
        for event, photo in self._photos:
            photo.event, photo.request, photo.created_at = event, self.request, self.at
        Photo.objects.bulk_create([photo for _event, photo in self._photos])
        send_notices(once_each(self.notices), at=self.at)
        requests_changed.send(Request, requests=[self.request.pk])


@contextmanager
def change(
    request: Request,
    action: Action,
    *,
    actor: Any,
    version: int | None = None,
    as_owner: bool = False,
    as_body: bool = False,
    at: datetime | None = None,
) -> Iterator[Change]:
    """`as_owner`: the page has seen the pick-up code. `version`: what the page showed. `actor` None: runperiodic, or
    (`as_body`) an outside body, whose reply link the page has seen."""
    with transaction.atomic():
        locked = lock(request)
        relations = frozenset({Relation.OUTSIDE}) if as_body else who_is(actor, locked, as_owner=as_owner)
        if not workflow.RULES[action].who & relations:
            workflow.check(action, locked.status, relations)
        if version is not None and version != locked.version:
            raise ActionRefused("changed", what_changed(locked, version))
        workflow.check(action, locked.status, relations)
        # What only its owner may do was done as a resident, whatever posts they hold: who filed it stays unsaid.
        is_resident = as_owner or relations == {Relation.OWNER} or workflow.RULES[action].who == {Relation.OWNER}
        label = label_of(actor, locked, is_owner=is_resident)
        step = Change(locked, actor, label, at or timezone.now())
        yield step
        step.write()
    request.__dict__.update(locked.__dict__)


def lock(request: Request) -> Request:
    rows = Request.objects.select_for_update(of=("self",)).select_related("station__compound", "category")
    return rows.get(pk=request.pk)


def who_is(actor: Any, request: Request, *, as_owner: bool = False) -> frozenset[Relation]:
    if actor is None:
        return frozenset({Relation.SYSTEM})
    return relations_of(actor, request) | ({Relation.OWNER} if as_owner else set())


@in_source_language
def label_of(actor: Any, request: Request, *, is_owner: bool = False) -> str:
    """「物业经理 丁海波」 as it was then. A resident's name never stands on the timeline."""
    if actor is None:
        return _("驿站")
    if is_owner or not actor.is_authenticated:
        return _("居民")
    if actor.pk == request.assignee_id and request.assignee_title:
        return f"{request.assignee_title} {actor.name}"
    return f"{title_of(actor, request)} {actor.name}".strip()


@in_source_language
def title_of(actor: Any, request: Request) -> str:
    """Of several posts the one that a page would name too; one at the station before one above it."""
    rows = Appointment.objects.current().filter(Q(station=request.station) | Q(station=None), user=actor)
    held = sorted(rows.select_related("building"), key=lambda each: (each.station_id is None, rank_of(each.post)))
    if held:
        return held[0].title
    team = request.station.teams.filter(memberships__user=actor, memberships__left_on=None).first()
    return str(team) if team else ""
