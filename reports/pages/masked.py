"""A request behind a figure, as officials read it who have nothing to do with it: what and where, never who."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.text import mask_name
from services.clocks import Climb
from services.models import Request
from services.pages.desk_list import kind_words
from services.pages.district import place_of
from services.vocabulary import STATUS_LOOK, Status, Target

# Numbers of phones, cards and cars' plates; of flats (501, 3-501, 2单元501): none of them says what is the matter.
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){5,}(?!\d)")
_MEASURES = "元块度年月日号栋幢楼人斤次天分秒米个路点平万毫公克瓦伏件遍条种张小钟里家"
_FLAT = re.compile(
    rf"\d{{1,2}}-\d{{1,2}}-\d{{2,4}}|(?<=单元)\d{{2,4}}(?!\d)[室户号]?|(?<![\d.])\d{{3,4}}(?![\d.{_MEASURES}])[室户]?"
)
_PEOPLE = (Target.MEMBER, Target.CHIEF)


@dataclass(frozen=True)
class Masked:
    number: str
    title: str
    kind: str
    place: str
    station: str
    url: str  # only where the district works with it
    status: str
    tint: str
    icon: str
    filed_at: datetime
    ended_at: datetime | None
    with_whom: str
    late_at: datetime | None


def masked(request: Request, *, opens: bool = True) -> Masked:
    """`opens`: whether whoever reads may open what climbed to the district."""
    tint, icon = STATUS_LOOK[Status(request.status)]
    person = f"{request.assignee_words} {request.assignee.name}".strip() if request.assignee else ""
    return Masked(
        number=request.number,
        title=title_of(request),
        kind=kind_words(request),
        place=place_of(request),
        station=request.station.name,
        url=request.district_url if opens and request.highest_climb >= Climb.DISTRICT else "",
        status=str(request.get_status_display()),
        tint=tint,
        icon=icon,
        filed_at=request.filed_at,
        ended_at=request.closed_at or request.resolved_at,
        with_whom=person,
        late_at=request.pressing_at,
    )


def title_of(request: Request) -> str:
    """Of a sensitive one, and of a complaint about somebody, only of which kind it is."""
    if request.is_sensitive:
        return _("涉及隐私：%s") % kind_words(request)
    if request.target_user_id or request.target in _PEOPLE:
        return _("针对个人：%s") % kind_words(request)
    return masked_words(request.title, request.reporter_name)


def masked_words(text: str, reporter: str = "") -> str:
    """Without phone numbers, flats, and the name under which it was reported."""
    if len(reporter.strip()) > 1:
        text = text.replace(reporter.strip(), mask_name(reporter))
    return _FLAT.sub("***", _LONG_NUMBER.sub("***", text))
