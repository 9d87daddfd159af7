"""What a resident is told of neighbours' requests: kind, place, since when, how often. Never words, never who."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from core.clock import say_day
from core.errors import ActionRefused
from services.models import Request
from services.queries import catalogue
from services.queries.alike import offers_for
from services.vocabulary import RESIDENT_WORDS, Status
from stations.models.places import place_words


@dataclass(frozen=True)
class Offer:
    key: str
    what: str
    place: str
    since: str
    reports: int
    status: str


def offers_of(request: Request, now: datetime) -> list[Offer]:
    offers = [
        Offer(
            key=_key(request, lead),
            what=str(catalogue().by_id[lead.category_id or 0]),
            place=place_words(lead.building, None, lead.facility, "") or _("小区里"),
            since=say_day(lead.filed_at, now),
            reports=lead.reports,  # type: ignore[attr-defined]
            status=str(RESIDENT_WORDS[Status(lead.status)]),
        )
        for lead in offers_for(request, now)
    ]
    return list({(offer.what, offer.place): offer for offer in reversed(offers)}.values())[::-1]  # the likest of each


def offered(request: Request, key: str, now: datetime) -> Request:
    """The one that was meant, as long as it is offered; or the one already joined, for whoever presses twice."""
    joined = [request.merged_into] if request.joined_at and request.merged_into else offers_for(request, now)
    for lead in joined:
        if hmac.compare_digest(_key(request, lead).encode(), key.encode(errors="replace")):
            return lead
    raise ActionRefused("gone", _("邻居那件刚有变化。您这件照常办，不用再做什么。"))


def _key(request: Request, lead: Request) -> str:
    """Says nothing of the neighbour's request, not even its number, and is good for this one alone."""
    said = f"offer:{request.number}:{lead.pk}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), sha256).hexdigest()[:24]
