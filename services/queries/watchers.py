"""Who stands over requests, for many of them at once: the people whom an overdue one climbs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from services.clocks import POSTS_TOLD, Climb, Watcher
from services.models import Request
from services.relations import is_recused
from stations.models import Absence, Appointment, TeamMembership
from stations.queries import PostSet
from stations.vocabulary import DIVISION_POSTS, SIDE_OF_POST, Post


@dataclass(frozen=True)
class Person:
    pk: int
    name: str


@dataclass(frozen=True)
class Watch:
    """The posts over these requests as of one moment. `absent`: people who are away that day."""

    at_stations: dict[int, list[tuple[str, Person]]]
    over_divisions: dict[str, list[tuple[str, Person]]]
    handlers: dict[int, Person]
    absent: frozenset[int]
    posts: dict[int, PostSet]  # as far as recusal looks at them

    def over(self, request: Request, climb: Climb) -> list[Watcher]:
        """Everybody whom this step might tell, able or not."""
        if climb == Climb.HANDLER:
            handler = self.handlers.get(request.assignee_id or 0)
            return [self._watcher(request, "", handler)] if handler else []
        code = request.station.compound.division_id
        held = list(self.at_stations.get(request.station_id, []))
        held += [pair for length in range(2, len(code) + 1) for pair in self.over_divisions.get(code[:length], [])]
        wanted = POSTS_TOLD[climb]
        past_the_station = climb == Climb.CHIEF and request.level == "community"
        if past_the_station:
            return []
        return [self._watcher(request, post, person) for post, person in held if post in wanted]

    def _watcher(self, request: Request, post: str, person: Person) -> Watcher:
        recused = is_recused(self.posts.get(person.pk, PostSet()), person, request)
        return Watcher(person.pk, person.name, post, person.pk in self.absent, recused)


def watch_over(requests: Collection[Request], at: datetime) -> Watch:
    """Five statements, whatever the number of requests."""
    day = timezone.localdate(at)
    stations = {request.station_id for request in requests}
    codes = {request.station.compound.division_id for request in requests}
    above = {code[:length] for code in codes for length in range(2, len(code) + 1)}
    told = [post for posts in POSTS_TOLD.values() for post in posts]
    held = Appointment.objects.current(day).filter(
        Q(station__in=stations) | Q(division__in=above), post__in=told, user__is_active=True
    )
    at_stations: dict[int, list[tuple[str, Person]]] = defaultdict(list)
    over_divisions: dict[str, list[tuple[str, Person]]] = defaultdict(list)
    rows = held.order_by("user").values_list("post", "station", "division", "user", "user__name")
    for post, station, division, user, name in rows:
        place: Any = over_divisions[division] if post in DIVISION_POSTS else at_stations[station]
        place.append((post, Person(user, name)))
    active = User.objects.filter(pk__in={request.assignee_id for request in requests}, is_active=True)
    handlers = {pk: Person(pk, name) for pk, name in active.values_list("pk", "name")}
    people = {
        person.pk for found in (at_stations, over_divisions) for pairs in found.values() for _post, person in pairs
    }
    people |= handlers.keys()
    return Watch(dict(at_stations), dict(over_divisions), handlers, _absent(people, day), _posts(people, stations, day))


def _absent(people: Iterable[int], day: Any) -> frozenset[int]:
    rows = Absence.objects.filter(user__in=people, starts_on__lte=day, ends_on__gte=day)
    return frozenset(rows.values_list("user", flat=True))


def _posts(people: Collection[int], stations: Collection[int], day: Any) -> dict[int, PostSet]:
    """Where they belong and on which sides they stand (stations.queries.posts_of for many): two statements."""
    members: dict[int, set[int]] = defaultdict(set)
    sides: dict[int, set[tuple[int, str]]] = defaultdict(set)
    here = {"user__in": people, "station__in": stations}
    for user, station, post in Appointment.objects.current(day).filter(**here).values_list("user", "station", "post"):
        members[user].add(station)
        if post in SIDE_OF_POST:
            sides[user].add((station, SIDE_OF_POST[Post(post)]))
    teams = TeamMembership.objects.filter(user__in=people, team__station__in=stations, left_on=None)
    for user, station in teams.values_list("user", "team__station"):
        members[user].add(station)
    return {user: PostSet(member_of=frozenset(found), sides=frozenset(sides[user])) for user, found in members.items()}
