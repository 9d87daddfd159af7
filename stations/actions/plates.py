"""Door plates: made where there is none, taken out of use when lost or defaced."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from stations.actions._station import changing, log
from stations.models import Plate, Station
from stations.queries import buildings_without_plate, places_without_plate

DIGITS = 6  # short enough to be read out on the phone; a hit by guessing tells a place and nothing else


def make_missing_plates(*, station: Station, actor: Any) -> list[Plate]:
    """For every entrance and facility, and for buildings that have no entrances."""
    with changing(station, actor) as locked:
        buildings, entrances, facilities = places_without_plate(locked)
        places: list[dict[str, Any]] = [{"building": building} for building in buildings]
        places += [{"building_id": entrance.building_id, "entrance": entrance} for entrance in entrances]
        places += [
            {"building_id": thing.building_id, "entrance_id": thing.entrance_id, "facility": thing}
            for thing in facilities
        ]
        return _make(locked, actor, places)


def make_building_plate(*, station: Station, actor: Any, building: int) -> Plate:
    """One for the whole building (`building`: its id), for the notice board in front of it."""
    with changing(station, actor) as locked:
        found = buildings_without_plate(locked).filter(pk=building).first()
        if found is None:
            raise ActionRefused("has_one", _("这栋楼已经有门牌码了，或者不在本小区。"), "building")
        return _make(locked, actor, [{"building": found}])[0]


def _make(locked: Station, actor: Any, places: list[dict[str, Any]]) -> list[Plate]:
    codes = _new_codes(len(places))
    plates = [
        Plate(code=code, compound=locked.compound, created_by=actor, **place)
        for code, place in zip(codes, places, strict=True)
    ]
    Plate.objects.bulk_create(plates)
    if plates:
        log(actor, "plates_made", locked, locked, after={"count": len(plates)})
    return plates


def revoke_plate(*, plate: Plate, station: Station, actor: Any, reason: str) -> None:
    """Who scans it from now on is told to ask for a new one; its number is never used again."""
    if not clean_text(reason):
        raise ActionRefused("no_reason", _("请写一句为什么停用。"), "reason")
    with changing(station, actor) as locked:
        row = Plate.objects.select_for_update(of=("self",)).get(pk=plate.pk, compound=locked.compound_id)
        if row.revoked_at is not None:
            raise ActionRefused("revoked", _("这块门牌码已经停用了。"))
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        log(actor, "plate_revoked", row, locked, reason, after={"place": row.place})


def _new_codes(count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        fresh = {f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}" for _number in range(count - len(codes))}
        codes |= fresh - set(Plate.objects.filter(code__in=fresh).values_list("code", flat=True))
    return list(codes)
