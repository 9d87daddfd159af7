"""What the pages on routes and the catalogue show: an answer to 「这件事会派给谁」, the grid, the kinds in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from services.actions.filing import assignee_title, facts_of, set_deadlines
from services.actions.reading import Reading, read_sentence
from services.coverage import Gap, Row, counts, cover, gaps
from services.deadlines import Span
from services.models import Category, Request
from services.queries import catalogue, overrides_of, spans_of
from services.routing import Decision, Facts, Roster, post_words, reason_words, route
from services.vocabulary import AROUND_THE_CLOCK, Target
from stations.models import Building, Station
from stations.titles import title_words


@dataclass(frozen=True)
class Answer:
    """Who would get it, and why."""

    decision: Decision
    title: str
    reason: str
    reading: Reading
    co: list[str]
    request: Request  # never saved
    suggested: list[Category]


def answer(station: Station, said: dict[str, Any], roster: Roster, at: datetime) -> Answer:
    """The same road that a filed request takes, without the request. `said`: cleaned data of the preview form."""
    reading = read_sentence(said["text"], category=said["category"], people=roster.members)
    urgency = said["urgency"] or reading.urgency
    request = Request(
        station=station,
        category=reading.category,
        building=said["building"],
        urgency=urgency,
        target=said["target"] or reading.target,
        target_user_id=reading.target_user,
        understood=reading.because,
        filed_at=at,
    )
    set_deadlines(request, spans_of(reading.category, urgency))
    decision = route(facts_of(request), roster)
    names = {member.user: member.name for member in roster.members}
    return Answer(
        decision,
        title_words(assignee_title(decision.post, request)),
        reason_words(decision.as_json()),
        reading,
        [f"{post_words(post)} {names[user]}" for user, post in decision.co],
        request,
        [catalogue().by_slug[row["slug"]] for row in reading.suggested if row["slug"] in catalogue().by_slug],
    )


@dataclass(frozen=True)
class GapLine:
    """One gap in words."""

    reason: str
    kinds: list[str]
    buildings: list[str]
    vacant: list[tuple[str, str]]  # (post code, words)
    gap: Gap


@dataclass(frozen=True)
class Grid:
    buildings: list[Building]
    groups: list[tuple[Any, list[tuple[Category, Row]]]]
    counts: dict[str, int]
    gaps: list[GapLine]


def grid(station: Station, roster: Roster) -> Grid:
    """Two statements: the station's own routes and its buildings."""
    overrides = overrides_of(station)
    buildings = list(station.compound.buildings.all())
    known = catalogue()
    kinds = [
        Facts(
            kind.slug,
            tuple(kind.lead),
            tuple(kind.co),
            urgency=kind.urgency,
            target=kind.about or Target.NONE,
            overrides=overrides,
        )
        for kind in known.by_slug.values()
    ]
    rows = {row.kind: row for row in cover(kinds, [building.pk for building in buildings], roster)}
    names = {building.pk: str(building) for building in buildings}
    groups = [(group, [(kind, rows[kind.slug]) for kind in kinds]) for group, kinds in known.grouped()]
    lines = [_gap_line(gap, names) for gap in gaps(list(rows.values()))]
    return Grid(buildings, groups, counts(list(rows.values())), lines)


def _gap_line(gap: Gap, names: dict[int, str]) -> GapLine:
    everywhere = len(gap.buildings) == len(names) or None in gap.buildings
    return GapLine(
        reason_words(gap.decision.as_json()),
        [str(catalogue().by_slug[slug]) for slug in gap.kinds],
        [] if everywhere else [names[building] for building in gap.buildings if building],
        [(post, post_words(post)) for post in gap.vacant],
        gap,
    )


@dataclass(frozen=True)
class Kind:
    """One kind as this station routes it."""

    category: Category
    lead: list[str]
    co: list[str]
    spans: list[tuple[str, str]]
    questions: list[Any]
    has_own_route: bool


def kinds_of(overridden: set[str]) -> list[tuple[Any, list[Kind]]]:
    """The active kinds by group. `overridden`: slugs of those with a route of the station's own."""
    return [
        (group, [_kind(category, category.slug in overridden) for category in categories])
        for group, categories in catalogue().grouped()
    ]


def _kind(category: Category, has_own_route: bool) -> Kind:
    around_the_clock = category.urgency in AROUND_THE_CLOCK
    spans = [
        (_("受理"), say_span(category.accept, around_the_clock)),
        (_("联系"), say_span(category.contact, around_the_clock)),
        (_("办结"), say_span(category.resolve, around_the_clock)),
    ]
    questions = list(catalogue().questions.get(category.pk, ()))
    lead, co = [post_words(post) for post in category.lead], [post_words(post) for post in category.co]
    return Kind(category, lead, co, spans, questions, has_own_route)


def say_span(text: str, around_the_clock: bool) -> str:
    """「30分钟」, 「4小时」 by the wall clock, 「4个工作小时」 by working time, 「2个工作日」."""
    span = Span.parse(text)
    count = {"count": span.count}
    if span.unit == "m":
        if around_the_clock:
            return ngettext("%(count)d分钟", "%(count)d分钟", span.count) % count
        return ngettext("工作时间%(count)d分钟", "工作时间%(count)d分钟", span.count) % count
    if span.unit == "h":
        if around_the_clock:
            return ngettext("%(count)d小时", "%(count)d小时", span.count) % count
        return ngettext("%(count)d个工作小时", "%(count)d个工作小时", span.count) % count
    if span.unit == "wd":
        return ngettext("%(count)d个工作日", "%(count)d个工作日", span.count) % count
    return pgettext("deadline", "不限")
