"""A request behind a figure, as officials read it who have nothing to do with it: what and where, never who."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.text import mask_name
from reports.flats import FLATS, PLATES
from services.clocks import Climb
from services.models import Request
from services.pages.desk_list import kind_words
from services.pages.district import place_of
from services.relations import is_recused
from services.vocabulary import NAMELESS_NATURES, OPEN, STATUS_LOOK, Status, Target
from stations.queries import posts_of

# Numbers of phones and cards.
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){5,}(?!\d)|[〇零一幺二两三四五六七八九]{7,}")
_PEOPLE = (Target.MEMBER, Target.CHIEF)
PER_PAGE = 50


@dataclass(frozen=True)
class Masked:
    number: str
    title: str
    kind: str
    place: str
    station: str
    url: str  # only where the reader may open it
    status: str
    tint: str
    icon: str
    filed_at: datetime
    resolved_at: datetime | None  # as in the tables to take away: closing is another matter
    with_whom: str  # while it is open
    late_at: datetime | None


def masked(request: Request, reader: Any) -> Masked:
    """`request`: read with_may_read. Of a private one neither kind nor place nor in whose hands; and what the reader
    stands aside from looks like it, for a row that is missing from a count would tell them."""
    tint, icon = STATUS_LOOK[Status(request.status)]
    posts = posts_of(reader)
    is_aside = is_recused(posts, reader, request)
    is_private = request.is_sensitive or is_aside
    opens = posts.is_district_official and request.highest_climb >= Climb.DISTRICT and not is_aside
    url = request.district_url if opens else request.desk_url if request.may_read else ""  # type: ignore[attr-defined]
    is_open = request.status in OPEN
    person = f"{request.assignee_words} {request.assignee.name}".strip() if request.assignee and is_open else ""
    return Masked(
        number=request.number,
        title=_("涉及隐私") if is_private else title_of(request),
        kind="" if is_private else kind_words(request),
        place="" if is_private else place_of(request),
        station=request.station.name,
        url=url,
        status=str(request.get_status_display()),
        tint=tint,
        icon=icon,
        filed_at=request.filed_at,
        resolved_at=request.resolved_at,
        with_whom=_("有人在办") if person and is_private else person,
        late_at=request.pressing_at,
    )


def title_of(request: Request) -> str:
    """Of a complaint or a report, and of what is said about somebody, only of which kind it is."""
    if request.target_user_id or request.target in _PEOPLE:
        return _("针对个人：%s") % kind_words(request)
    if request.nature in NAMELESS_NATURES:
        return kind_words(request)
    return masked_words(request.title, request.reporter_name)


def masked_words(text: str, reporter: str = "") -> str:
    """Without phone numbers, cars' plates, flats, and the name under which it was reported."""
    if len(reporter.strip()) > 1:
        text = text.replace(reporter.strip(), mask_name(reporter))
    return FLATS.sub("***", _LONG_NUMBER.sub("***", PLATES.sub("***", text)))
