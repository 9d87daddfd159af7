"""What a station tells its compound, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from notices.models import Announcement, Reading
from notices.models.announcement import AnnouncementQuerySet
from stations.models import Building, Station


def announcements_of(station: Station) -> AnnouncementQuerySet:
    """With the names of their places: three statements. For who runs the station, drafts among them."""
    rows = Announcement.objects.filter(station=station).select_related("station__compound")
    return rows.prefetch_related("buildings", "groups")


@dataclass
class Bulletin:
    """What residents see of one that is current, in a list or a banner."""

    pk: int
    title: str
    is_urgent: bool
    starts_at: datetime | None
    ends_at: datetime
    url: str
    buildings: list[str] = field(default_factory=list)  # none: the whole compound


def bulletins(station: Station, at: datetime, within: Iterable[int] | QuerySet | None = None) -> list[Bulletin]:
    """What is current at a station, urgent ones first, in one statement.

    `within`: ids of buildings; only what concerns one of them, or the whole compound.
    """
    rows = Announcement.objects.filter(station=station).current(at)
    if within is not None:
        own = Announcement.buildings.through.objects.filter(announcement=OuterRef("pk"), building__in=within)
        rows = rows.filter(Q(buildings=None) | Exists(own))
    names = ("pk", "title", "is_urgent", "starts_at", "ends_at", "buildings__number")
    order = ("-is_urgent", "-published_at", "-pk", "buildings__order", "buildings__number")
    found: dict[int, Bulletin] = {}
    for row in rows.order_by(*order).values(*names):
        number = row.pop("buildings__number")
        url = reverse("announcement", args=[station.slug, row["pk"]])
        one = found.setdefault(row["pk"], Bulletin(**row, url=url))
        if number:
            one.buildings.append(str(Building(number=number)))
    return list(found.values())


def building_ids(announcement: Announcement) -> list[int] | None:
    """None for the whole compound. No statement when the buildings are prefetched."""
    return [building.pk for building in announcement.buildings.all()] or None


def is_read_by(user: Any, announcement: Announcement) -> bool:
    return Reading.objects.filter(announcement=announcement, user=user).exists()


def copy_of_readings(user: Any) -> list[dict[str, Any]]:
    """For the copy of a person's own data."""
    rows = Reading.objects.filter(user=user).order_by("read_at").values_list("announcement__title", "read_at")
    return [{"announcement": title, "read_at": moment} for title, moment in rows]
