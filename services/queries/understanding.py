"""What a process needs to understand sentences, kept in it; and which place of a station a sentence means."""

from __future__ import annotations

from dataclasses import dataclass

from services import model_store
from services.queries.catalogue import Catalogue, catalogue
from services.understanding import Knowledge, SpokenPlace, Understanding, understand
from services.understanding.places import number_of
from stations.models import Building, Compound, Entrance


@dataclass(frozen=True)
class _Kept:
    known: Knowledge
    of: Catalogue
    stamp: tuple[str, int]


_kept: _Kept | None = None


def knowledge() -> Knowledge:
    """Read anew when the catalogue was, or when another model is in use: no process needs a restart for it."""
    global _kept
    now, stamp = catalogue(), model_store.stamp()
    if _kept is None or _kept.of is not now or _kept.stamp != stamp:
        model = _kept.known.model if _kept and _kept.stamp == stamp else model_store.load()
        _kept = _Kept(Knowledge(now.index, model), now, stamp)
    return _kept.known


def understood(text: str, title: str = "", *, hint: str = "") -> Understanding:
    """The one door through which filing and the pages understand a sentence."""
    return understand(text, knowledge(), title, hint=hint)


def place_meant(compound: Compound, spoken: SpokenPlace) -> tuple[Building | None, Entrance | None]:
    """The building, and the entrance, that a sentence names, when exactly one of the compound answers to it.

    At most one statement, none when nothing was named.
    """
    if not spoken.names_a_door:
        return None, None
    if not spoken.entrance:
        rows = Building.objects.filter(compound=compound)
        buildings = [building for building in rows if number_of(building.number) == spoken.building]
        return (buildings[0], None) if len(buildings) == 1 else (None, None)
    doors = list(Entrance.objects.filter(building__compound=compound).select_related("building"))
    if spoken.building:
        doors = [door for door in doors if number_of(door.building.number) == spoken.building]
    fitting = [door for door in doors if number_of(door.number) == spoken.entrance]
    if len(fitting) == 1:
        return fitting[0].building, fitting[0]
    same = {door.building for door in doors} if spoken.building else set()
    return (same.pop(), None) if len(same) == 1 else (None, None)


def building_missed(compound: Compound, spoken: SpokenPlace) -> str:
    """The number of a building that was said and that the compound does not have; "" where none of its own is known.

    To be asked when `place_meant` found none. One statement, none when no building was named.
    """
    if not spoken.building:
        return ""
    own = {number_of(number) for number in Building.objects.filter(compound=compound).values_list("number", flat=True)}
    return spoken.building if own and spoken.building not in own else ""
