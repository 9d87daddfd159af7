"""The compounds of the demo with every building, entrance, dwelling, facility and plate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stations.models import (
    Building,
    Compound,
    Dwelling,
    Entrance,
    Facility,
    Plate,
    PropertyCompany,
    Room,
    Station,
)
from stations.vocabulary import FacilityKind

DWELLINGS_ON_A_FLOOR = 2


@dataclass
class Built:
    """One station with what a story needs to find in it."""

    station: Station
    spec: dict[str, Any]
    buildings: dict[str, Building] = field(default_factory=dict)
    entrances: dict[tuple[str, str], Entrance] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)  # 「4-2电梯」, 「南门」
    plates: dict[tuple[int | None, int | None], Plate] = field(default_factory=dict)  # (entrance, facility)

    def dwelling(self, at: str) -> Dwelling:
        """「4-2-301」: building, entrance, number."""
        building, entrance, number = at.split("-")
        return self.entrances[building, entrance].dwellings.get(number=number)


def build(spec: dict[str, Any]) -> Built:
    company = PropertyCompany.objects.create(**spec["company"]) if "company" in spec else None
    compound = Compound.objects.create(
        slug=spec["slug"],
        name=spec["compound"],
        division_id=spec["division"],
        address=spec["address"],
        property_company=company,
        governing_body=spec["governing_body"],
    )
    names = ("slug", "code", "name", "address", "phone", "opening_hours")
    station = Station.objects.create(compound=compound, **{name: spec[name] for name in names})
    built = Built(station, spec)
    dwellings = [row for kind in spec["buildings"] for row in _buildings(built, kind)]
    Dwelling.objects.bulk_create(dwellings)
    compound.households = len(dwellings)
    compound.save(update_fields=["households"])
    _facilities(built)
    _plates(built)
    Room.objects.bulk_create([Room(station=station, order=n, **room) for n, room in enumerate(spec["rooms"])])
    return built


def _buildings(built: Built, kind: dict[str, Any]) -> list[Dwelling]:
    compound, dwellings = built.station.compound, []
    for number in kind["numbers"]:
        building = Building.objects.create(compound=compound, number=str(number), order=number)
        built.buildings[building.number] = building
        for nth in range(1, kind["entrances"] + 1):
            entrance = Entrance.objects.create(building=building, number=str(nth), order=nth)
            built.entrances[building.number, entrance.number] = entrance
            dwellings += [
                Dwelling(entrance=entrance, number=f"{floor}0{door}")
                for floor in range(1, kind["floors"] + 1)
                for door in range(1, DWELLINGS_ON_A_FLOOR + 1)
            ]
            if kind.get("lift"):
                _facility(built, f"{number}-{nth}电梯", FacilityKind.LIFT, "电梯", building, entrance)
    return dwellings


def _facilities(built: Built) -> None:
    for row in built.spec["facilities"]:
        building = built.buildings[str(row["building"])] if "building" in row else None
        _facility(built, row["name"], row["kind"], row["name"], building)


def _facility(
    built: Built, key: str, kind: str, name: str, building: Building | None = None, entrance: Entrance | None = None
) -> None:
    built.facilities[key] = Facility.objects.create(
        compound=built.station.compound, kind=kind, name=name, building=building, entrance=entrance
    )


def _plates(built: Built) -> None:
    """Codes that stay the same in every demo: station, building, entrance; lifts end in 8, others begin with 9."""
    compound, digit = built.station.compound, built.spec["digit"]
    plates = []
    for (number, nth), entrance in built.entrances.items():
        code = f"{digit}{int(number):02}{nth}1"
        plates.append(Plate(code=code, compound=compound, building=entrance.building, entrance=entrance))
        if lift := built.facilities.get(f"{number}-{nth}电梯"):
            code = f"{digit}{int(number):02}{nth}8"
            plates.append(
                Plate(code=code, compound=compound, building=entrance.building, entrance=entrance, facility=lift)
            )
    others = [facility for facility in built.facilities.values() if facility.kind != FacilityKind.LIFT]
    for order, facility in enumerate(others):
        plates.append(
            Plate(code=f"{digit}9{order:02}0", compound=compound, building=facility.building, facility=facility)
        )
    for plate in Plate.objects.bulk_create(plates):
        built.plates[plate.entrance_id, plate.facility_id] = plate
