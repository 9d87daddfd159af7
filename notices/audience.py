"""Who lives where. This room knows buildings and accounts; who lives in them, the room above tells it here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, Protocol

Buildings = Collection[int] | None  # ids; None: all of the compound


class Lodger(NamedTuple):
    user_id: int
    name: str
    dwelling_id: int


class Source(Protocol):
    """Each answers with one statement, and only with homes that the station has confirmed."""

    def lodgers(self, compound: int, buildings: Buildings) -> Iterable[Lodger]: ...

    def lives_in(self, user: Any, compound: int, buildings: Buildings) -> bool: ...


_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def lodgers(compound: int, buildings: Buildings) -> list[Lodger]:
    return [lodger for source in _sources for lodger in source.lodgers(compound, buildings)]


def lives_in(user: Any, compound: int, buildings: Buildings) -> bool:
    return any(source.lives_in(user, compound, buildings) for source in _sources)
