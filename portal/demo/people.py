"""Everybody of the demo: accounts, homes, posts, teams, the rota."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from core.text import pinyin_of
from portal.demo.places import Built
from residents.models import Residency, Volunteer
from residents.vocabulary import ResidencyRole, ResidencyStatus
from stations.models import Absence, Appointment, DutyShift, FlagGroup, Station, TeamMembership, VolunteerTeam
from stations.vocabulary import Post

PASSWORD = "redflag-demo"  # noqa: S105  (the public password of invented people)
FIRST_FREE = 19900000100
IN_POST_FOR = timedelta(days=400)
ROTA_BACK, ROTA_AHEAD = 42, 14  # days
SLOTS = ((time(8, 30), time(12)), (time(12), time(18)), (time(18), time(21)))

Table = dict[str, Any]


def make_people(people: Table, stations: Table) -> dict[str, User]:
    """Name → account. One hash for all: it takes a fifth of a second, by design."""
    phones = dict(people["cast"])
    free = iter(range(FIRST_FREE, FIRST_FREE + 1000))
    for name in _names(people, stations):
        if name not in phones:
            phones[name] = str(next(free))
    password = make_password(PASSWORD)
    made = User.objects.bulk_create(
        [
            User(
                name=name,
                phone=phone,
                password=password,
                phone_verified=True,
                name_pinyin=pinyin_of(name),
                is_staff=name == "管理员",
                is_superuser=name == "管理员",
            )
            for name, phone in phones.items()
        ]
    )
    users = {user.name: user for user in made}
    skills = people["skills"].items()
    since = timezone.localdate() - IN_POST_FOR
    Volunteer.objects.bulk_create([Volunteer(user=users[n], skills=known, since=since) for n, known in skills])
    return users


def _names(people: Table, stations: Table) -> list[str]:
    found: list[str] = []
    for station in stations["station"]:
        for holders in station["posts"].values():
            found += holders
        found += station["leaders"].values()
        for team in station.get("team", []):
            found += team["members"]
    found += [officer["name"] for officer in stations["officer"]]
    found += [resident["name"] for resident in people["resident"]]
    return list(dict.fromkeys(found))


def house_people(rows: list[Table], users: dict[str, User], built: dict[str, Built]) -> None:
    today = timezone.now()
    Residency.objects.bulk_create(
        [
            Residency(
                user=users[row["name"]],
                dwelling=built[row["station"]].dwelling(row["at"]),
                role=row.get("role", ResidencyRole.OWNER),
                status=ResidencyStatus.PENDING if row.get("pending") else ResidencyStatus.CONFIRMED,
                claimed_at=today - timedelta(days=1 if row.get("pending") else 60),
                decided_at=None if row.get("pending") else today - timedelta(days=59),
                decided_by=None
                if row.get("pending")
                else users[built[row["station"]].spec["posts"]["duty_officer"][0]],
            )
            for row in rows
        ]
    )


def give_posts(built: dict[str, Built], stations: Table, people: Table, users: dict[str, User]) -> None:
    party = set(people["party_members"])
    since = timezone.localdate() - IN_POST_FOR
    rows: list[Appointment] = []

    def give(name: str, post: str, station: Station | None = None, **where: Any) -> None:
        user = users[name]
        rows.append(
            Appointment(
                user=user,
                post=post,
                station=station,
                is_party_member=name in party,
                phone_shown=user.phone,
                starts_on=since,
                **where,
            )
        )

    for place in built.values():
        for post, holders in place.spec["posts"].items():
            for name in holders:
                give(name, post, place.station)
        for number, name in place.spec["leaders"].items():
            give(name, Post.BUILDING_LEADER, place.station, building=place.buildings[number])
    for officer in stations["officer"]:
        give(officer["name"], officer["post"], division_id=officer["division"])
    Appointment.objects.bulk_create(rows)


def make_teams(place: Built, users: dict[str, User]) -> None:
    since = timezone.localdate() - IN_POST_FOR
    for spec in place.spec.get("team", []):
        team = VolunteerTeam.objects.create(station=place.station, kind=spec["kind"], name=spec["name"])
        TeamMembership.objects.bulk_create(
            [
                TeamMembership(team=team, user=users[name], is_leader=order == 0, joined_on=since)
                for order, name in enumerate(spec["members"])
            ]
        )


def make_groups(place: Built, users: dict[str, User]) -> None:
    leaders = place.spec["leaders"]
    groups = place.spec.get("groups", [])
    if pattern := place.spec.get("flag_groups"):
        groups = [{"name": pattern.format(n=n), "leader": leaders[n], "buildings": [n]} for n in leaders]
    for order, spec in enumerate(groups):
        group = FlagGroup.objects.create(
            station=place.station, name=spec["name"], leader=users[spec["leader"]], order=order
        )
        group.buildings.set([place.buildings[str(number)] for number in spec["buildings"]])


def make_rota(place: Built, users: dict[str, User]) -> None:
    """The same week again and again, from six weeks ago until two weeks ahead."""
    today = timezone.localdate()
    shifts = []
    for offset in range(-ROTA_BACK, ROTA_AHEAD + 1):
        day = today + timedelta(days=offset)
        for (start, end), name in zip(SLOTS, place.spec["rota"][day.weekday()], strict=True):
            starts_at, ends_at = (timezone.make_aware(datetime.combine(day, moment)) for moment in (start, end))
            user = users[name]
            shifts.append(
                DutyShift(
                    station=place.station,
                    user=user,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    phone_shown=place.station.phone,
                )
            )
    DutyShift.objects.bulk_create(shifts)


def make_absences(rows: list[Table], users: dict[str, User]) -> None:
    today = timezone.localdate()
    Absence.objects.bulk_create(
        [
            Absence(
                user=users[row["name"]],
                starts_on=today + timedelta(days=row["from"]),
                ends_on=today + timedelta(days=row["to"]),
                reason=row["reason"],
            )
            for row in rows
        ]
    )
