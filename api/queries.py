"""Reads that only the API makes; everything else is the rooms' own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.actions.filing import assignee_title, facts_of
from services.models import Request, RequestEvent
from services.queries import roster_of
from services.queries.in_hand import in_hand_seen_by
from services.queries.resident import public_events
from services.relations import SEES_ALL, knows_reporter, relations_of
from services.routing import is_recused
from services.workflow import Relation, actions_for


@dataclass(frozen=True)
class Reading:
    """One request as somebody may read it."""

    request: Request
    events: list[RequestEvent]
    acts: list[str]
    knows_reporter: bool
    is_owner: bool


def reading_of(request: Request, user: Any, *, as_owner: bool = False) -> Reading:
    """`as_owner`: the pick-up code was right. Who only reads along sees no internal entry."""
    relations = relations_of(user, request) | ({Relation.OWNER} if as_owner else frozenset())
    works_on_it = bool(relations & SEES_ALL)
    return Reading(
        request,
        list(request.events.all()) if works_on_it else public_events(request),
        [str(action) for action in actions_for(request.status, relations)] if works_on_it else [],
        knows_reporter(user, request, relations),
        Relation.OWNER in relations and not works_on_it,
    )


@dataclass(frozen=True)
class Candidate:
    id: int
    name: str
    posts: list[str]
    on_duty: bool
    load: int


def candidates_for(request: Request, at: datetime, reader: Any) -> list[Candidate]:
    """Who may be given it: nobody who is away or complained about."""
    facts, loads = facts_of(request), in_hand_seen_by(reader, request.station)
    return [
        Candidate(
            *(member.user, member.name, [assignee_title(holding.post, request) for holding in member.holdings]),
            *(member.on_duty, loads.get(member.user, 0)),
        )
        for member in roster_of(request.station, at).members
        if not member.is_absent and not is_recused(member, facts)
    ]
