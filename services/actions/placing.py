"""Where a request is, said by somebody who knows better than the words or the form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.language import in_source_language
from services.actions._door import Change, change
from services.actions._finding import found_by, household_for
from services.actions.filing import facts_of
from services.actions.triage import give
from services.models import Request
from services.queries import roster_of
from services.routing import route
from services.vocabulary import EventKind
from services.workflow import Action
from stations.models import Building, Entrance
from stations.models.places import place_words
from stations.vocabulary import Post

READ = ("place", "missed")  # what filing made of the words


def place(
    *,
    request: Request,
    building: Building | None,
    entrance: Entrance | None = None,
    actor: Any,
    dwelling: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """The right building and entrance. One that a building leader holds, only because of the building, moves on."""
    with change(request, Action.PLACE, actor=actor, version=version, at=at) as step:
        before = step.request.building_id
        understood = {name: said for name, said in step.request.understood.items() if name not in READ}
        thing = step.request.facility if building and building.pk == before else None
        put(step, building, entrance, dwelling=dwelling, facility=thing, understood=understood)
        if dwelling:
            step.set(household=household_for(step.request))
    return request


def put(step: Change, building: Building | None, entrance: Entrance | None, **more: Any) -> None:
    """Found there from now on, told on the timeline; moves on from a building leader. `more`: other fields to set."""
    before = step.request.building_id
    step.set(building=building, entrance=entrance, **more)
    step.set(search=found_by(step.request))
    step.log(EventKind.PLACED, place=_words(building, entrance))
    if step.request.building_id != before and step.request.route.get("post") == Post.BUILDING_LEADER:
        give(step, route(facts_of(step.request), roster_of(step.request.station, step.at)), kind=EventKind.ASSIGNED)


@in_source_language
def _words(building: Building | None, entrance: Entrance | None) -> str:
    return place_words(building, entrance)
