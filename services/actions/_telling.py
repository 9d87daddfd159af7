"""Who else hears of a request, and what may leave the portal about it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from notices.actions import Draft
from notices.registry import told
from notices.vocabulary import Audience, Kind
from services.links import rating_link
from services.models import Request
from services.vocabulary import NAMELESS_NATURES, Channel, Target, Urgency


def is_public(request: Request) -> bool:
    """Whether the neighbours may hear that there is something: no complaint, nothing private, nobody's secret."""
    return not (
        request.is_sensitive or request.nature in NAMELESS_NATURES or request.target or request.level != "station"
    )


def outside_of(request: Request, event: str) -> dict[str, Any]:
    """How a notice leaves the portal. Of what is filed from an old file (`Channel.IMPORT`) nobody is rung up.

    That it did not arrive is shown to the station's chief and deputies only where all of them may know of it.
    """
    row = told(event)
    is_work = bool(row and row.kind in (Kind.WORK, Kind.LATE))
    return {
        "station_id": None if not _is_open_to_chiefs(request) else request.station_id,
        "is_urgent": is_work and request.runs_around_the_clock,
        "is_private": request.is_sensitive or request.nature in NAMELESS_NATURES,
        "outside": request.channel != Channel.IMPORT or request.taken_at is not None,
    }


def _is_open_to_chiefs(request: Request) -> bool:
    return request.level == "station" and request.target == Target.NONE and not request.is_sensitive


def phone_drafts(event: str, request: Request) -> list[Draft]:
    """Number and station, nothing else, for the reporter's mobile."""
    row, phone = told(event), request.reporter_phone
    if row is None or not row.sms or len(phone) != 11 or not phone.startswith("1"):
        return []
    facts = {"number": request.number, "station": request.station.name}
    path = rating_link(request) if event == "resolved" else reverse("track")
    draft = Draft(None, event, "", path, facts, audience=Audience.PHONE, phone=phone)
    return [draft._replace(**outside_of(request, event))]


def neighbours(event: str, request: Request) -> list[Draft]:
    """One row; who follows the building or the kind is looked up when it goes out."""
    category = request.category
    if category is None or not is_public(request) or request.channel == Channel.IMPORT:
        return []
    facts = {
        "place": str(request.building) if request.building else request.station.compound.name,
        "what": category.name,
        "what_en": category.name_en,
        "building": request.building_id,
        "category": category.slug,
        "not_to": [user for user in (request.reporter_id, request.assignee_id) if user],
    }
    path = reverse("station", args=[request.station.slug])
    return [Draft(None, event, "", path, facts, audience=Audience.FOLLOWERS, station_id=request.station_id)]


def work_group(event: str, request: Request) -> list[Draft]:
    """The station's group has all its people in it: only what all of them may know of."""
    if request.urgency != Urgency.CRITICAL or not is_public(request) or request.channel == Channel.IMPORT:
        return []
    facts = {"number": request.number, "station": request.station.name}
    return [Draft(None, event, "", request.desk_url, facts, audience=Audience.GROUP, station_id=request.station_id)]
