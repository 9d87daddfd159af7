"""What a table says of a request: without names, numbers, plates and flats."""

from __future__ import annotations

import re
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from core.text import CUT_LANDLINE, mask_name
from reports.flats import FLATS, PLATES
from services.models import Request
from services.pages.desk_list import kind_words
from services.queries import catalogue
from services.vocabulary import NAMELESS_NATURES
from stations.models.places import place_words

# Mobiles, landlines, identity numbers; a date with dashes is none of these. Also told in words: 「一三八…」
NUMBERS = re.compile(
    r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?\d{7,8}|\d{17}[\dXx]|\d{15}|\d{7,8})(?!\d)"
    rf"|[〇零一幺二两三四五六七八九]{{7,}}|{CUT_LANDLINE}"
)
_WIDE = str.maketrans("０１２３４５６７８９－", "0123456789-")


def label_of(choices: type[TextChoices], value: str) -> str:
    """What get_…_display() says; that makes a table of all choices anew each time, half the cost of a row."""
    return str(choices(value).label)


def title_for_file(request: Request) -> str:
    """A resident's own words, unless they tell of somebody: then the kind stands there."""
    if request.is_sensitive:
        return _("涉及隐私：%s") % kind_words(request)
    if request.nature in NAMELESS_NATURES:
        return kind_words(request)
    title = PLATES.sub("****", NUMBERS.sub("****", request.title.translate(_WIDE)))
    title = FLATS.sub("***", title)
    name = request.reporter_name.strip()
    return title.replace(name, mask_name(name)) if len(name) >= 2 else title


def place_for_file(request: Request) -> str:
    return place_words(request.building, request.entrance, request.facility, "")


def handler_for_file(request: Request) -> str:
    return f"{request.assignee_words} {mask_name(request.assignee.name)}".strip() if request.assignee else ""


def group_words(request: Request) -> str:
    kind = catalogue().by_id.get(request.category_id or 0)
    return str(kind.group) if kind else ""


def was_late(request: Request, at: datetime) -> bool:
    """Solved late, as 办结超期 counts it; or still open and past its date, unless the clock stopped before that.

    What ended unsolved (withdrawn, not accepted) is not late; what was merged is solved, and late, with another one.
    """
    due = request.resolve_due_at
    if due is None or request.merged_into_id is not None:
        return False
    if request.resolved_at is not None:
        return request.resolved_at > due
    return request.is_open and (request.clock_stopped_at or at) > due
