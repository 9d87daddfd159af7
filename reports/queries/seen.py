"""From a division down: what an official or officer may look at, and how they get there. One statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.queries.scopes import STATION, Choice, Scope, places_under, station_key
from reports.vocabulary import LEVELS
from stations.queries import posts_of

MANY_STATIONS = 60  # more are not offered in a list


@dataclass(frozen=True)
class Seen:
    """`above`: the divisions over the scope that are theirs too, largest first. `below`: the next step down."""

    scope: Scope
    level: str
    above: list[Choice]
    below: list[Choice]
    names: dict[str, str]  # of divisions, by code

    def name_of(self, division: str) -> str:
        return self.names.get(division, "")


def seen_from(user: Any, key: str = "") -> Seen | None:
    """The scope of that key, or the largest of theirs; None: it is not theirs, or it does not exist.

    Only for those who hold a division: a station's chief has the figures on the desk.
    """
    posts = posts_of(user)
    codes = posts.districts | posts.communities
    if not codes:
        return None
    key = key or min(codes, key=lambda code: (len(code), code))
    stations, under = places_under(codes)
    wanted = {place.division[:digits] for place in stations for digits in LEVELS} | codes | {key}
    divisions = {choice.key: choice for choice in under if choice.key in wanted}
    names = {code: choice.name for code, choice in divisions.items()}
    if key.startswith(STATION):
        place = next((place for place in stations if place.key == key), None)
        if place is None:
            return None
        scope, level = Scope(key, place.name, (place,)), "station"
        above = [divisions[code] for code in _codes_of(place.division) if code in divisions]
        return Seen(scope, level, above, [], names)
    if key not in divisions:
        return None
    scope = Scope(key, names[key], tuple(place for place in stations if place.division.startswith(key)))
    above = [divisions[code] for code in _codes_of(key)[:-1] if code in divisions]
    return Seen(scope, divisions[key].level, above, _below(scope, divisions.values()), names)


def _codes_of(division: str) -> list[str]:
    return [division[:digits] for digits in LEVELS if digits <= len(division)]


def _below(scope: Scope, divisions: Iterable[Choice]) -> list[Choice]:
    under = [each for each in divisions if each.key.startswith(scope.key) and each.key != scope.key]
    nearest = min((len(each.key) for each in under), default=0)
    found = [each for each in under if len(each.key) == nearest]
    if len(scope.stations) <= MANY_STATIONS:
        found += [Choice(station_key(place.pk), place.name, "station") for place in scope.stations]
    return found
