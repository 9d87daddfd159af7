"""Reads of the residents' room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from notices.audience import Buildings, Lodger
from residents.models import Consent, Residency, Volunteer
from residents.vocabulary import ResidencyStatus
from stations.models import Appointment, Building, Station, TeamMembership
from stations.queries import PostSet, posts_of
from stations.vocabulary import Post

STANDING = (ResidencyStatus.PENDING, ResidencyStatus.CONFIRMED)


def may_confirm(posts: PostSet, building: Building) -> bool:
    """The leader of the building, and who triages at its station. `building` with `compound__station` selected."""
    return building.pk in posts.led_buildings or building.compound.station.pk in posts.triager_of


def _with_place(rows: QuerySet[Residency]) -> QuerySet[Residency]:
    return rows.select_related("user", "dwelling__entrance__building__compound__station")


def residencies_of(user: Any) -> QuerySet[Residency]:
    """What stands of somebody, and what was refused, newest first."""
    return _with_place(Residency.objects.filter(user=user).exclude(status=ResidencyStatus.ENDED))


def residencies_visible_to(user: Any, station: Station) -> QuerySet[Residency]:
    """Those that `user` may confirm or has confirmed: of the whole station, or of the buildings that they lead."""
    posts = posts_of(user)
    rows = _with_place(Residency.objects.filter(dwelling__entrance__building__compound=station.compound_id))
    if station.pk in posts.triager_of:
        return rows
    return rows.filter(dwelling__entrance__building__in=posts.led_buildings)


def claims(rows: QuerySet[Residency]) -> QuerySet[Residency]:
    return rows.filter(status=ResidencyStatus.PENDING).order_by("claimed_at", "pk")


def households(rows: QuerySet[Residency]) -> QuerySet[Residency]:
    """Confirmed residents in the order of their doors."""
    door = "dwelling__entrance"
    order = (f"{door}__building__order", f"{door}__building__number", f"{door}__order", f"{door}__number")
    return rows.filter(status=ResidencyStatus.CONFIRMED).order_by(*order, "dwelling__number", "pk")


class Homes:
    """Who lives where, for announcements (notices/audience.py): only homes that are confirmed."""

    def lodgers(self, compound: int, buildings: Buildings) -> Iterable[Lodger]:
        rows = _homes_in(compound, buildings).filter(user__is_active=True)
        return map(Lodger._make, rows.order_by("pk").values_list("user", "user__name", "dwelling"))

    def lives_in(self, user: Any, compound: int, buildings: Buildings) -> bool:
        return _homes_in(compound, buildings).filter(user=user).exists()


def _homes_in(compound: int, buildings: Buildings) -> QuerySet[Residency]:
    rows = Residency.objects.filter(status=ResidencyStatus.CONFIRMED)
    if buildings is None:
        return rows.filter(dwelling__entrance__building__compound=compound)
    return rows.filter(dwelling__entrance__building__in=buildings)


def buildings_lived_in(user: Any) -> QuerySet[Any]:
    """Ids, to be asked within another statement."""
    return Residency.objects.filter(user=user, status=ResidencyStatus.CONFIRMED).values("dwelling__entrance__building")


HOMES = Homes()


def stations_to_confirm(user: Any) -> QuerySet[Station]:
    posts = posts_of(user)
    led = Q(compound__buildings__in=posts.led_buildings) if posts.led_buildings else Q(pk__in=[])
    rows = Station.objects.filter(Q(pk__in=posts.triager_of) | led).select_related("compound__division")
    return rows.distinct().order_by("name")


def confirmers_of(building: Building, station: Station) -> list[int]:
    """Who is asked about a claim: the building's leaders; where there are none, duty officers, deputies and chief."""
    held = Appointment.objects.current().filter(user__is_active=True)
    leaders = held.filter(post=Post.BUILDING_LEADER, building=building).values_list("user", flat=True)
    desk = (Post.DUTY_OFFICER, Post.STATION_CHIEF, Post.DEPUTY_CHIEF)
    return sorted(set(leaders)) or sorted(
        set(held.filter(station=station, post__in=desk).values_list("user", flat=True))
    )


def homes_of(user: Any) -> list[Building]:
    """The buildings in which somebody lives, as it was confirmed, in their order."""
    at = "entrances__dwellings__residencies"
    rows = Building.objects.filter(**{f"{at}__user": user, f"{at}__status": ResidencyStatus.CONFIRMED})
    return list(rows.select_related("compound__station").distinct())


def living_at(station: Station) -> QuerySet[Residency, int]:
    """Ids of everybody who lives in the station's compound, as it was confirmed."""
    rows = Residency.objects.filter(
        status=ResidencyStatus.CONFIRMED, dwelling__entrance__building__compound=station.compound_id
    )
    return rows.order_by().values_list("user", flat=True)


def volunteers_of(station: Station) -> QuerySet[Volunteer]:
    """Who is in one of the station's teams, and volunteers who live in its compound."""
    in_teams = TeamMembership.objects.filter(team__station=station, left_on=None).values("user")
    living = Residency.objects.filter(
        status=ResidencyStatus.CONFIRMED, dwelling__entrance__building__compound=station.compound_id
    ).values("user")
    rows = Volunteer.objects.filter(Q(user__in=in_teams) | Q(user__in=living), user__is_active=True)
    return rows.select_related("user").order_by("user__name_pinyin", "pk")


def copy_of_home(user: Any) -> dict[str, Any]:
    """The copy of a person's own data that this room keeps; also the account's, which no room above it owns."""
    volunteer, consents = Volunteer.objects.filter(user=user).first(), Consent.objects.filter(user=user)
    return {
        "account": {"phone": user.phone, "name": user.name, "since": user.created_at},
        "residencies": [
            {
                "station": row.dwelling.entrance.building.compound.station.name,
                "place": place_of(row),
                "role": row.get_role_display(),
                "status": row.get_status_display(),
                "claimed_at": row.claimed_at,
                "decided_at": row.decided_at,
                "note": row.note,
            }
            for row in _with_place(Residency.objects.filter(user=user))
        ],
        "volunteer": {"since": volunteer.since, "skills": volunteer.skills} if volunteer else None,
        "consents": list(consents.values("purpose", "text_version", "given_at", "withdrawn_at")),
    }


def place_of(residency: Residency) -> str:
    """「4号楼2单元301」"""
    entrance = residency.dwelling.entrance
    return f"{entrance.building}{entrance}{residency.dwelling.number}"
