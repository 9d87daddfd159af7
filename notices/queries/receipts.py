"""Whom an announcement has reached, door by door, and who carries it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from notices import audience
from notices.audience import Buildings
from notices.cascade import Cast, Leg, Person, legs
from notices.models import Announcement, Reading
from notices.queries.announcements import building_ids
from stations.models import Absence, Appointment, Building, Dwelling, FlagGroup, Station
from stations.queries import members_of, posts_of
from stations.vocabulary import Post

CARRYING = (Post.BUILDING_LEADER, Post.STATION_CHIEF, Post.DEPUTY_CHIEF)


def buildings_told(announcement: Announcement) -> QuerySet[Building]:
    """Of a draft also those of its groups, which publishing writes down."""
    rows = Building.objects.filter(compound=announcement.station.compound_id)
    chosen = building_ids(announcement) or []
    groups = [] if announcement.published_at else [group.pk for group in announcement.groups.all()]
    if not chosen and not groups:
        return rows
    return rows.filter(Q(pk__in=chosen) | Q(groups__in=groups)).distinct()


def cast_of(station: Station, today: date) -> Cast:
    """Two statements: posts, and the leaders of flag groups who still belong to the station."""
    leaders: dict[int, list[Person]] = defaultdict(list)
    chiefs: list[Person] = []
    deputies: list[Person] = []
    held = Appointment.objects.current(today).filter(station=station, post__in=CARRYING, user__is_active=True)
    rows = held.annotate(away=_away("user", today)).order_by("starts_on", "pk")
    for post, building, pk, name, away in rows.values_list("post", "building", "user", "user__name", "away"):
        person = Person(pk, name, away)
        of = {Post.STATION_CHIEF: chiefs, Post.DEPUTY_CHIEF: deputies}.get(Post(post))
        (leaders[building] if of is None else of).append(person)
    return Cast(leaders, _group_leaders(station, today), chiefs, deputies)


def _group_leaders(station: Station, today: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    groups = FlagGroup.objects.filter(station=station, leader__in=members_of(station).order_by().values("pk"))
    rows = groups.annotate(away=_away("leader", today)).exclude(buildings=None).order_by("order", "pk")
    for building, pk, name, away in rows.values_list("buildings", "leader", "leader__name", "away"):
        found[building].append(Person(pk, name, away))
    return found


def _away(user: str, today: date) -> Exists:
    return Exists(Absence.objects.filter(user=OuterRef(user), starts_on__lte=today, ends_on__gte=today))


def legs_of(station: Station, buildings: Iterable[int]) -> list[Leg]:
    return legs(buildings, cast_of(station, timezone.localdate()))


def may_tell(user: Any, station: Station, found: Collection[Leg]) -> set[int]:
    """At the doors of which buildings: those that they carry it to; who runs the station, all."""
    posts = posts_of(user)
    if station.pk in posts.chief_of | posts.deputy_of:
        return {leg.building for leg in found}
    if station.pk not in posts.member_of:
        return set()
    return {leg.building for leg in found if leg.is_carried_by(user.pk)}


def carried_by(user: Any, station: Station) -> set[int]:
    """The buildings of the station that somebody carries announcements to today. Three statements."""
    buildings = Building.objects.filter(compound=station.compound_id).values_list("pk", flat=True)
    return may_tell(user, station, legs_of(station, list(buildings)))


def carries(announcement: Announcement, carried: Collection[int]) -> bool:
    """Without a statement where the buildings are prefetched."""
    chosen = building_ids(announcement)
    return bool(carried) if chosen is None else not set(chosen).isdisjoint(carried)


@dataclass
class Door:
    """One dwelling. `told_by`: who told it there; `has_read`: somebody who lives there read it by account, which counts
    before what was told, so that each door counts once."""

    pk: int
    number: str
    entrance: str
    building: int
    told_by: str
    told_by_id: int | None
    told_at: datetime | None
    names: list[str] = field(default_factory=list)
    has_read: bool = False

    @property
    def state(self) -> str:
        if self.has_read:
            return "read"
        return "told" if self.told_at is not None else "left"


def doors_of(announcement: Announcement, buildings: Collection[int]) -> list[Door]:
    """Three statements, however many doors: dwellings with who told them, who lives there, who has read."""
    told = FilteredRelation("told_announcements", condition=Q(told_announcements__announcement=announcement))
    place = {"building": F("entrance__building"), "door": F("entrance__number")}
    kept = {"by": F("told__told_by_name"), "by_id": F("told__told_by"), "at": F("told__told_at")}
    rows = Dwelling.objects.filter(entrance__building__in=buildings).annotate(told=told, **place, **kept)
    order = ("entrance__building__order", "entrance__building__number", "entrance__order", "entrance__number")
    names = ("pk", "number", "door", "building", "by", "by_id", "at")
    # 101, 102, …, 1001: as people count, not as letters sort
    doors = [Door(*row) for row in rows.order_by(*order, Length("number"), "number").values_list(*names)]
    _add_readers(announcement, {door.pk: door for door in doors}, buildings)
    return doors


def _add_readers(announcement: Announcement, doors: dict[int, Door], buildings: Buildings) -> None:
    read = set(Reading.objects.filter(announcement=announcement).values_list("user", flat=True))
    for lodger in audience.lodgers(announcement.station.compound_id, buildings):
        if door := doors.get(lodger.dwelling_id):
            door.names.append(lodger.name)
            door.has_read = door.has_read or lodger.user_id in read


@dataclass
class Tally:
    """How far it has got in one building."""

    building: Building
    leg: Leg
    doors: int = 0
    read: int = 0
    told: int = 0

    @property
    def reached(self) -> int:
        return self.read + self.told

    @property
    def left(self) -> int:
        return self.doors - self.reached

    def count(self, door: Door) -> None:
        self.doors += 1
        self.read += door.state == "read"
        self.told += door.state == "told"


def tallies_of(announcement: Announcement, only: Collection[int] | None = None) -> list[Tally]:
    """`only`: of these buildings."""
    buildings = list(buildings_told(announcement))
    found = legs_of(announcement.station, [building.pk for building in buildings])
    tallies = {
        building.pk: Tally(building, leg)
        for building, leg in zip(buildings, found, strict=True)
        if only is None or building.pk in only
    }
    for door in doors_of(announcement, list(tallies)):
        tallies[door.building].count(door)
    return list(tallies.values())
