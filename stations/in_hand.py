"""How many things people have in hand at a station, as far as a reader may see. Rooms above tell it here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from stations.models import Station

Source = Callable[[Any, Station], Mapping[int, int]]  # reader, station → id of a user → how many
_sources: list[Source] = []


def register(source: Source) -> None:
    """A source asks at most one statement, whatever the number of people."""
    if source not in _sources:
        _sources.append(source)


def in_hand(station: Station, reader: Any) -> dict[int, int]:
    total: Counter[int] = Counter()
    for source in _sources:
        total.update(source(reader, station))
    return dict(total)
