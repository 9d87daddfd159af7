"""Real objects, built plainly. A test that needs another shape says so in its own words."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import count
from typing import Any

from accounts.models import User
from services import actions
from services.catalogue_file import Catalogue, load_catalogue
from services.loading import write_catalogue
from services.models import Category, Request
from stations.models import (
    Appointment,
    Building,
    Compound,
    Division,
    Entrance,
    PropertyCompany,
    Station,
    TeamMembership,
    VolunteerTeam,
)

LONG_AGO = date(2025, 1, 1)
_phones = count(13800000000)

CITY, COUNTY, STREET, COMMUNITY, OTHER_COMMUNITY = "3715", "371502", "371502001", "371502001001", "371502001002"


def make_divisions() -> None:
    rows = [
        ("37", "山东省", "province"),
        (CITY, "聊城市", "city"),
        (COUNTY, "东昌府区", "county"),
        (STREET, "古楼街道", "street"),
        (COMMUNITY, "甲社区", "community"),
        (OTHER_COMMUNITY, "乙社区", "community"),
    ]
    Division.objects.bulk_create([Division(code=c, name=n, level=level) for c, n, level in rows], ignore_conflicts=True)


def make_catalogue() -> None:
    """The product's own catalogue, whole: what tests route is what residents get."""
    write_catalogue(_the_catalogue())


@cache
def _the_catalogue() -> Catalogue:
    """Reading the file takes longer than writing its rows, and thousands of tests begin with it."""
    return load_catalogue()


def make_user(name: str, phone: str = "", **more: Any) -> User:
    return User.objects.create_user(phone or str(next(_phones)), password="redflag-demo", name=name, **more)


def make_station(
    slug: str,
    code: str,
    name: str,
    *,
    division: str = COMMUNITY,
    company: bool = True,
    body: str = "hoa",
    buildings: int = 4,
) -> Station:
    compound = Compound.objects.create(
        slug=slug,
        name=name,
        division_id=division,
        households=100,
        property_company=PropertyCompany.objects.create(name=f"{name}物业") if company else None,
        governing_body=body,
    )
    for number in range(1, buildings + 1):
        building = Building.objects.create(compound=compound, number=str(number), order=number)
        for entrance in (1, 2):
            Entrance.objects.create(building=building, number=str(entrance), order=entrance)
    return Station.objects.create(compound=compound, slug=slug, code=code, name=f"{name}红旗驿站", phone="06358000000")


def appoint(user: User, post: str, station: Station | None = None, **more: Any) -> Appointment:
    return Appointment.objects.create(user=user, post=post, station=station, **{"starts_on": LONG_AGO, **more})


def make_team(station: Station, kind: str, name: str, leader: User | None = None) -> VolunteerTeam:
    team = VolunteerTeam.objects.create(station=station, kind=kind, name=name)
    if leader:
        TeamMembership.objects.create(team=team, user=leader, is_leader=True, joined_on=LONG_AGO)
    return team


def file(station: Station, text: str, building: str = "", **more: Any) -> Request:
    """A request filed through the real action. `building`: its number; `category`: a slug; `by`: the resident."""
    place = actions.Place(building=station.compound.buildings.get(number=building)) if building else actions.Place()
    category = Category.objects.get(slug=more.pop("category")) if "category" in more else None
    reporter = actions.Reporter(more.pop("by", None), more.pop("name", ""), more.pop("phone", ""))
    return actions.file_request(
        station=station, description=text, reporter=reporter, place=place, category=category, **more
    ).request
