"""The triage list: which promise runs now, in which order it presses, how many wait in each view, what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from core.search import among
from core.statements import Keys
from services.models import Request
from services.queries.asked import BY_AGE, Asker, asker_of, best_first
from services.queries.requests import SHOWN, requests_visible_to
from services.queries.seen import IN_HAND, CappedCount, first_of, parts_seen_by
from services.queries.supervision import SUPERVISED, with_supervision
from services.vocabulary import ENDED, OPEN, WORKING, Status, Urgency
from stations.models import Station
from stations.queries import stations_of


@dataclass(frozen=True)
class Scope:
    """The stations whose requests are listed, one or all of a user's, and the buildings that they have."""

    stations: tuple[Station, ...]
    chosen: Station | None
    buildings: dict[int, str]  # of the chosen station: id → number
    all_buildings: dict[int, dict[int, str]] = field(default_factory=dict)  # of each station

    def asker(self, user: Any) -> Asker:
        return asker_of(user, self.listed)

    @property
    def listed(self) -> list[Station]:
        return [self.chosen] if self.chosen else list(self.stations)

    def choose(self, slug: str) -> Scope:
        """Somebody with a single station never chooses; an unknown slug is as good as none."""
        chosen = next((station for station in self.stations if station.slug == slug), None)
        if len(self.stations) == 1:
            (chosen,) = self.stations
        buildings = self.all_buildings.get(chosen.pk, {}) if chosen else {}
        return Scope(self.stations, chosen, buildings, self.all_buildings)


def scope_of(user: Any, slug: str = "") -> Scope:
    """One statement."""
    rows = stations_of(user).annotate(
        building_id=F("compound__buildings__pk"), building_number=F("compound__buildings__number")
    )
    rows = rows.order_by("name", "pk", "compound__buildings__order", "compound__buildings__number")
    stations: dict[int, Station] = {}
    buildings: dict[int, dict[int, str]] = {}
    for row in rows:
        stations.setdefault(row.pk, row)
        if row.building_id:
            buildings.setdefault(row.pk, {})[row.building_id] = row.building_number
    return Scope(tuple(stations.values()), None, {}, buildings).choose(slug)


def triage_rows(user: Any, stations: list[Station]) -> QuerySet[Request]:
    """What `user` may see at these stations, each with its open supervision."""
    return listed_rows(requests_visible_to(user).filter(station__in=[station.pk for station in stations]))


def rows_of_hits(pks: QuerySet[Any, Any]) -> QuerySet[Request]:
    """The same of those that were found among them: asked a second time who may see it, a planner would look through
    all that the stations have."""
    return listed_rows(Request.objects.select_related(*SHOWN).filter(among(Keys(pks))))


def listed_rows(rows: QuerySet[Request] | None = None) -> QuerySet[Request]:
    """Of none: all, to be filtered before it is asked who may see them (parts_seen_by)."""
    return with_supervision(Request.objects.all() if rows is None else rows).defer("description", "search")


def parts_of(rows: QuerySet[Request], asker: Asker) -> list[QuerySet[Request]]:
    many, few = parts_seen_by(asker.user, rows.order_by(), asker.stations, above=asker.above)
    return [*many, *few]


def candidates(parts: Sequence[QuerySet[Request]], sort: str, most: int) -> QuerySet[Request]:
    """Those of all parts among which the first `most` of a list are. What is in hand goes before what is over, of which
    the newest go first: neither is put in order as a whole."""
    if sort == "pressing":
        walks = [first_of([part.filter(status__in=IN_HAND) for part in parts], order_of(sort), most)]
        walks.append(first_of([part.filter(status__in=ENDED) for part in parts], BY_AGE, most))
    else:
        walks = [first_of(parts, order_of(sort), most)]
    return Request.objects.order_by().filter(among(Keys(*walks)))


def overdue(now: datetime) -> Q:
    return Q(pressing_at__lt=now)


def due_today(now: datetime) -> Q:
    return Q(pressing_at__gte=now, pressing_at__lt=end_of_day(now))


def end_of_day(now: datetime) -> datetime:
    midnight = datetime.combine(timezone.localdate(now), time.min, timezone.get_current_timezone())
    return midnight + timedelta(days=1)


RETURNED = Q(returns__gt=0, status=Status.SUBMITTED)


def counts_of(
    parts: Sequence[QuerySet[Request]], here: Q, lists: Mapping[str, CappedCount], now: datetime
) -> dict[str, int]:
    """How many of those `here` are in each view, and how many in each of the `lists`.

    One statement for all of them. Exact for what is in hand, which an index holds apart; what may be very much is
    counted to MOST_COUNTED.
    """
    in_hand = [part.filter(status__in=IN_HAND) for part in parts]
    rows = in_hand[0] if len(in_hand) == 1 else Request.objects.filter(among(Keys(*in_hand)))
    return rows.order_by().aggregate(
        submitted=Count("pk", filter=here & Q(status=Status.SUBMITTED)),
        overdue=Count("pk", filter=here & overdue(now)),
        today=Count("pk", filter=here & due_today(now)),
        returned=Count("pk", filter=here & RETURNED),
        resolved=Count("pk", filter=here & Q(status=Status.RESOLVED)),
        suspended=Count("pk", filter=here & Q(status=Status.SUSPENDED)),
        escalated=Count("pk", filter=here & Q(status=Status.ESCALATED)),
        in_hand=Count("pk", filter=here & Q(status__in=OPEN)),
        new=CappedCount([part.filter(here, filed_at__gte=end_of_day(now) - timedelta(days=1)) for part in parts]),
        all=CappedCount([part.filter(here) for part in parts]),
        supervised=CappedCount([part.filter(here, SUPERVISED) for part in parts]),  # also of what is over
        **lists,
    )


BUCKET = Case(
    When(status__in=WORKING, urgency=Urgency.CRITICAL, then=0),
    When(status__in=WORKING, then=1),
    When(status__in=[Status.SUSPENDED, Status.ESCALATED], then=2),
    When(status=Status.RESOLVED, then=3),
    default=4,
    output_field=IntegerField(),
)
SORTS: dict[str, list[Any]] = {
    "pressing": [BUCKET, F("pressing_at").asc(nulls_last=True), "filed_at", "pk"],
    "waiting": ["filed_at", "pk"],
    "newest": ["-filed_at", "-pk"],
}


def order_of(sort: str, q: str = "") -> list[Any]:
    """`pressing`: danger first, then what is due first, then what only waits; ended ones last, the newest first.

    `best`: what answers `q` best.
    """
    if sort == "best":
        return best_first(q)
    order = SORTS.get(sort, SORTS["pressing"])
    if order is SORTS["pressing"]:
        ended_first = Case(When(status__in=[*OPEN, Status.RESOLVED], then=Value(None)), default=F("filed_at"))
        order = [*order[:2], ended_first.desc(nulls_last=True), *order[2:]]
    return order
