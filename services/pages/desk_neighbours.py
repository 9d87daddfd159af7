"""What the desk shows beside a request: those that look the same and why, those that go along with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from services.models import Request
from services.pages.desk_list import Row, row_of
from services.queries import work_calendar
from services.queries.catalogue import known_words
from services.queries.desk import OPENING, neighbours_of
from services.relations import relations_of, same_circle
from services.wording import shared_words
from services.workflow import Action, may


@dataclass(frozen=True)
class Neighbour:
    """A request that looks the same. The younger one is merged into the older: `follower` into `lead`."""

    row: Row
    lead: Request | None = None
    follower: Request | None = None
    why: str = ""


def neighbours(request: Request, user: Any, now: datetime) -> tuple[list[Neighbour], list[Neighbour]]:
    """Those that look the same, with who follows whom when they are merged; and those merged into it already."""
    calendar = work_calendar()
    alike, merged = neighbours_of(request, user, now)
    shown = []
    for other in alike:
        lead, follower = sorted([request, other], key=lambda each: (each.filed_at, each.pk))
        is_offered = _may_merge(user, lead, follower)
        shown.append(
            Neighbour(
                row_of(other, now, calendar),
                lead if is_offered else None,
                follower if is_offered else None,
                why_words(request, other),
            )
        )
    return shown, [Neighbour(row_of(other, now, calendar)) for other in merged]


def _may_merge(user: Any, lead: Request, follower: Request) -> bool:
    relations = relations_of(user, follower, helps=getattr(follower, "i_help", None))
    return may(Action.MERGE, follower.status, relations) and not lead.merged_into_id and same_circle(lead, follower)


def why_words(request: Request, other: Any) -> str:
    """「同一栋楼 · 同一类事 · 都说到“电梯”“怪响”」"""
    said = [_place_words(request, other), _kind_words(request, other)]
    texts = f"{request.title} {request.description[:OPENING]}", f"{other.title} {other.start}"
    if shared := shared_words(*texts, known_words()):
        said.append(_("都说到%s") % "".join(f"“{word}”" for word in shared))
    return " · ".join(part for part in said if part)


def _place_words(request: Request, other: Request) -> str:
    if request.facility_id and request.facility_id == other.facility_id:
        return _("同一处设施")
    if request.building_id and request.building_id == other.building_id:
        return _("同一个单元") if request.entrance_id and request.entrance_id == other.entrance_id else _("同一栋楼")
    return _("同一个小区")


def _kind_words(request: Request, other: Request) -> str:
    return _("同一类事") if request.category_id and request.category_id == other.category_id else ""
