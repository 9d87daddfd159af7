"""By whose mouth an announcement goes from door to door. Pure: posts and buildings go in, a name for each comes out.

The building's leaders carry it; where there is none (or all are away), the leader of its flag group; else the chief;
else a deputy. Who is away is taken only when everybody who could is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Because(StrEnum):
    LEADER = "leader"
    GROUP = "group"
    CHIEF = "chief"
    DEPUTY = "deputy"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    is_away: bool = False


@dataclass(frozen=True)
class Cast:
    """Who holds what at one station today. Keys are ids of buildings."""

    leaders: Mapping[int, Sequence[Person]]
    group_leaders: Mapping[int, Sequence[Person]]
    chiefs: Sequence[Person]
    deputies: Sequence[Person]


@dataclass(frozen=True)
class Leg:
    """One building, who carries it there, and why they."""

    building: int
    carriers: tuple[Person, ...]
    because: Because

    def is_carried_by(self, user: int | None) -> bool:
        return any(person.pk == user for person in self.carriers)


def legs(buildings: Iterable[int], cast: Cast) -> list[Leg]:
    return [_leg(building, cast) for building in buildings]


def _leg(building: int, cast: Cast) -> Leg:
    chain: list[tuple[Because, Collection[Person]]] = [
        (Because.LEADER, cast.leaders.get(building, ())),
        (Because.GROUP, cast.group_leaders.get(building, ())),
        (Because.CHIEF, cast.chiefs),
        (Because.DEPUTY, cast.deputies),
    ]
    for because, people in chain:
        if here := tuple(person for person in people if not person.is_away):
            return Leg(building, here if because == Because.LEADER else here[:1], because)
    for because, people in chain:
        if people:
            return Leg(building, tuple(people)[:1], because)
    return Leg(building, (), Because.NOBODY)
