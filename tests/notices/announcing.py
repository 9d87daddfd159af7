"""Announcements as the tests write them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from notices import actions
from notices.models import Announcement
from stations.models import Dwelling, FlagGroup
from tests.cast import Cast

HOUR = timedelta(hours=1)


def write(cast: Cast, *numbers: str, **more: Any) -> Announcement:
    """A draft of the chief's for those buildings of jingan; without any: for the whole compound."""
    now = timezone.now()
    said: dict[str, Any] = {
        "title": "停水通知",
        "text": "换水泵，请提前接水。",
        "starts_at": now + HOUR,
        "ends_at": now + 9 * HOUR,
        "buildings": cast.jingan.compound.buildings.filter(number__in=numbers),
    }
    return actions.write(station=cast.jingan, actor=cast.chief, words=actions.Words(**said | more))


def publish(cast: Cast, *numbers: str, **more: Any) -> Announcement:
    row = write(cast, *numbers, **more)
    actions.publish(announcement=row, actor=cast.chief)
    return Announcement.objects.select_related("station__compound").get(pk=row.pk)


def group(cast: Cast, leader: Any, *numbers: str) -> FlagGroup:
    made = FlagGroup.objects.create(station=cast.jingan, name="北片小组", leader=leader)
    made.buildings.set(cast.jingan.compound.buildings.filter(number__in=numbers))
    return made


def dwelling(cast: Cast, building: str, number: str) -> Dwelling:
    entrance = cast.jingan.compound.buildings.get(number=building).entrances.get(number="1")
    return Dwelling.objects.get_or_create(entrance=entrance, number=number)[0]
