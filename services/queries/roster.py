"""The facts that routing needs, read in two statements."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from services.models import Request, RouteOverride
from services.routing import Holding, Member, Override, Roster
from services.vocabulary import WORKING
from stations.models import Absence, Appointment, DutyShift, Station, TeamMembership
from stations.vocabulary import GoverningBody


def roster_of(station: Station, at: datetime) -> Roster:
    """Everybody who may get a request of `station` at that moment: one statement, whatever the number of people."""
    day = timezone.localdate(at)
    division = station.compound.division_id
    codes = [division[:length] for length in (4, 6, 9, 12)]
    appointments = Appointment.objects.current(day).filter(Q(station=station) | Q(division__in=codes))
    teams = TeamMembership.objects.filter(
        Q(left_on=None) | Q(left_on__gt=day), team__station=station, team__is_active=True, joined_on__lte=day
    )
    held = _with_state(appointments, station, at).annotate(
        in_post=F("post"), at_building=F("building"), leads=_NO, number=Coalesce("building__number", _NO_NUMBER)
    )
    in_team = Concat(Value("team:"), F("team__kind"), output_field=CharField())
    of_teams = _with_state(teams, station, at).annotate(
        in_post=in_team, at_building=_NOWHERE, leads=F("is_leader"), number=_NO_NUMBER
    )
    holdings: dict[int, list[Holding]] = defaultdict(list)
    people: dict[int, dict[str, Any]] = {}
    for row in held.order_by().values(*_STATE).union(of_teams.order_by().values(*_STATE), all=True):
        holdings[row["user"]].append(
            Holding(row["in_post"], row["at_building"], is_leader=row["leads"], number=row["number"])
        )
        people[row["user"]] = row
    compound = station.compound
    return Roster(
        tuple(
            Member(user, row["user__name"], tuple(holdings[user]), row["absent"], row["duty"], row["load"])
            for user, row in people.items()
        ),
        has_property_company=compound.property_company_id is not None,
        has_governing_body=compound.governing_body != GoverningBody.NONE,
    )


_STATE = ("user", "user__name", "in_post", "at_building", "number", "leads", "absent", "duty", "load")
_NO = Value(False, output_field=BooleanField())
_NO_NUMBER = Value("", output_field=CharField())
_NOWHERE = Value(None, output_field=BigIntegerField())


def _with_state(rows: QuerySet[Any], station: Station, at: datetime) -> QuerySet[Any]:
    """Who of them is away, on duty, how loaded; people who can no longer sign in are left out."""
    day = timezone.localdate(at)
    in_hand = (
        Request.objects.filter(assignee=OuterRef("user"), status__in=WORKING)
        .order_by()
        .values("assignee")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.filter(user__is_active=True).annotate(
        absent=Exists(Absence.objects.filter(user=OuterRef("user"), starts_on__lte=day, ends_on__gte=day)),
        duty=Exists(
            DutyShift.objects.filter(user=OuterRef("user"), station=station, starts_at__lte=at, ends_at__gt=at)
        ),
        load=Coalesce(Subquery(in_hand), 0),
    )


def overrides_of(station: Station) -> tuple[Override, ...]:
    rows = RouteOverride.objects.filter(station=station, ended_at=None)
    return tuple(
        Override(lead, category or "", building, urgency)
        for lead, category, building, urgency in rows.values_list("lead", "category__slug", "building", "urgency")
    )
