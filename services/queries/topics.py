"""Hot topics: who sees which, what is looked at to find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from core.text import bigrams
from services.models import HotTopic, Request, TopicMember, TopicWatch
from services.queries.alike import OF_THINGS, matter_of, praise
from services.queries.requests import requests_visible_to
from services.topics import WINDOW, Report
from services.vocabulary import Status, Target, TopicState
from stations.models import Station
from stations.queries import posts_of
from stations.vocabulary import Side

OPENING = 80  # characters of the text beside the title: what a long letter is about stands there
MOST_READ = 2_000  # of a station or a district: the newest
EACH_HOUR, EACH_DAY = timedelta(hours=1), timedelta(days=1)
COUNTY_DIGITS = 6
OPENED = (TopicState.OPENED, TopicState.PUBLISHED)
SIDES = {Side.PROPERTY: (Target.PROPERTY, Target.BOTH), Side.HOA: (Target.HOA, Target.BOTH)}
SHARED = (Target.NONE, Target.PROPERTY, Target.HOA, Target.BOTH)


def topics_visible_to(user: Any) -> QuerySet[HotTopic]:
    """For chiefs and deputies, and for whoever a topic was given to; never for the side complained about."""
    posts = posts_of(user)
    run = posts.chief_of | posts.deputy_of
    mine = Q(station__in=run) | Q(assignee=user.pk, station__in=posts.member_of, state__in=OPENED)
    rows = HotTopic.objects.filter(mine, division_code="").select_related("station", "category", "building", "assignee")
    for side, targets in SIDES.items():
        aside = [station for station, held in posts.sides if held == side]
        rows = rows.exclude(station__in=aside, target__in=targets)
    return rows


def topics_listed(user: Any) -> QuerySet[HotTopic]:
    """What is hot now, and what somebody made a topic of."""
    return topics_visible_to(user).filter(Q(is_hot=True) | Q(state__in=OPENED)).order_by("-reports", "-last_at", "pk")


def topics_of_districts(user: Any) -> QuerySet[HotTopic]:
    """Over several compounds of the official's district: kind, compounds and figures, no words of residents."""
    here = Q(pk__in=[])
    for code in posts_of(user).districts:
        here |= Q(division_code__startswith=code)
    rows = HotTopic.objects.filter(here, station=None, is_hot=True).exclude(division_code="")
    return rows.select_related("category").order_by("-reports", "-last_at", "pk")


def members_seen_by(user: Any, topic: HotTopic) -> QuerySet[Any, Any]:
    """Each with `since`: the topic's version that it came with."""
    rows = requests_visible_to(user).filter(in_topics__hottopic=topic).annotate(since=F("in_topics__since"))
    return rows.order_by("-filed_at", "-pk")


def told_of(topic: HotTopic) -> QuerySet[Request]:
    """Those whose reporters hear of the outcome: as long as they still belong into the topic's circle."""
    return still_of(topic).filter(topics=topic).order_by("pk")


def still_of(topic: HotTopic) -> QuerySet[Request]:
    """What may be in it, as it is now."""
    return eligible().filter(target=topic.target).exclude(status=Status.WITHDRAWN)


def left_out_seen_by(user: Any, topic: HotTopic) -> QuerySet[Request]:
    left_out = topic.left_out.through.objects.filter(hottopic=topic).values("request")
    return requests_visible_to(user).filter(pk__in=left_out).order_by("-filed_at", "-pk")


def members_of(topics: Iterable[int]) -> dict[int, set[int]]:
    """Topic → its requests, in one statement."""
    return _linked(TopicMember, topics)


def left_out_of(topics: Iterable[int]) -> dict[int, set[int]]:
    """Topic → what somebody said is another matter, in one statement."""
    return _linked(HotTopic.left_out.through, topics)


def _linked(through: Any, topics: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {pk: set() for pk in topics}
    rows = through.objects.filter(hottopic__in=found)
    for topic, request in rows.values_list("hottopic", "request"):
        found[topic].add(request)
    return found


## What they are found in


def eligible() -> QuerySet[Request]:
    """Nothing private, nothing about a person, nothing that went past the station; and no praise, it is no trouble."""
    rows = Request.objects.filter(
        level="station", is_sensitive=False, target__in=SHARED, target_user=None, danger__in=OF_THINGS
    )
    return rows.exclude(category__is_sensitive=True).exclude(praise())


def reports_in(rows: QuerySet[Request], at: datetime) -> dict[str, list[Report]]:
    """Target → reports of the window. One statement."""
    recent = rows.filter(filed_at__gt=at - WINDOW, filed_at__lte=at).exclude(status=Status.WITHDRAWN)
    found: dict[str, list[Report]] = {}
    for target, report in _read(recent):
        found.setdefault(target, []).append(report)
    return found


def older_in(rows: QuerySet[Request], members: set[int], at: datetime) -> list[tuple[str, Report]]:
    """(target, report) of those among `members` whose time in the window is over. One statement, none without any."""
    if not members:
        return []
    return list(_read(rows.filter(pk__in=members, filed_at__lte=at - WINDOW).exclude(status=Status.WITHDRAWN)))


def reports_of(topic: HotTopic) -> list[Report]:
    """Its members as they are, however long ago. One statement."""
    return [report for _target, report in _read(Request.objects.filter(topics=topic))]


def _read(rows: QuerySet[Request]) -> Iterator[tuple[str, Report]]:
    read = rows.order_by("-filed_at").annotate(start=Substr("description", 1, OPENING))
    for row in read.values_list(*FIELDS)[:MOST_READ]:
        target, home, compound, title, start, *facts = row
        text = f"{title} {start}"
        matter = matter_of(facts[0], bigrams(text), *facts[1:])
        yield target, Report(matter, home or f"#{facts[0]}", compound, text)


FIELDS = (
    *("target", "household", "station__compound__name", "title", "start"),
    *("pk", "category_id", "building_id", "entrance_id", "facility_id", "filed_at"),
)


def stations_due(at: datetime) -> Iterator[Station]:
    """With something new since they were looked at an hour ago or longer; each once a day, for topics cool down."""
    looked = {watch.key: watch.computed_at for watch in TopicWatch.objects.all()}
    newest = Request.objects.filter(station=OuterRef("pk")).order_by("-filed_at").values("filed_at")[:1]
    for station in Station.objects.annotate(newest=Subquery(newest)).select_related("compound").order_by("pk"):
        before = looked.get(f"s{station.pk}")
        has_new = before and station.newest and station.newest > before
        if before is None or before <= at - (EACH_HOUR if has_new else EACH_DAY):
            yield station


def districts_due(at: datetime) -> list[str]:
    """Codes of districts with stations, each once a day."""
    looked = {watch.key: watch.computed_at for watch in TopicWatch.objects.filter(key__startswith="d")}
    codes = {code[:COUNTY_DIGITS] for code in Station.objects.values_list("compound__division_id", flat=True)}
    return sorted(code for code in codes if looked.get(f"d{code}", at - EACH_DAY) <= at - EACH_DAY)
