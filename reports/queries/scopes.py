"""For whom figures are added up: a division with all below it, or one station; and who may see which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value

from reports.rollups import STATION, holds_days
from reports.vocabulary import LARGE, Grain
from stations.models import Division, Station
from stations.queries import posts_of


class Place(NamedTuple):
    """A station as figures need it."""

    pk: int
    name: str
    slug: str
    compound: str
    households: int
    division: str
    company: str

    @property
    def key(self) -> str:
        return station_key(self.pk)


@dataclass(frozen=True)
class Choice:
    """A scope that somebody may choose."""

    key: str
    name: str
    level: str  # a DivisionLevel, or "station"


@dataclass(frozen=True)
class Scope:
    """`key`: a division's code, or 「s17」 for a station; every figure of it is stored under that."""

    key: str
    name: str
    stations: tuple[Place, ...]

    @property
    def is_station(self) -> bool:
        return self.key.startswith(STATION)

    @cached_property
    def station_ids(self) -> list[int]:
        return [place.pk for place in self.stations]

    @cached_property
    def households(self) -> int:
        return sum(place.households for place in self.stations)

    @cached_property
    def by_key(self) -> dict[str, Place]:
        return {place.key: place for place in self.stations}

    @cached_property
    def day_keys(self) -> list[str]:
        """Whose rows by day add up to this scope: rollups.holds_days."""
        if self.is_station or holds_days(self.key):
            return [self.key]
        if len(self.key) > LARGE:
            return [*self.by_key]
        return sorted({place.division[:LARGE] for place in self.stations})

    def keys(self, grain: str) -> list[str]:
        return self.day_keys if grain == Grain.DAY else [self.key]

    def holds(self, station: str = "station") -> Q:
        """The rows whose station lies here. Asked by place: of 2,000 keys the list alone takes long to read."""
        if self.is_station:
            return Q(**{f"{station}__in": self.station_ids})
        return Q(**{f"{station}__compound__division__code__startswith": self.key})

    def narrowed(self, keys: Iterable[str]) -> list[Place]:
        wanted = set(keys)
        return [place for place in self.stations if place.key in wanted]


def station_key(station: int) -> str:
    return f"{STATION}{station}"


def scope_of_station(station: Station) -> Scope:
    return Scope(station_key(station.pk), station.name, _places(Q(pk=station.pk)))


def scope_of_division(division: Division) -> Scope:
    return Scope(division.code, division.name, _places(Q(compound__division__code__startswith=division.code)))


def scopes_visible_to(user: Any) -> list[Choice]:
    """What somebody may look at, largest first: an official or officer their division, those below it that have a
    station, and these stations; who runs a station, that station."""
    posts = posts_of(user)
    codes = posts.districts | posts.communities
    own = posts.chief_of | posts.deputy_of
    if not codes and not own:
        return []
    stations = _places(_under(codes) | Q(pk__in=own))
    found: list[Choice] = []
    if codes:
        held = {place.division for place in stations}
        wanted = {code[:n] for code in held for n in (2, 4, 6, 9, 12)} | codes
        rows = Division.objects.filter(pk__in=[code for code in wanted if _is_under(code, codes)]).order_by("code")
        found = sorted((Choice(row.code, row.name, row.level) for row in rows), key=lambda each: len(each.key))
    return found + [Choice(place.key, place.name, "station") for place in stations]


def scope_visible_to(user: Any, key: str = "") -> Scope | None:
    """The scope of that key, or (without one) the largest that the user may see; None: it is not theirs to see."""
    posts = posts_of(user)
    codes, own = posts.districts | posts.communities, posts.chief_of | posts.deputy_of
    if not key:
        if not codes and not own:
            return None
        key = min(codes, key=lambda code: (len(code), code)) if codes else station_key(min(own))
    if key.startswith(STATION):
        seen = _under(codes) | Q(pk__in=own)
        pk = key.removeprefix(STATION)
        is_id = pk.isascii() and pk.isdigit() and len(pk) < 12
        station = Station.objects.filter(seen, pk=int(pk)).first() if is_id else None
        return scope_of_station(station) if station else None
    division = Division.objects.filter(pk=key).first() if _is_under(key, codes) else None
    return scope_of_division(division) if division else None


def stations_by_id(stations: Iterable[int]) -> QuerySet[Station]:
    return Station.objects.filter(pk__in=list(stations)).select_related("compound__division")


def places_under(codes: Iterable[str]) -> tuple[tuple[Place, ...], list[Choice]]:
    """The stations under these divisions, and the divisions themselves with all below them, in order. One statement."""
    below = Q(pk__in=[])
    for code in codes:
        below |= Q(code__startswith=code)
    divisions = (
        Division.objects.filter(below)
        .order_by()
        .values_list(Value(0), "name", "level", Value(""), Value(0), "code", Value(""))
    )
    rows = list(_place_rows(_under(codes)).union(divisions, all=True).order_by("compound__division_id", "name"))
    places = tuple(_place(*row) for row in rows if row[0])
    return places, [Choice(code, name, level) for pk, name, level, _c, _h, code, _p in rows if not pk]


def _under(codes: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for code in codes:
        condition |= Q(compound__division__code__startswith=code)
    return condition


def _is_under(code: str, codes: Iterable[str]) -> bool:
    return any(code.startswith(own) for own in codes)


def _places(condition: Q) -> tuple[Place, ...]:
    return tuple(_place(*row) for row in _place_rows(condition).order_by("compound__division_id", "name"))


def _place_rows(condition: Q) -> Any:
    fields = ("pk", "name", "slug", "compound__name", "compound__households", "compound__division_id")
    return Station.objects.filter(condition).order_by().values_list(*fields, "compound__property_company__name")


def _place(*row: Any) -> Place:
    return Place._make([*row[:-1], row[-1] or ""])
