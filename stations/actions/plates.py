"""Door plates: made for every entrance and facility that has none, taken out of use when lost or defaced."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from stations.actions._station import changing, log
from stations.models import Plate, Station
from stations.queries import places_without_plate

DIGITS = 6  # short enough to be read out on the phone; a hit by guessing tells a place and nothing else


def make_missing_plates(*, station: Station, actor: Any) -> list[Plate]:
    with changing(station, actor) as locked:
        entrances, facilities = places_without_plate(locked)
        places = [{"building_id": entrance.building_id, "entrance": entrance} for entrance in entrances]
        places += [
            {"building_id": thing.building_id, "entrance_id": thing.entrance_id, "facility": thing}
            for thing in facilities
        ]
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
