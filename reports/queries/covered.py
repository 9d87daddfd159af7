"""Whether everybody has a station, and each station its people. One statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from stations.models import Appointment, Building, Compound
from stations.vocabulary import GoverningBody, Post

# Posts that somebody should hold; the others have fall-backs of their own.
_POSTS = (Post.STATION_CHIEF, Post.DEPUTY_CHIEF, Post.HOA_CHAIR, Post.PROPERTY_MANAGER)


@dataclass(frozen=True)
class Covered:
    """One compound. `station`: its id, or None. `empty`: posts that nobody holds."""

    name: str
    division: str
    households: int
    station: int | None
    station_name: str
    body: str
    has_company: bool
    buildings: int = 0
    led: int = 0
    empty: list[Post] = field(default_factory=list)

    @property
    def vacant(self) -> int:
        return self.buildings - self.led

    @property
    def has_gaps(self) -> bool:
        return self.station is not None and bool(self.empty or self.vacant)

    @property
    def kind(self) -> str:
        """How it is managed: by a company, by the owners, by both, by neither."""
        owners = self.body != GoverningBody.NONE
        return {(True, True): "both", (True, False): "company", (False, True): "owners"}.get(
            (self.has_company, owners), "neither"
        )


def coverage_of(scope_key: str, stations: Collection[int] = ()) -> list[Covered]:
    """The compounds of a division, those without a station too; `stations`: of these alone."""
    rows = Compound.objects.filter(station__in=stations) if stations else _under(scope_key)
    held = Appointment.objects.current().filter(station=OuterRef("station"))
    buildings = Building.objects.filter(compound=OuterRef("pk")).order_by().values("compound")
    leads = Appointment.objects.current().filter(post=Post.BUILDING_LEADER, building=OuterRef("pk"))
    led = buildings.filter(Exists(leads))
    annotated = rows.annotate(
        buildings_all=Coalesce(Subquery(buildings.annotate(n=Count("pk")).values("n")), 0),
        buildings_led=Coalesce(Subquery(led.annotate(n=Count("pk")).values("n")), 0),
        **{f"holds_{post}": Exists(held.filter(post=post)) for post in _POSTS},
    )
    fields = ("name", "division_id", "households", "station", "station__name", "governing_body", "property_company_id")
    more = ("buildings_all", "buildings_led", *(f"holds_{post}" for post in _POSTS))
    return [_covered(row) for row in annotated.order_by("division_id", "name").values_list(*fields, *more)]


def _under(code: str) -> Any:
    return Compound.objects.filter(division__code__startswith=code)


def _covered(row: tuple[Any, ...]) -> Covered:
    name, division, households, station, station_name, body, company, buildings, led, *holds = row
    empty = [post for post, is_held in zip(_POSTS, holds, strict=True) if not is_held and _is_due(post, body, company)]
    return Covered(
        name,
        division,
        households,
        station,
        station_name or "",
        body,
        company is not None,
        buildings,
        led,
        empty if station else [],
    )


def _is_due(post: Post, body: str, company: int | None) -> bool:
    """No committee, no chair; no company, no manager."""
    if post == Post.HOA_CHAIR:
        return body != GoverningBody.NONE
    return company is not None if post == Post.PROPERTY_MANAGER else True
