"""A supplement is heard like the first sentence: what danger it tells of, and where it is, if nobody knew that yet."""

from __future__ import annotations

from services.actions._door import Change
from services.actions._telling import work_group
from services.actions.filing import assignee_title, facts_of, is_private, set_deadlines
from services.actions.placing import put
from services.actions.triage import DUE_FIELDS
from services.danger import DANGER_KINDS
from services.models import CoHandler
from services.queries import roster_of, spans_of
from services.queries.understanding import building_missed, place_meant, understood
from services.routing import route
from services.understanding import Understanding
from services.understanding.taking import said_in
from services.vocabulary import Urgency


def hear_danger(step: Change, text: str) -> bool:
    """The gravest danger stands, with its numbers. True when it cannot wait from now on, and all who would have been
    told of it at first are told."""
    request = step.request
    said = said_in(understood(text), text) if text else None
    if said is None or not said.danger:
        return False
    danger = min(filter(None, (request.danger, said.danger)), key=_gravity)
    hidden = request.is_sensitive or is_private(request.category, request.target, danger, request.suggested)
    step.set(danger=danger, is_sensitive=hidden, understood={**request.understood, "heard": said.danger})
    if not said.is_pressing or request.urgency == Urgency.CRITICAL:
        return False
    step.set(urgency=Urgency.CRITICAL)
    _promise_anew(step)
    _call_helpers(step)
    step.tell_others(work_group("critical_filed", request))
    return True


def hear_place(step: Change, text: str) -> None:
    """Where no place is known, the one of the compound that the words name; else the building that it does not have."""
    request = step.request
    if not text or request.building_id or request.facility_id:
        return
    found: Understanding = understood(text)
    compound = request.station.compound
    building, entrance = place_meant(compound, found.place)
    known = {name: said for name, said in request.understood.items() if name != "missed"}
    if building:
        put(step, building, entrance, understood={**known, "place": found.place.words})
    elif missed := building_missed(compound, found.place):
        step.set(understood={**known, "missed": missed})


def _gravity(danger: str) -> int:
    return DANGER_KINDS.index(danger) if danger in DANGER_KINDS else len(DANGER_KINDS)


def _promise_anew(step: Change) -> None:
    """Counted from the moment that it was said; what was promised for an earlier day stands. Not while it rests."""
    request = step.request
    if request.clock_stopped_at:
        return
    started, promised = request.clock_started_at, request.resolve_due_at
    set_deadlines(request, spans_of(request.category, request.urgency), start=step.at)
    request.clock_started_at = started
    request.resolve_due_at = min(filter(None, (promised, request.resolve_due_at)), default=None)
    step.set(**{name: getattr(request, name) for name in DUE_FIELDS})


def _call_helpers(step: Change) -> None:
    """Whoever helps in danger beside the one in charge, the officer on duty among them."""
    request = step.request
    there = {request.assignee_id, *request.co_handlers.values_list("user", flat=True)}
    helpers = [(user, post) for user, post in _decision_co(step) if user not in there]
    CoHandler.objects.bulk_create(
        CoHandler(request=request, user_id=user, title=assignee_title(post, request)) for user, post in helpers
    )
    for user, _post in helpers:
        step.tell(user, "co_handler", desk=True)


def _decision_co(step: Change) -> tuple[tuple[int, str], ...]:
    return route(facts_of(step.request), roster_of(step.request.station, step.at)).co
