"""Which stations had most in a month, and which matters at them: read along indexes in which the largest come first, so
that of 2,000 stations few rows are read, however many requests there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reports.happenings import COUNTS
from reports.indicators import Counts, measures_of
from reports.models import Tally
from reports.periods import Period
from reports.queries.book import Book
from reports.queries.figures import Figures, Row, add_to
from reports.queries.rolled import Largest, largest
from reports.queries.scopes import Scope, station_key
from reports.vocabulary import HOT_FROM, STATION, Dim, Grain
from services.models import Category, HotTopic
from services.queries import catalogue
from services.vocabulary import TopicState

HOTTEST = 5
# Twice as many as are told: some are of kinds that nobody is told of
_HOT = Largest(Dim.CATEGORY, HOTTEST * 2, fewest=HOT_FROM, is_named=True)


@dataclass(frozen=True)
class Hot:
    """Many with the same matter at one station: a topic for its chief."""

    station: str
    category: Category
    received: int
    scope: str  # the station's key


@dataclass(frozen=True)
class Busiest:
    """`rows`: the stations that received most and, where there are more, all others in one row 其他; they add up to
    the total. `hot`: of what is folded in."""

    rows: Sequence[Row]
    hot: Sequence[Hot]


def busiest(book: Book, period: Period, total: Figures, count: int, of: Sequence[str]) -> Busiest:
    """`total`: the figures of the whole scope; what the first `count` do not have of it, the others have. `of`: the
    indicators that are shown. One statement."""
    scope, sums = book.scope, _changed(book, period)
    read = largest(
        [*scope.by_key], period.first, [Largest(Dim.ALL, count + len(sums)), _HOT], measures_of(*of), also=[*sums]
    )
    for dim, key, _kind, counted in read:
        if dim == Dim.ALL:
            add_to(sums[key], counted)
    hot = _hot(scope, [(key, kind, counted["received"]) for dim, key, kind, counted in read if dim == Dim.CATEGORY])
    rows = _rows(book, period, sums, count)
    if len(scope.stations) > count:
        rows.append(Row("rest", _("其他"), _others(rows, total, measures_of(*of))))
    is_rolled = book.piece(period).grain == Grain.MONTH
    if not is_rolled or any(left < 0 for left in rows[-1].figures.counts.sums.values()):
        # Months or divisions have just been drawn otherwise, and the roll-ups follow within a minute
        return Busiest(book.by_station(period, of=of).top("received", count), hot)
    return Busiest(rows, hot)


def _changed(book: Book, period: Period) -> dict[str, Counter[str]]:
    """By station, of what is not folded in."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line, count in book.changes(period):
        for measure in COUNTS[line.happening]:
            found[station_key(line.what.station)][measure] += count
    return found


def _rows(book: Book, period: Period, sums: dict[str, Counter[str]], count: int) -> list[Row]:
    """`sums`: of all stations that may be among the first and had anything."""
    scope = book.scope
    places = [place for key, place in scope.by_key.items() if key in sums]
    places += [place for place in scope.stations[:count] if place.key not in sums]
    places = sorted(places, key=lambda place: -sums[place.key]["received"])[:count]
    return [
        Row(place.key, place.name, book.figures_of(period, sums[place.key], households=place.households), place)
        for place in places
    ]


def _others(rows: Sequence[Row], total: Figures, measures: Sequence[str]) -> Figures:
    listed = [row.figures.counts for row in rows]
    sums = {measure: total.counts[measure] - sum(counts[measure] for counts in listed) for measure in measures}
    households = total.counts.households - sum(counts.households for counts in listed)
    return Figures(Counts(sums, households=households), total.rules, total.period)


def hot_topics(scope: Scope, month: Period) -> list[Hot]:
    """Of a statistical month that is rolled up. One statement."""
    read = largest([*scope.by_key], month.first, [_HOT], ["received"])
    return _hot(scope, [(key, kind, counted["received"]) for _dim, key, kind, counted in read])


def _hot(scope: Scope, read: Sequence[tuple[str, str, int]]) -> list[Hot]:
    kinds, found = catalogue().by_id, []
    for key, name, received in read:
        kind = kinds.get(int(name))
        if kind and not kind.is_sensitive:
            found.append(Hot(scope.by_key[key].name, kind, received, key))
    return found[:HOTTEST]


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
