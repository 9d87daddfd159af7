"""Reads of the stations room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from core.models import AuditEntry
from stations.models import (
    Absence,
    Appointment,
    Building,
    DutyShift,
    Entrance,
    Facility,
    Plate,
    Station,
    TeamMembership,
    VolunteerTeam,
)
from stations.vocabulary import SIDE_OF_POST, Post

COMPOUND_ENDING = re.compile(r"(?<=..)(?:小区|公寓|花园|家园|社区)$")


@dataclass(frozen=True)
class PostSet:
    """Everything somebody holds today, for permissions: ids of stations and buildings, codes of divisions."""

    chief_of: frozenset[int] = frozenset()
    deputy_of: frozenset[int] = frozenset()
    duty_at: frozenset[int] = frozenset()  # holds the post of duty officer, or is on shift now
    member_of: frozenset[int] = frozenset()  # any post or team
    led_buildings: frozenset[int] = frozenset()
    communities: frozenset[str] = frozenset()  # divisions of community and street officers
    districts: frozenset[str] = frozenset()
    sides: frozenset[tuple[int, str]] = field(default_factory=frozenset)  # (station, side in a complaint)
    station_names: frozenset[str] = frozenset()

    @property
    def triager_of(self) -> frozenset[int]:
        return self.chief_of | self.deputy_of | self.duty_at

    @property
    def works_at_a_station(self) -> bool:
        return bool(self.member_of)

    @property
    def is_triager(self) -> bool:
        return bool(self.triager_of)

    @property
    def is_chief(self) -> bool:
        return bool(self.chief_of)

    @property
    def is_community_officer(self) -> bool:
        return bool(self.communities)

    @property
    def is_district_official(self) -> bool:
        return bool(self.districts)

    @property
    def uses_desk(self) -> bool:
        return self.works_at_a_station or self.is_community_officer


NO_POSTS = PostSet()


def posts_of(user: Any) -> PostSet:
    """The posts of `user`, read once per user object (so once per web request): one statement, none for visitors."""
    if not user.is_authenticated or not user.is_active:
        return NO_POSTS
    found: PostSet | None = getattr(user, "_posts", None)
    if found is None:
        found = user._posts = _read_posts(user)
    return found


def forget_posts(user: Any) -> None:
    """After an appointment changed within the same web request."""
    user.__dict__.pop("_posts", None)


_IN_TEAM, _ON_SHIFT = Value("in team"), Value("on shift")


def _held(rows: QuerySet[Any], *, post: Any, at: str = "", building: Any = None, division: Any = None) -> QuerySet[Any]:
    """Rows of one shape, so that posts, teams and shifts are read as one."""
    return (
        rows.order_by()
        .annotate(
            held_post=Cast(post, CharField()),
            held_station=F(f"{at}station_id"),
            held_name=F(f"{at}station__name"),
            held_building=building or Value(None, output_field=BigIntegerField()),
            held_division=division or Value(None, output_field=CharField()),
        )
        .values_list("held_post", "held_station", "held_building", "held_division", "held_name")
    )


def _read_posts(user: Any) -> PostSet:
    now = timezone.now()
    posts = Appointment.objects.current().filter(user=user)
    teams = TeamMembership.objects.filter(user=user, left_on=None)
    shifts = DutyShift.objects.filter(user=user, starts_at__lte=now, ends_at__gt=now)
    rows = list(
        _held(posts, post="post", building=F("building_id"), division=F("division_id"))
        .union(_held(teams, post=_IN_TEAM, at="team__"), all=True)
        .union(_held(shifts, post=_ON_SHIFT), all=True)
    )
    team_stations = {station for kind, station, *_rest in rows if kind == _IN_TEAM.value}
    held = [row for row in rows if row[0] not in (_IN_TEAM.value, _ON_SHIFT.value)]
    # A shift that was left on the rota gives nothing to somebody who was dismissed.
    still_here = {station for _p, station, *_rest in held} | team_stations
    shift_stations = {station for kind, station, *_rest in rows if kind == _ON_SHIFT.value} & still_here

    def at(*posts: str) -> frozenset[int]:
        return frozenset(station for post, station, *_rest in held if post in posts and station)

    def over(*posts: str) -> frozenset[str]:
        return frozenset(division for post, _s, _b, division, _n in held if post in posts and division)

    return PostSet(
        chief_of=at(Post.STATION_CHIEF),
        deputy_of=at(Post.DEPUTY_CHIEF),
        duty_at=at(Post.DUTY_OFFICER) | shift_stations,
        member_of=frozenset(station for _p, station, *_rest in held if station) | team_stations,
        led_buildings=frozenset(b for post, _s, b, *_rest in held if post == Post.BUILDING_LEADER and b),
        communities=over(Post.COMMUNITY_OFFICER, Post.STREET_OFFICER),
        districts=over(Post.DISTRICT_OFFICIAL),
        sides=frozenset((s, SIDE_OF_POST[Post(post)]) for post, s, *_rest in held if s and post in SIDE_OF_POST),
        station_names=frozenset(name for kind, _s, _b, _d, name in rows if name and kind != _ON_SHIFT.value),
    )


def open_stations() -> QuerySet[Station]:
    return Station.objects.filter(is_open=True).select_related("compound__division")


def stations_under(codes: frozenset[str]) -> Q:
    """Stations whose community lies in one of these divisions (a parent's code is a prefix)."""
    condition = Q(pk__in=[])
    for code in codes:
        condition |= Q(compound__division__code__startswith=code)
    return condition


def stations_of(user: Any) -> QuerySet[Station]:
    """The stations where `user` works, and for officers those of their divisions."""
    posts = posts_of(user)
    where = Q(pk__in=posts.member_of)
    if posts.communities:
        where |= stations_under(posts.communities)
    return Station.objects.filter(where).select_related("compound__division").order_by("name")


def stations_seen_by(user: Any) -> QuerySet[Station]:
    """Whose posts, rota and routes somebody may read: where they work, an officer's divisions; administrators all."""
    rows = Station.objects.order_by("name") if user.is_superuser and user.is_active else stations_of(user)
    return rows.select_related("compound__division", "compound__property_company")


def is_seen_by(user: Any, station: Station) -> bool:
    """stations_seen_by() for one station that is there already."""
    posts = posts_of(user)
    code = station.compound.division_id
    return (
        station.pk in posts.member_of
        or any(code.startswith(own) for own in posts.communities)
        or bool(user.is_superuser and user.is_active)
    )


def audit_scope(station: Station) -> str:
    """The scope under which changes of a station stand in the audit log."""
    return f"station:{station.pk}"


def changes_of(station: Station, verbs: Collection[str], count: int = 20) -> QuerySet[AuditEntry]:
    """The latest changes, newest first."""
    return AuditEntry.objects.filter(scope=audit_scope(station), verb__in=verbs)[:count]


## Posts


def appointments_now(station: Station) -> QuerySet[Appointment]:
    """Who holds a post today, and who begins later."""
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()), station=station)
    return rows.select_related("user", "building").order_by("building__order", "starts_on", "pk")


def appointments_ended(station: Station) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(station=station, ends_on__lt=timezone.localdate())
    return rows.select_related("user", "building").order_by("-ends_on", "pk")


def members_of(station: Station) -> QuerySet[User]:
    """Everybody with a post or in a team of the station, in the order of their names' sound."""
    posts = Appointment.objects.current().filter(station=station).values("user")
    teams = TeamMembership.objects.filter(team__station=station, left_on=None).values("user")
    rows = User.objects.filter(Q(pk__in=posts) | Q(pk__in=teams), is_active=True)
    return rows.order_by("name_pinyin", "pk")


def belongs_to(user: Any, station: Station) -> bool:
    return members_of(station).filter(pk=user.pk).exists()


def people_gone_from(station: Station, users: Collection[int]) -> QuerySet[User]:
    """Those of `users` who once held a post or were in a team here and no longer do."""
    was_here = Q(appointments__station=station) | Q(team_memberships__team__station=station)
    gone = User.objects.filter(was_here, pk__in=users).exclude(pk__in=members_of(station).order_by().values("pk"))
    return gone.distinct()


## Rota


def on_duty(station: Station, at: datetime) -> QuerySet[DutyShift]:
    return DutyShift.objects.filter(station=station, starts_at__lte=at, ends_at__gt=at).select_related("user")


def shifts_ahead(station: Station, at: datetime, days: int = 14) -> QuerySet[DutyShift]:
    """What runs now and what begins within so many days."""
    until = at + timedelta(days=days)
    rows = DutyShift.objects.filter(station=station, ends_at__gt=at, starts_at__lt=until)
    return rows.select_related("user").order_by("starts_at", "pk")


def absences_ahead(station: Station, day: Any) -> QuerySet[Absence]:
    """Leave of the station's members that is not over."""
    rows = Absence.objects.filter(user__in=members_of(station).order_by(), ends_on__gte=day)
    return rows.select_related("user").order_by("starts_on", "pk")


## Teams


def teams_of(station: Station) -> QuerySet[VolunteerTeam]:
    """Two statements. A member's own skills stand in the residents' room: `membership.user.volunteer`."""
    members = TeamMembership.objects.filter(left_on=None).select_related("user__volunteer")
    rows = VolunteerTeam.objects.filter(station=station).order_by("-is_active", "name")
    return rows.prefetch_related(Prefetch("memberships", members, to_attr="current"))


## Plates


def plates_of(station: Station) -> QuerySet[Plate]:
    rows = Plate.objects.filter(compound=station.compound_id).select_related("building", "entrance", "facility")
    return rows.order_by("building__order", "building__number", "entrance__order", "facility__name", "code")


def buildings_without_plate(station: Station) -> QuerySet[Building]:
    """Without one for the whole building; most need none, for their entrances have theirs."""
    plates = Plate.objects.filter(building=OuterRef("pk"), entrance=None, facility=None, revoked_at=None)
    return Building.objects.filter(compound=station.compound_id).exclude(Exists(plates))


def places_without_plate(station: Station) -> tuple[list[Building], list[Entrance], list[Facility]]:
    """Buildings without entrances, entrances and facilities that have no plate in use."""
    plates = Plate.objects.filter(revoked_at=None)
    buildings = buildings_without_plate(station).filter(entrances=None)
    entrances = Entrance.objects.filter(building__compound=station.compound_id).select_related("building")
    facilities = Facility.objects.filter(compound=station.compound_id).select_related("building", "entrance")
    return (
        list(buildings),
        list(entrances.exclude(Exists(plates.filter(entrance=OuterRef("pk"), facility=None)))),
        list(facilities.exclude(Exists(plates.filter(facility=OuterRef("pk"))))),
    )


## What residents see of a station


def duty_phone(station: Station) -> str:
    """The number of whoever is on duty now, else the station's own."""
    shown = on_duty(station, timezone.now()).exclude(phone_shown="").values_list("phone_shown", flat=True).first()
    return shown or station.phone


def faces_of(station: Station) -> QuerySet[Appointment]:
    """Everybody in a post today, with `is_away` for those on leave."""
    today = timezone.localdate()
    away = Absence.objects.filter(user=OuterRef("user"), starts_on__lte=today, ends_on__gte=today)
    held = Appointment.objects.current(today).filter(station=station, user__is_active=True)
    return held.select_related("user", "building").annotate(is_away=Exists(away))


def stations_named(wanted: str) -> QuerySet[Station]:
    """Open stations whose name, compound, address, community or short name in the address bar (警安 is jingan) holds
    `wanted`; all of them for "". Whether somebody says 小区 or 花园 at the end does not matter.
    """
    rows = open_stations()
    for said in unicodedata.normalize("NFKC", wanted).split():
        word = COMPOUND_ENDING.sub("", said)
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(compound__name__icontains=word)
            | Q(address__icontains=word)
            | Q(compound__address__icontains=word)
            | Q(compound__division__name__icontains=word)
            | Q(slug__icontains=word)
        )
    return rows.order_by("name")


def find_plate_code(typed: str) -> str:
    """The code of a plate in use that somebody typed from the wall, else "". Asks only for what looks like one."""
    code = unicodedata.normalize("NFKC", typed).strip()
    if not 3 <= len(code) <= 8 or not any(c.isdigit() for c in code) or not code.isascii():
        return ""
    return Plate.objects.filter(code=code, revoked_at=None).values_list("code", flat=True).first() or ""
