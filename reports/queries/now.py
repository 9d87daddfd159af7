"""For whom open requests wait, and what is hot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.models import HOT, Tally
from reports.periods import Period
from reports.queries.scopes import Scope, station_key
from reports.vocabulary import STATION, Dim, Grain
from services.models import Category, HotTopic
from services.queries import catalogue
from services.vocabulary import Status, TopicState


@dataclass(frozen=True)
class Waiting:
    """Where the time goes: how many wait for whom."""

    triage: int = 0
    handler: int = 0
    above: int = 0
    resident: int = 0
    paused: int = 0  # for parts, weather, an outside body, a vote …

    @property
    def in_hand(self) -> int:
        return self.triage + self.handler + self.above + self.paused


_FOR_WHOM = {
    Status.SUBMITTED: "triage",
    Status.ASSIGNED: "handler",
    Status.IN_PROGRESS: "handler",
    Status.ESCALATED: "above",
    Status.SUSPENDED: "paused",
    Status.RESOLVED: "resident",
}


@dataclass(frozen=True)
class Hot:
    """Many with the same matter at one station: a topic for its chief."""

    station: str
    category: Category
    received: int
    scope: str  # the station's key


def hot_topics(scope: Scope, month: Period, limit: int = 5) -> list[Hot]:
    """Of a statistical month that is rolled up. One statement, along an index of its own (HOT): the hottest are first
    in it, so that of ten million requests few rows are read."""
    rows = Tally.objects.filter(HOT, start=month.first, scope__in=[*scope.by_key])
    kinds, found = catalogue().by_id, []
    for key, name, received in (
        rows.exclude(key="").order_by("-received", "scope", "key").values_list("scope", "key", "received")[: limit * 2]
    ):
        if (kind := kinds.get(int(name))) and not kind.is_sensitive:
            found.append(Hot(scope.by_key[key].name, kind, received, key))
    return found[:limit]


def received_of(hot: Sequence[Hot], month: Period) -> dict[tuple[str, int], int]:
    """What the same kinds were at the same stations in another month: (scope, kind) → requests. One statement."""
    rows = Tally.objects.filter(
        grain=Grain.MONTH, dim=Dim.CATEGORY, start=month.first, scope__in={one.scope for one in hot},
        key__in={str(one.category.pk) for one in hot},
    )  # fmt: skip
    return {(scope, int(key)): received for scope, key, received in rows.values_list("scope", "key", "received")}


def topics_on(hot: Sequence[Hot], until: datetime) -> dict[tuple[str, int], str]:
    """Of which of them the chief had made a topic by then: (scope, kind) → its state. One statement."""
    rows = HotTopic.objects.filter(
        station__in={int(one.scope.removeprefix(STATION)) for one in hot},
        category__in={one.category.pk for one in hot},
        opened_at__lt=until,
    ).order_by("opened_at")
    told = rows.values_list("station", "category", "published_at")
    return {
        (station_key(station), category): TopicState.PUBLISHED if at and at < until else TopicState.OPENED
        for station, category, at in told
    }
