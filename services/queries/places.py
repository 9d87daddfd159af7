"""The place that a filing form names, and the places that it offers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from stations.models import Building, Compound, Entrance, Plate, Station
from stations.queries import open_stations

ID = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Spot:
    """A station with the building and entrance that were named; not `is_known`: they are not of that station."""

    station: Station
    building: Building | None = None
    entrance: Entrance | None = None
    is_known: bool = True


def find_spot(slug: str, building: str = "", entrance: str = "") -> Spot | None:
    """One statement for a form that was filled in well; None for a station that does not exist or is closed.

    `building`, `entrance`: ids as the form sent them. The entrance alone is enough; it must stand in the building.
    """
    row = _named(slug, building, entrance)
    if row is None:
        station = open_stations().filter(slug=slug).first()
        return Spot(station, is_known=not (building or entrance)) if station else None
    if isinstance(row, Building):
        return Spot(row.compound.station, row)
    is_inside = building in ("", str(row.building_id))
    return Spot(row.building.compound.station, row.building, row, is_known=is_inside)


def _named(slug: str, building: str, entrance: str) -> Entrance | Building | None:
    if ID.fullmatch(entrance):
        entrances = Entrance.objects.select_related("building__compound__station")
        here = {"building__compound__station__slug": slug, "building__compound__station__is_open": True}
        return entrances.filter(pk=entrance, **here).first()
    if ID.fullmatch(building) and not entrance:
        buildings = Building.objects.select_related("compound__station")
        return buildings.filter(pk=building, compound__station__slug=slug, compound__station__is_open=True).first()
    return None


def find_plate(code: str) -> Plate | None:
    """Also a revoked one: its page says so and leads on. Only plates of open stations."""
    rows = Plate.objects.select_related(
        "compound__station", "building", "entrance__building", "facility__building", "facility__entrance"
    )
    return rows.filter(code=code, compound__station__is_open=True).first()


@dataclass(frozen=True)
class Doors:
    """A building with its entrances: ids and what people call them, 「4号楼」, 「4号楼2单元」."""

    pk: int
    name: str
    entrances: tuple[tuple[int, str], ...]


def doors_of(compound: Compound) -> list[Doors]:
    """All buildings, those without entrances too, in one statement."""
    rows: Any = (
        Building.objects.filter(compound=compound)
        .order_by("order", "number", "entrances__order", "entrances__number")
        .values("pk", "number", door=F("entrances__pk"), door_number=F("entrances__number"))
    )
    found: dict[int, tuple[str, list[tuple[int, str]]]] = {}
    for row in rows:
        building, entrances = found.setdefault(row["pk"], (str(Building(number=row["number"])), []))
        if row["door"]:
            entrances.append((row["door"], f"{building}{Entrance(number=row['door_number'])}"))
    return [Doors(pk, name, tuple(entrances)) for pk, (name, entrances) in found.items()]
