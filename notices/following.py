"""What may be followed. Rooms above know the kinds of requests and who lives where; they enter themselves here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from stations.models import Building, Station

Kinds = Callable[[], Mapping[str, str]]  # slug → name in the reader's language
HomesOf = Callable[[Any], Iterable[Building]]  # with compound__station selected
LivingAt = Callable[[Station], Iterable[int]]  # ids of users, or a queryset of them

_kinds: list[Kinds] = []
_homes_of: list[HomesOf] = []
_living_at: list[LivingAt] = []


def register_kinds(source: Kinds) -> None:
    if source not in _kinds:
        _kinds.append(source)


def register_homes(homes_of: HomesOf, living_at: LivingAt) -> None:
    if homes_of not in _homes_of:
        _homes_of.append(homes_of)
        _living_at.append(living_at)


def kinds() -> dict[str, str]:
    return {slug: name for source in _kinds for slug, name in source().items()}


def homes_of(user: Any) -> list[Building]:
    """The buildings in which somebody lives, as the station has confirmed."""
    return [building for source in _homes_of for building in source(user)]


def living_at(station: Station) -> set[int]:
    return {user for source in _living_at for user in source(station)}
