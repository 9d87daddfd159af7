"""What the desk shows of one request: facts, what to do next, neighbours' requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import mask_name, mask_phone
from services.actions.filing import facts_of
from services.filters import kinds
from services.forms.desk import FORMS
from services.forms.desk_base import DeskForm
from services.models import Category, Request
from services.pages import desk_above
from services.pages.desk_list import row_of
from services.pages.desk_neighbours import neighbours
from services.pages.desk_supervision import idle_supervision
from services.pages.desk_timeline import staff_timeline
from services.pages.understanding import because, elsewhere, kinds_offered, place_missed, where_from
from services.queries import catalogue, work_calendar
from services.queries.desk import events_of
from services.queries.load import Person, candidates_for, meant_now
from services.relations import SEES_ALL, knows_reporter, must_ask, relations_of
from services.routing import reason_words
from services.vocabulary import NAMELESS_NATURES, Status
from services.workflow import RULES, Action, Relation, actions_for, may
from stations.titles import label_words

NEEDS_PEOPLE = {Action.ASSIGN, Action.TRANSFER, Action.ADD_CO_HANDLER, Action.CLASSIFY}
ICONS = {
    Action.ASSIGN: "send",
    Action.TAKE: "check",
    Action.CONTACT: "phone",
    Action.RETURN: "undo",
    Action.TRANSFER: "swap",
    Action.NOTE: "edit",
    Action.CLASSIFY: "list",
    Action.PLACE: "map-pin",
    Action.ADD_CO_HANDLER: "people",
    Action.ASK_EXTENSION: "clock",
    Action.ASK_SUSPENSION: "pause",
    Action.DECIDE_ASK: "check-circle",
    Action.SUSPEND: "pause",
    Action.RESUME: "tool",
    Action.ESCALATE: "escalate",
    Action.RECEIVE: "check",
    Action.ANSWER_ESCALATION: "chat",
    Action.PASS_ON: "escalate",
    Action.SEND_BACK: "undo",
    Action.RECORD_REPLY: "edit",
    Action.CHANGE_LINK: "qr",
    Action.CALL_OFF: "undo",
    Action.CALL_BACK: "star",
    Action.RESOLVE: "check-circle",
    Action.NOT_ACCEPT: "refuse",
    Action.MERGE: "merge",
    Action.UNMERGE: "undo",
    Action.RENEW_CODE: "key",
    Action.SUPERVISE: "megaphone",
    Action.ANSWER_SUPERVISION: "chat",
    Action.CLOSE_SUPERVISION: "check-circle",
    Action.RAISE_SUPERVISION: "up",
}
DECIDED_BY_OTHERS = {Action.SUSPEND, Action.NOT_ACCEPT, Action.DECIDE_ASK}  # of what one handles oneself
HAND_OVER = (Action.TRANSFER, Action.ASSIGN)
LINKED = {Action.PLACE}  # a link beside what it changes leads there: its choices are read only then
# What the page offers first, of what the table allows: the next step of whoever has it
NEXT_STEP = {
    Status.SUBMITTED: {Relation.TRIAGER: Action.ASSIGN},
    Status.ASSIGNED: {Relation.HANDLER: Action.TAKE},
    Status.IN_PROGRESS: {Relation.HANDLER: Action.RESOLVE},
    Status.SUSPENDED: {Relation.HANDLER: Action.RESUME, Relation.CHIEF: Action.RESUME},
    Status.RESOLVED: {Relation.READER: Action.CALL_BACK},
    Status.MERGED: {Relation.TRIAGER: Action.UNMERGE},
}


# Others wait for these, so they come before it
FIRST = (Action.ANSWER_SUPERVISION, Action.DECIDE_ASK)


@dataclass(frozen=True)
class Do:
    """One thing to do: its button, its form and where it is sent."""

    action: Action
    label: str
    icon: str
    url: str
    form: DeskForm
    is_open: bool = False


@dataclass(frozen=True)
class Reporter:
    name: str
    phone: str
    home: str  # the flat, where `place` keeps it back
    reveal: DeskForm | None


def main_action(request: Request, relations: frozenset[Relation], allowed: Sequence[Action]) -> Action | None:
    """None for those who only watch over it: they choose for themselves."""
    first = next((action for action in FIRST if action in allowed), None)
    if first:
        return first
    if request.status == Status.ESCALATED:
        return desk_above.first_of(allowed) if relations & {Relation.HANDLER, Relation.COMMUNITY} else None
    steps = NEXT_STEP.get(Status(request.status), {})
    action = next((action for relation, action in steps.items() if relation in relations), None)
    if action == Action.RESOLVE and request.contacted_at is None:
        action = Action.CONTACT
    return action if action in allowed else None


def allowed_for(request: Request, relations: frozenset[Relation], now: datetime) -> list[Action]:
    """The table's buttons for which the desk has a form; nobody decides where nobody asked, or asks too late."""
    useless = {Action.REVEAL, *idle_supervision(request, relations)}
    if not getattr(request, "has_open_ask", False):
        useless.add(Action.DECIDE_ASK)
    if is_late(request, now):
        useless.add(Action.ASK_EXTENSION)
    return [action for action in actions_for(request.status, relations) if action in FORMS and action not in useless]


def is_late(request: Request, now: datetime) -> bool:
    return request.resolve_due_at is not None and request.resolve_due_at < now


def act_url(request: Request, action: str) -> str:
    return reverse("desk:act", args=[request.number, action])


def people_for(request: Request, allowed: Sequence[str], now: datetime, reader: Any) -> list[Person]:
    return candidates_for(request, facts_of(request), now, reader) if NEEDS_PEOPLE & {*allowed} else []


def things_to_do(
    request: Request,
    allowed: Sequence[Action],
    people: Sequence[Person],
    *,
    back: str = "",
    bound: DeskForm | None = None,
    opened: str = "",
    initial: Mapping[str, Any] | None = None,
) -> list[Do]:
    """`bound`: the form that was refused. `opened`: the action whose address was opened, with its `initial`."""
    found = []
    for action in allowed:
        if action in LINKED and action != opened and (bound is None or bound.action != action):
            continue
        if bound is not None and bound.action == action:
            form = bound
        else:
            more = dict(initial or {}) if action == opened else {}
            form = FORMS[action](matter=request, people=people, initial={"back": back, **more})
        is_open = form is bound or action == opened
        label = str(RULES[action].label)
        found.append(Do(action, label, ICONS[action], act_url(request, action), form, is_open))
    return found


def reporter_of(seen: Seen, back: str, bound: DeskForm | None = None) -> Reporter | None:
    """Masked; None where the author stays unnamed."""
    request, relations = seen.request, seen.relations
    if not knows_reporter(seen.user, request, relations):
        return None
    reveal = None
    if request.reporter_phone and may(Action.REVEAL, request.status, relations):
        reveal = FORMS[Action.REVEAL](matter=request, initial={"back": back})
        if bound is not None and bound.action == Action.REVEAL:
            reveal = bound
    home = request.dwelling if request.nature in NAMELESS_NATURES else ""
    return Reporter(mask_name(request.reporter_name), mask_phone(request.reporter_phone), home, reveal)


def guesses(request: Request, allowed: Sequence[Action]) -> list[Category]:
    """Kinds that an unclear one may be, for one press."""
    return kinds_offered(request) if Action.CLASSIFY in allowed else []


def text_beside_title(request: Request) -> str:
    """The words, unless the title holds all of them already."""
    return "" if request.description.rstrip("。.！!") == request.title.rstrip("。.！!") else request.description


def kinds_to_choose(request: Request, allowed: Sequence[Action]) -> list[tuple[str, Any]]:
    """All kinds, for one that nobody has put anywhere yet."""
    return kinds(whole_groups=False) if Action.CLASSIFY in allowed and not request.category_id else []


@dataclass(frozen=True)
class Seen:
    """One request as one person meets it now."""

    request: Request
    user: Any
    now: datetime
    relations: frozenset[Relation]
    allowed: list[Action]


def seen_by(user: Any, request: Request) -> Seen:
    relations, now = relations_of(user, request), timezone.now()
    allowed = [
        action
        for action in allowed_for(request, relations, now)
        if desk_above.offered(action, request, user, relations, now)
    ]
    if must_ask(user, request):
        allowed = [action for action in allowed if action not in DECIDED_BY_OTHERS]
    return Seen(request, user, now, relations, allowed)


def facts_context(seen: Seen, back: str, bound: DeskForm | None = None) -> dict[str, Any]:
    """What the panel and the page have in common."""
    request = seen.request
    alike, merged = neighbours(request, seen.user, seen.now)
    return {
        "matter": request,
        "row": row_of(request, seen.now, work_calendar()),
        "text": text_beside_title(request),
        "reporter": reporter_of(seen, back, bound),
        "reveal_url": act_url(request, Action.REVEAL),
        "reason": reason_of(request, seen.relations),
        "meant_now": meant_now(request, facts_of(request), seen.now) if "was" in request.route else "",
        "hand_over": next(((RULES[a].label, act_url(request, a)) for a in HAND_OVER if a in seen.allowed), None),
        "because": because(request),
        "where_from": where_from(request),
        "place_missed": place_missed(request),
        "place_url": act_url(request, Action.PLACE) if Action.PLACE in seen.allowed else "",
        "elsewhere": elsewhere(request),
        "guesses": guesses(request, seen.allowed),
        "kinds": kinds_to_choose(request, seen.allowed),
        "classify_url": act_url(request, Action.CLASSIFY),
        "alike": alike,
        "merged": merged,
        "back": back,
    }


def reason_of(request: Request, relations: frozenset[Relation]) -> str:
    """Why it is with whom it is: the rule's words, or who chose and what they said to their colleagues."""
    said, by_rule = request.route, as_it_was(request.route)
    if said.get("rule") != "by_hand":
        return by_rule
    by = _("%(by)s派的") % {"by": label_words(said["by"])}
    why = (relations & SEES_ALL and said["why"]) or by_rule
    return _("%(by)s：%(why)s") % {"by": by, "why": why} if why else by


def as_it_was(said: Mapping[str, Any]) -> str:
    """The rule's words, with the kind that they spoke of when it was given out, where that was corrected since."""
    words = reason_words(dict(said))
    if "was" not in said or not words:
        return words
    kind = next((kind for kind in catalogue().by_id.values() if kind.slug == said["was"]), None)
    if kind is None:
        return _("派的时候：%(why)s") % {"why": words}
    return _("派的时候归在“%(kind)s”：%(why)s") % {"kind": kind, "why": words}


def request_context(
    request: Request,
    user: Any,
    *,
    back: str = "",
    bound: DeskForm | None = None,
    opened: str = "",
    initial: Mapping[str, Any] | None = None,
    shown: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Everything of templates/desk/request.html. `shown`: a number or a code, this once."""
    seen = seen_by(user, request)
    allowed = seen.allowed
    if bound is not None and bound.action not in (*allowed, Action.REVEAL):
        allowed = [bound.action, *allowed]  # too late for it, but nothing typed gets lost
    people = people_for(request, allowed, seen.now, user)
    todo = things_to_do(request, allowed, people, back=back, bound=bound, opened=opened, initial=initial)
    wish = bound.action if bound is not None else opened
    first = wish if wish in allowed else main_action(request, seen.relations, allowed)
    works_on_it = bool(seen.relations & SEES_ALL)
    entries = staff_timeline(events_of(request, public_only=not works_on_it), seen.now)
    return {
        **facts_context(seen, back, bound),
        "station": request.station,
        "main": next((do for do in todo if do.action == first), None),
        "todo": [do for do in todo if do.action != first],
        "too_late": is_late(request, seen.now) and may(Action.ASK_EXTENSION, request.status, seen.relations),
        "entries": entries,
        "whistles": desk_above.told(request, seen.relations, seen.now),
        "photos": [photo for entry in entries for photo in entry.photos if not entry.is_pair],
        "form": bound,
        "back_url": back or reverse("desk:work"),
        "back_words": _("返回派单台") if back.startswith(reverse("desk:triage")) else _("返回我的事"),
        "shown": shown,
        "opened": opened,
    }
