"""All that the pages behind signed links show: only these values reach their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.clock import say_due, say_when
from services.models import Escalation, Request
from services.pages.promise import A_MONTH
from services.vocabulary import NAMELESS_NATURES, EventKind
from stations.models.places import place_words


@dataclass(frozen=True)
class ReplyFacts:
    """No description, no photos, no flat. `name` and `phone` only when they were released."""

    number: str
    kind: str
    place: str
    brief: str
    due: str
    station: str
    station_phone: str
    name: str = ""
    phone: str = ""


def reply_facts(sent: Escalation, now: datetime) -> ReplyFacts:
    request, station = sent.request, sent.request.station
    released = sent.releases_contact and request.nature not in NAMELESS_NATURES  # it may have become a complaint since
    shown = {"name": request.reporter_name, "phone": request.reporter_phone} if released else {}
    return ReplyFacts(
        number=request.number,
        kind=kind_of(request),
        place=place_without_flat(request),
        brief=sent.brief,
        due=say_due(sent.due_at, now),
        station=station.name,
        station_phone=station.phone,
        **shown,
    )


@dataclass(frozen=True)
class RatingFacts:
    number: str
    kind: str
    when: str
    result: str
    station: str
    station_phone: str


def rating_facts(request: Request) -> RatingFacts:
    done = request.events.filter(kind=EventKind.RESOLVED).order_by("-id").first()
    when = request.resolved_at
    return RatingFacts(
        number=request.number,
        kind=kind_of(request),
        when=say_when(when, when + A_MONTH) if when else "",
        result=done.text if done else "",
        station=request.station.name,
        station_phone=request.station.phone,
    )


def kind_of(request: Request) -> str:
    return str(request.category or "")


def place_without_flat(request: Request) -> str:
    where = place_words(request.building, request.entrance, request.facility)
    return " · ".join(part for part in (request.station.compound.name, where) if part)
