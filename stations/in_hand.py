"""How many things people still have in hand at a station. Rooms above, which know requests, tell it here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from stations.models import Station

Source = Callable[[Station], Mapping[int, int]]  # id of a user → how many
_sources: list[Source] = []


def register(source: Source) -> None:
    """A source asks at most one statement, whatever the number of people."""
    if source not in _sources:
        _sources.append(source)


def in_hand(station: Station) -> dict[int, int]:
    total: Counter[int] = Counter()
    for source in _sources:
        total.update(source(station))
    return dict(total)
