"""Who can be given work at a station: people with their posts in words, their load, and what keeps them from it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.models import Request
from services.queries.in_hand import in_hand_seen_by
from services.queries.roster import roster_of
from services.routing import ABOVE, Facts, Holding, Member, is_recused, post_words, route
from services.vocabulary import Status
from stations.models import Station
from stations.titles import title_at
from stations.vocabulary import Post


@dataclass(frozen=True)
class Person:
    user: int
    name: str
    title: str
    load: int  # 「在办」 as the reader may see it (queries/in_hand.py)
    on_duty: bool = False
    is_absent: bool = False
    is_recused: bool = False
    is_suggested: bool = False

    @property
    def can_have_it(self) -> bool:
        return not (self.is_absent or self.is_recused)

    @property
    def key(self) -> str:
        return str(self.user)

    @property
    def label(self) -> str:
        return f"{self.title} {self.name}".strip()


def people_at(station: Station, at: datetime, reader: Any) -> list[Person]:
    """Who works at `station`, whoever has most in hand first."""
    loads = in_hand_seen_by(reader, station)
    members = [member for member in roster_of(station, at).members if _works_here(member)]
    people = [Person(m.user, m.name, title_of(m), loads.get(m.user, 0), m.on_duty, m.is_absent) for m in members]
    return sorted(people, key=lambda person: (-person.load, person.user))


def titles_at(station: Station, at: datetime) -> dict[int, str]:
    """User → 「物业经理」, of everybody on the station's roster."""
    return {member.user: title_of(member) for member in roster_of(station, at).members}


def candidates_for(request: Request, facts: Facts, at: datetime, reader: Any) -> list[Person]:
    """Who may be chosen for `request`: the rule's proposal, then who fits and has least in hand; who may not, last."""
    roster, loads = roster_of(request.station, at), in_hand_seen_by(reader, request.station)
    decision = route(facts, roster)
    wanted = (decision.post, *facts.lead, *facts.co)
    near = {request.building_id}
    found = []
    for member in roster.members:
        suggested = member.user == decision.user
        if not suggested and not _works_here(member):
            continue
        person = Person(
            member.user,
            member.name,
            title_of(member, wanted, near),
            loads.get(member.user, 0),
            member.on_duty,
            member.is_absent,
            is_recused(member, facts),
            suggested,
        )
        found.append((_fit(member, wanted, near), person))
    order = sorted(found, key=lambda pair: (not pair[1].is_suggested, not pair[1].can_have_it, pair[0], pair[1].load))
    return [person for _fit_, person in order]


def meant_now(request: Request, facts: Facts, at: datetime) -> str:
    """「物业经理 丁海波」, who would get it by the rules after its kind was corrected, or said at all; "" where that is
    who has it."""
    if "was" not in request.route or request.status not in (Status.SUBMITTED, Status.ASSIGNED, Status.IN_PROGRESS):
        return ""
    roster = roster_of(request.station, at)
    decision = route(facts, roster)
    member = next((member for member in roster.members if member.user == decision.user), None)
    if member is None or member.user == request.assignee_id:
        return ""
    return f"{title_of(member, (decision.post,), {request.building_id})} {member.name}"


def title_of(member: Member, wanted: tuple[str, ...] = (), near: Container[int | None] = ()) -> str:
    """「物业经理」, 「4号楼楼长」: the post that the kind names, else the first in order; a near building's."""
    holding = min(member.holdings, key=lambda holding: (_rank(holding, wanted), holding.building not in near))
    return title_at(f"{holding.number}号楼" if holding.number else "", post_words(holding.post))


def _works_here(member: Member) -> bool:
    return any(holding.post not in ABOVE for holding in member.holdings)


def _fit(member: Member, wanted: tuple[str, ...], near: Container[int | None]) -> int:
    """Leaders of other buildings come last: a compound has many of them."""
    ranks = [_rank(holding, wanted) for holding in member.holdings if _is_near(holding, near)]
    return min(ranks, default=len(ORDER) + len(wanted))


def _is_near(holding: Holding, near: Container[int | None]) -> bool:
    return holding.post != Post.BUILDING_LEADER or holding.building in near


def _rank(holding: Holding, wanted: tuple[str, ...]) -> int:
    if holding.post in wanted:
        return wanted.index(holding.post)
    return len(wanted) + rank_of(holding.post)


def rank_of(post: str) -> int:
    """Somebody of several posts is called by the one that stands first."""
    return ORDER.index(post) if post in ORDER else len(ORDER)


# In which post somebody of several is named where the kind of request does not say
ORDER = (
    Post.STATION_CHIEF,
    Post.PROPERTY_MANAGER,
    Post.HOA_CHAIR,
    Post.BUILDING_LEADER,
    Post.MEDIATOR,
    Post.PROPERTY_STAFF,
    Post.HOA_MEMBER,
    Post.DUTY_OFFICER,
    Post.DEPUTY_CHIEF,
    Post.BRANCH_SECRETARY,
)
