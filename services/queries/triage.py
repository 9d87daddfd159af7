"""The triage list: which promise runs now, in which order it presses, how many wait in each view, what is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from core.search import bigram_filter
from core.text import clean_text
from services.models import Request
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, requests_visible_to, under_divisions
from services.queries.supervision import SUPERVISED, with_supervision
from services.vocabulary import NAMELESS_NATURES, OPEN, WORKING, Status, Urgency
from stations.models import Station
from stations.queries import PostSet, posts_of, stations_of

LONGEST_QUESTION = 80
NUMBER = re.compile(r"([A-Za-z]{2,4}|)[-\s]*(\d{4})[-\s]*(\d{1,6})")
LAST_FOUR = re.compile(r"\d{4}")
WHOLE_PHONE = re.compile(r"0?\d{10,11}")
SOUND = re.compile(r"[a-z]{2,30}")


@dataclass(frozen=True)
class Scope:
    """The stations whose requests are listed, one or all of a user's, and the buildings that they have."""

    stations: tuple[Station, ...]
    chosen: Station | None
    buildings: dict[int, str]  # of the chosen station: id → number
    all_buildings: dict[int, dict[int, str]] = field(default_factory=dict)  # of each station

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
    rows = requests_visible_to(user).filter(station__in=[station.pk for station in stations])
    return with_supervision(rows).defer("description", "search")


def overdue(now: datetime) -> Q:
    return Q(pressing_at__lt=now)


def due_today(now: datetime) -> Q:
    return Q(pressing_at__gte=now, pressing_at__lt=end_of_day(now))


def end_of_day(now: datetime) -> datetime:
    midnight = datetime.combine(timezone.localdate(now), time.min, timezone.get_current_timezone())
    return midnight + timedelta(days=1)


RETURNED = Q(returns__gt=0, status=Status.SUBMITTED)


def counts_of(
    rows: QuerySet[Request], here: Q, found: QuerySet[Request], now: datetime, saved: Sequence[QuerySet[Request]] = ()
) -> dict[str, int]:
    """How many of those `here` are in each view, in `found`, and of all `rows` in each saved view (saved_0, …).

    One statement for all of them.
    """
    more = {
        f"saved_{nth}": Count("pk", filter=Q(pk__in=each.order_by().values("pk"))) for nth, each in enumerate(saved)
    }
    return rows.order_by().aggregate(
        **more,
        submitted=Count("pk", filter=here & Q(status=Status.SUBMITTED)),
        overdue=Count("pk", filter=here & overdue(now)),
        today=Count("pk", filter=here & due_today(now)),
        supervised=Count("pk", filter=here & SUPERVISED),
        returned=Count("pk", filter=here & RETURNED),
        resolved=Count("pk", filter=here & Q(status=Status.RESOLVED)),
        suspended=Count("pk", filter=here & Q(status=Status.SUSPENDED)),
        escalated=Count("pk", filter=here & Q(status=Status.ESCALATED)),
        in_hand=Count("pk", filter=here & Q(status__in=OPEN)),
        new=Count("pk", filter=here & Q(filed_at__gte=end_of_day(now) - timedelta(days=1))),
        all=Count("pk", filter=here),
        found=Count("pk", filter=Q(pk__in=found.order_by().values("pk"))),
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


def in_order(rows: QuerySet[Request], sort: str) -> QuerySet[Request]:
    """`pressing`: danger first, then what is due first, then what only waits; ended ones last, the newest first."""
    order = SORTS.get(sort, SORTS["pressing"])
    if order is SORTS["pressing"]:
        ended_first = Case(When(status__in=[*OPEN, Status.RESOLVED], then=Value(None)), default=F("filed_at"))
        order = [*order[:2], ended_first.desc(nulls_last=True), *order[2:]]
    return rows.order_by(*order)


## Search


def search(rows: QuerySet[Request], q: str, user: Any) -> QuerySet[Request]:
    """Found by text, number in any writing, names or their sound; the reporter's name and phone where one may know."""
    q = clean_text(q)[:LONGEST_QUESTION]
    if not q:
        return rows
    by_text = bigram_filter(Request.objects.order_by(), "search", q).values("pk")
    found = Q(pk__in=by_text) | _by_number(q) | _by_name(q, "assignee__name", "assignee__name_pinyin")
    about_reporter = _by_phone(q) | _by_name(q, "reporter_name", "reporter_pinyin")
    return rows.filter(found | (about_reporter & reporter_known_to(user)))


def reporter_known_to(user: Any) -> Q:
    """relations.may_see_reporter in SQL, for rows that `user` may see; narrower for co-handlers, never wider."""
    posts: PostSet = posts_of(user)
    at_the_desk = Q(level="station") & (
        Q(station__in=posts.chief_of) | Q(station__in=posts.deputy_of | posts.duty_at, is_sensitive=False)
    )
    above = under_divisions(posts.communities) & IN_SIGHT_OF_THE_COMMUNITY
    # In somebody's hands while it waits for triage makes them a triager (services/relations.py).
    in_hand = Q(assignee=user) & (Q(status=Status.SUBMITTED) | ~Q(nature__in=NAMELESS_NATURES))
    return at_the_desk | above | in_hand


def number_in(text: str, letters: str = "") -> str:
    """「ja 2611 93」, JA26110093 → JA-2611-0093; "" for anything else. `letters`: for those who leave them out."""
    match = NUMBER.fullmatch(text.strip())
    letters = (match[1] or letters).upper() if match else ""
    return f"{letters}-{match[2]}-{int(match[3]):04d}" if match and letters else ""


def _by_number(q: str) -> Q:
    number = number_in(q)
    return Q(number=number) if number else Q(pk__in=[])


def _by_phone(q: str) -> Q:
    digits = re.sub(r"[\s-]", "", q)
    if LAST_FOUR.fullmatch(digits):
        return Q(reporter_phone__endswith=digits)
    return Q(reporter_phone=digits) if WHOLE_PHONE.fullmatch(digits) else Q(pk__in=[])


def _by_name(q: str, name: str, pinyin: str) -> Q:
    """「丁海波」, 「海波」, dinghaibo, ding, dhb. The column holds 「dinghaibo dhb」 (core.text.pinyin_of)."""
    sound = q.lower().replace(" ", "").replace("'", "")
    if SOUND.fullmatch(sound):
        return Q(**{f"{pinyin}__startswith": sound}) | Q(**{f"{pinyin}__contains": f" {sound}"})
    return Q(**{f"{name}__contains": q}) if 2 <= len(q) <= 12 and not q.isascii() else Q(pk__in=[])
