"""What officials read of requests that climbed to the district: facts without people, and the supervision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.forms.desk_base import DeskForm
from services.forms.desk_supervision import SUPERVISION_FORMS
from services.models import Request, RequestEvent, Supervision
from services.pages.desk_list import Row, kind_words, row_of, waited_words
from services.pages.desk_request import ICONS, Do, text_beside_title
from services.pages.desk_supervision import idle_supervision
from services.pages.timeline import sentence
from services.queries import work_calendar
from services.queries.district import CLIMBED, overdue_for
from services.relations import relations_of
from services.vocabulary import EventKind, Issuer
from services.workflow import RULES, Action, Relation, actions_for
from stations.models.places import place_words

FORMS: dict[str, type[DeskForm]] = {
    form.action: form for form in SUPERVISION_FORMS if form.action != Action.ANSWER_SUPERVISION
}
AS_OFFICIAL = frozenset({Relation.OFFICIAL})
RESIDENTS_WORDS = {  # kinds of entries whose text somebody of the compound wrote about a person or a home
    EventKind.SUPPLEMENTED,
    EventKind.ANSWERED_QUESTIONS,
    EventKind.RATED,
    EventKind.REOPENED,
    EventKind.WITHDRAWN,
}


@dataclass(frozen=True)
class Line:
    row: Row
    title: str
    station: str
    meta: str
    waited: str


@dataclass(frozen=True)
class Entry:
    what: str
    at: datetime
    text: str
    is_now: bool


def title_of(request: Request) -> str:
    """Of a sensitive one not even the title: it is the resident's own words."""
    return _("涉及隐私：%s") % kind_words(request) if request.is_sensitive else request.title


def place_of(request: Request) -> str:
    """Without the flat, whatever it is about."""
    return place_words(request.building, request.entrance, request.facility, "")


def line_of(request: Request, now: datetime) -> Line:
    row = row_of(request, now, work_calendar())
    meta = " · ".join(part for part in (request.number, kind_words(request), place_of(request)) if part)
    return Line(row, title_of(request), request.station.name, meta, waited_words(now - request.filed_at))


def overdue_context(user: Any) -> dict[str, Any]:
    now = timezone.now()
    lines = [(request.rank, line_of(request, now)) for request in overdue_for(user)]  # type: ignore[attr-defined]
    return {
        "pressed": [line for rank, line in lines if rank != CLIMBED],
        "climbed": [line for rank, line in lines if rank == CLIMBED],
    }


def district_context(request: Request, user: Any, *, bound: DeskForm | None = None, opened: str = "") -> dict[str, Any]:
    now = timezone.now()
    todo = [_do(request, action, bound, opened) for action in allowed_for(request, user)]
    if bound is not None and bound.action not in {do.action for do in todo}:
        todo.insert(0, _do(request, bound.action, bound, opened))  # too late for it, but nothing typed gets lost
    return {
        "line": line_of(request, now),
        "matter_number": request.number,
        "facts": _facts(request),
        "due": request.resolve_due_at,
        "text": "" if request.is_sensitive else text_beside_title(request),
        "is_sensitive": request.is_sensitive,
        "entries": _entries(request, now),
        "pressed": _pressed(request),
        "todo": todo,
        "form": bound,
        "back_url": reverse("district:overdue"),
    }


def allowed_for(request: Request, user: Any) -> list[Action]:
    relations = relations_of(user, request) & AS_OFFICIAL
    idle = idle_supervision(request, relations)
    return [action for action in actions_for(request.status, relations) if action in FORMS and action not in idle]


def _do(request: Request, action: Action, bound: DeskForm | None, opened: str) -> Do:
    form = bound if bound is not None and bound.action == action else FORMS[action](matter=request)
    url = reverse("district:act", args=[request.number, action])
    return Do(action, str(RULES[action].label), ICONS[action], url, form, form is bound or action == opened)


def _facts(request: Request) -> list[tuple[str, str]]:
    who = f"{request.assignee_words} {request.assignee.name}".strip() if request.assignee else _("还没有人")
    return [
        (_("驿站"), request.station.name),
        (_("位置"), place_of(request) or _("没说")),
        (_("事项"), f"{kind_words(request)} · {request.get_nature_display()} · {request.get_urgency_display()}"),
        (_("谁在办"), who),
    ]


def _entries(request: Request, now: datetime) -> list[Entry]:
    events: Sequence[RequestEvent] = request.told  # type: ignore[attr-defined]
    return [
        Entry(sentence(event, to_owner=False, now=now), event.at, _text(event, request), is_now=place == 0)
        for place, event in enumerate(events)
    ]


def _text(event: RequestEvent, request: Request) -> str:
    if request.is_sensitive or event.kind in RESIDENTS_WORDS:
        return ""
    return event.text


def _pressed(request: Request) -> list[Supervision]:
    """Those that are over, the newest first: words that passed between the offices.

    Of a sensitive one only the district's own: the community may have named people in its.
    """
    over = [row for row in request.pressed if row.closed_at]  # type: ignore[attr-defined]
    return [row for row in over if row.side == Issuer.DISTRICT] if request.is_sensitive else over
