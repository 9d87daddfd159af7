"""Who holds which post on which day, who is away, who has to stand aside, who lives where: read once, then asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import User
from residents.models import Residency
from services.models import Request
from stations.models import Absence, Appointment, FlagGroup, Station, TeamMembership
from tests.journeys.month.days import SHANGHAI

SIDES = {"property": {"property_manager", "property_staff"}, "hoa": {"hoa_chair", "hoa_member"}}
SIDES["both"] = SIDES["property"] | SIDES["hoa"]
# Whom a step of the climb tells: whoever holds the first of the posts and can be told
STEPS = {
    2: ("station_chief", "deputy_chief"),
    3: ("community_officer", "street_officer"),
    4: ("district_official",),
}
RUNS = ("station_chief", "deputy_chief")


class Offices:
    def __init__(self, station: Station) -> None:
        self.station = station
        self.code = station.compound.division_id
        self.passed_over: Counter[str] = Counter()  # of those whom a climb might have told: why not
        self.people = {user.pk: user for user in User.objects.all()}
        names = ("post", "user", "station", "division", "building", "starts_on", "ends_on")
        self.posts = list(Appointment.objects.order_by("pk").values_list(*names))
        self.teams = set(TeamMembership.objects.filter(team__station=station).values_list("user", flat=True))
        self.away = list(Absence.objects.values_list("user", "starts_on", "ends_on"))
        homes = Residency.objects.filter(status="confirmed").order_by("pk")
        at = ("user", "dwelling__entrance__building", "dwelling__entrance", "dwelling__number")
        self.homes = {user: (building, entrance, flat) for user, building, entrance, flat in homes.values_list(*at)}
        groups = FlagGroup.objects.filter(station=station).order_by("order", "pk")
        self.groups = list(groups.values_list("buildings", "leader"))

    def holders(self, post: str, day: date) -> list[int]:
        """At the station, or over the division that it lies in."""
        return [
            user
            for held, user, station, division, _building, begin, end in self.posts
            if held == post
            and (station == self.station.pk or (division and self.code.startswith(division)))
            and begin <= day
            and (end is None or day <= end)
        ]

    def posts_here(self, user: int) -> set[str]:
        return {post for post, holder, station, *_rest in self.posts if (holder, station) == (user, self.station.pk)}

    def is_away(self, user: int, day: date) -> bool:
        return any(who == user and begin <= day <= end for who, begin, end in self.away)

    def stands_aside(self, user: int, row: Request) -> bool:
        """The person complained about and everybody on that side; of a complaint about the chief the whole station."""
        here = self.posts_here(user)
        if row.target == "chief":
            return row.target_user_id == user or bool(here) or user in self.teams
        return row.target_user_id == user or bool(here & SIDES.get(row.target, set()))

    def able(self, row: Request, people: Iterable[int | None], day: date) -> list[int]:
        found = []
        for user in sorted({user for user in people if user}):
            why_not = "away" if self.is_away(user, day) else "aside" if self.stands_aside(user, row) else ""
            self.passed_over[why_not] += 1
            found += [] if why_not else [user]
        return found

    def told(self, row: Request, step: int, now: datetime) -> list[int]:
        """Whom a step tells; step 0 is the warning, 1 the handler. Nobody: the step is passed."""
        day = now.astimezone(SHANGHAI).date()
        if step < 2:
            return self.able(row, [row.assignee_id], day)
        if step == 2 and row.level == "community":
            return []  # it went past the station
        for post in STEPS[step]:
            if post == "deputy_chief" and row.is_sensitive:
                continue
            held = self.holders(post, day)
            self.passed_over["vacant"] += not held
            if found := self.able(row, held, day):
                return found
        return []

    def deciders(self, row: Request, day: date) -> list[int]:
        """Who runs the station and may know of it: chief and deputies, without those complained about."""
        if row.level == "community":
            return []
        posts = RUNS[:1] if row.is_sensitive else RUNS
        found = {user for post in posts for user in self.holders(post, day)}
        return sorted(user for user in found if not self.stands_aside(user, row))

    def sits_at(self, user: int, level: str, day: date) -> bool:
        """An officer of that level: speaks for what was sent there."""
        return user in self.holders({"community": "community_officer", "street": "street_officer"}.get(level, ""), day)

    def living_in(self, buildings: set[int]) -> set[int]:
        return {user for user, (building, *_flat) in self.homes.items() if building in buildings}

    def carriers(self, building: int, day: date) -> set[int]:
        """Who goes from door to door: the building's leaders, else its group's, else the chief, else a deputy."""
        leaders = [user for post, user, _s, _d, at, *_days in self.posts if (post, at) == ("building_leader", building)]
        chains = [leaders, [who for at, who in self.groups if at == building], *(self.holders(p, day) for p in RUNS)]
        for chain in chains:
            if there := [user for user in chain if not self.is_away(user, day)]:
                return set(there if chain is leaders else there[:1])
        return set(next((chain[:1] for chain in chains if chain), []))
