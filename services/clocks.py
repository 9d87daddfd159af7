"""Which promise runs, which light it shows, how far up it has climbed, and when to look again.

Pure: facts and `at` go in, a clock comes out. An action sets the clock (`set_clock`), only time moves it (`move`): so a
light is warned of once and a step is climbed once, however many people act meanwhile. Pages write none of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import IntEnum

from core.calendar import WorkCalendar, in_shanghai
from services.deadlines import Span, light, yellow_from
from services.escalation_rules import follow_up_span
from services.vocabulary import WORKING, Pressing, Status, Urgency
from stations.vocabulary import Post


class Climb(IntEnum):
    """How far an overdue request has climbed: who was told last."""

    NOWHERE = 0
    HANDLER = 1
    CHIEF = 2
    COMMUNITY = 3
    DISTRICT = 4


AT_ONCE = Span(0, "m")
_IN_DAYS = (AT_ONCE, Span(1, "wd"), Span(2, "wd"), Span(5, "wd"))
# How long after the due moment handler, chief, community and district are told
CLIMBS: dict[str, tuple[Span, ...]] = {
    Urgency.CRITICAL: (AT_ONCE, AT_ONCE, AT_ONCE, Span(2, "h")),
    Urgency.URGENT: (AT_ONCE, Span(2, "h"), Span(8, "h"), Span(24, "h")),
    Urgency.NORMAL: _IN_DAYS,
    Urgency.COMPLEX: _IN_DAYS,
}
# Whoever holds the first of these posts and can be told; else the next
POSTS_TOLD: dict[Climb, tuple[Post, ...]] = {
    Climb.CHIEF: (Post.STATION_CHIEF, Post.DEPUTY_CHIEF),
    Climb.COMMUNITY: (Post.COMMUNITY_OFFICER, Post.STREET_OFFICER),
    Climb.DISTRICT: (Post.DISTRICT_OFFICIAL,),
}
MOMENT = timedelta(microseconds=1)  # at the due moment itself it is still in time


@dataclass(frozen=True)
class Facts:
    """What the clock needs to know of a request. `spans`: accept, contact, resolve as the catalogue writes them."""

    status: str
    urgency: str
    is_contacted: bool
    accept_due: datetime | None
    contact_due: datetime | None
    resolve_due: datetime | None
    followup_due: datetime | None = None
    spans: tuple[str, str, str] = ("none", "none", "none")


@dataclass(frozen=True)
class Clock:
    """`climb` counts the steps of the present episode, `highest_climb` those of the request's whole life."""

    pressing: str = ""
    pressing_at: datetime | None = None
    light: str = ""
    climb: int = 0
    highest_climb: int = 0
    moves_at: datetime | None = None


def promise_of(facts: Facts) -> tuple[str, datetime | None]:
    """Until somebody has it the time to accept runs, then the one to call the resident, then the one to solve it."""
    given = facts.status in (Status.ASSIGNED, Status.IN_PROGRESS)
    running: tuple[str, datetime | None] = ("", None)
    if facts.status == Status.SUBMITTED and facts.accept_due:
        running = Pressing.ACCEPT, facts.accept_due
    elif given and not facts.is_contacted and facts.contact_due:
        running = Pressing.CONTACT, facts.contact_due
    elif facts.status in WORKING:
        running = Pressing.RESOLVE, facts.resolve_due
    elif facts.status == Status.ESCALATED:
        running = Pressing.FOLLOW_UP, facts.followup_due
    return running if running[1] else ("", None)


def set_clock(before: Clock, facts: Facts, at: datetime, calendar: WorkCalendar) -> Clock:
    """After a change. While the same promise runs its light and its climb stay; an episode ends with being overdue."""
    pressing, due = promise_of(facts)
    if due is None:
        return Clock(highest_climb=before.highest_climb)
    if (pressing, due) == (before.pressing, before.pressing_at):
        return _wound(before, facts, calendar)
    shown = _light(due, at, pressing, facts, calendar)
    climb = before.climb if shown == "red" else Climb.NOWHERE
    return _wound(Clock(pressing, due, shown, climb, before.highest_climb), facts, calendar)


def move(clock: Clock, facts: Facts, at: datetime, calendar: WorkCalendar) -> Clock:
    """Time has passed: the light of now, and one step up if that is due. Two steps take two calls."""
    clock = set_clock(clock, facts, at, calendar)
    if clock.pressing_at is None:
        return clock
    shown = _light(clock.pressing_at, at, clock.pressing, facts, calendar)
    climb = clock.climb
    if (
        shown == "red"
        and climb < Climb.DISTRICT
        and at > climbs_after(clock.pressing_at, facts.urgency, calendar)[climb]
    ):
        climb += 1
    highest = max(clock.highest_climb, climb)
    return _wound(replace(clock, light=shown, climb=climb, highest_climb=highest), facts, calendar)


def climbs_after(due: datetime, urgency: str, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """The moments after which handler, chief, community and district are told, in this order."""
    return tuple(_later(due, wait, calendar) for wait in CLIMBS[urgency])


def _later(due: datetime, wait: Span, calendar: WorkCalendar) -> datetime:
    """Hours go by the wall clock; so many working days later it is at the same time of day. What is due on a free day
    counts from when the next working day begins (Civil Code art. 203): nothing that is due later climbs earlier."""
    if wait.length is not None:
        return due + wait.length
    local = in_shanghai(due)
    if not calendar.is_working_day(local.date()):
        local = datetime.combine(calendar.add_working_days(local.date(), 1), time(), local.tzinfo)
    return datetime.combine(calendar.add_working_days(local.date(), wait.count), local.timetz())


def _wound(clock: Clock, facts: Facts, calendar: WorkCalendar) -> Clock:
    return replace(clock, moves_at=_moves_at(clock, facts, calendar))


def _moves_at(clock: Clock, facts: Facts, calendar: WorkCalendar) -> datetime | None:
    """The first moment at which time alone changes something; None when nothing is left to change."""
    due = clock.pressing_at
    if due is None:
        return None
    if clock.light == "green":
        return yellow_from(due, calendar=calendar, urgency=facts.urgency, span=span_of(clock.pressing, facts))
    if clock.light == "yellow":
        return due + MOMENT
    if clock.climb == Climb.DISTRICT:
        return None
    return climbs_after(due, facts.urgency, calendar)[clock.climb] + MOMENT


def _light(due: datetime, at: datetime, pressing: str, facts: Facts, calendar: WorkCalendar) -> str:
    return light(due, at, calendar=calendar, urgency=facts.urgency, span=span_of(pressing, facts))


def span_of(pressing: str, facts: Facts) -> Span | None:
    """How long the promise was."""
    if pressing == Pressing.FOLLOW_UP:
        return follow_up_span(facts.urgency)
    places = {Pressing.ACCEPT: 0, Pressing.CONTACT: 1, Pressing.RESOLVE: 2}
    return Span.parse(facts.spans[places[Pressing(pressing)]]) if pressing in places else None


## Who is told


@dataclass(frozen=True)
class Watcher:
    """Somebody who stands over a request in one post."""

    user: int
    name: str
    post: str
    is_absent: bool = False
    is_recused: bool = False


def told_at(climb: Climb, watchers: Iterable[Watcher], *, is_sensitive: bool = False) -> list[Watcher]:
    """Those in the first post of the step who are there and need not stand aside; [] when nobody can be told.

    Deputies do not read what is sensitive, so they are not told of it either.
    """
    able = [watcher for watcher in watchers if not (watcher.is_absent or watcher.is_recused)]
    for post in POSTS_TOLD[climb]:
        if is_sensitive and post == Post.DEPUTY_CHIEF:
            continue
        found = {watcher.user: watcher for watcher in able if watcher.post == post}
        if found:
            return [found[user] for user in sorted(found)]
    return []
