"""By when? Due moments, pauses, and the light that staff see.

Pure: no database and no reading of the clock; facts and `at` go in, an answer comes out. Moments go in aware and come
out in Asia/Shanghai. A due moment of None means that nothing was promised.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from django.utils.translation import gettext as _

from core.calendar import WORKDAY_LENGTH, WorkCalendar, in_shanghai
from services.vocabulary import AROUND_THE_CLOCK, Urgency

Unit = Literal["m", "h", "wd", "none"]
Light = Literal["green", "yellow", "red"]

# accept, contact, resolve: of a request more urgent than its kind, and while the kind is unclear
SPANS_OF_URGENCY = {Urgency.CRITICAL: ("15m", "30m", "4h"), Urgency.URGENT: ("2h", "4h", "24h")}
UNCLEAR_SPANS = ("1wd", "2wd", "5wd")
URGENT_WARNING = timedelta(hours=4)
SPAN_PATTERN = re.compile(r"([1-9][0-9]{0,3})(m|h|wd)")


def runs_around_the_clock(urgency: str) -> bool:
    """Do the clocks of this urgency run at night and on holidays? An unknown urgency is a ValueError."""
    if urgency not in Urgency.values:
        raise ValueError(f"unknown urgency {urgency!r}: one of {', '.join(Urgency.values)}")
    return urgency in AROUND_THE_CLOCK


@dataclass(frozen=True)
class Span:
    """A promise as the catalogue writes it: "15m", "4h", "2wd" (working days) or "none" (nothing is promised)."""

    count: int = 0
    unit: Unit = "none"

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read "15m", "4h", "2wd" or "none". Anything else is a ValueError in words that staff understand."""
        if text == "none":
            return cls()
        found = SPAN_PATTERN.fullmatch(text)
        if not found:
            problem = _("期限“%(text)s”看不懂，请写成 15m（分钟）、4h（小时）、2wd（工作日）或 none（不设期限）。")
            raise ValueError(problem % {"text": text})
        return cls(int(found[1]), cast(Unit, found[2]))

    def __str__(self) -> str:
        return "none" if self.unit == "none" else f"{self.count}{self.unit}"

    @property
    def length(self) -> timedelta | None:
        """The length of minutes and hours; None for working days and "none", which are no fixed length."""
        if self.unit == "m":
            return timedelta(minutes=self.count)
        return timedelta(hours=self.count) if self.unit == "h" else None


@dataclass(frozen=True)
class Deadlines:
    accept_due: datetime | None
    contact_due: datetime | None
    resolve_due: datetime | None


def deadlines_for(
    filed_at: datetime, accept: Span, contact: Span, resolve: Span, urgency: str, calendar: WorkCalendar
) -> Deadlines:
    """The three promises of a request; all three clocks start when it is filed."""
    around_the_clock = runs_around_the_clock(urgency)
    return Deadlines(
        *(
            due_at(filed_at, span, calendar=calendar, around_the_clock=around_the_clock)
            for span in (accept, contact, resolve)
        )
    )


def due_at(start: datetime, span: Span, *, calendar: WorkCalendar, around_the_clock: bool) -> datetime | None:
    """When `span`, begun at `start`, is over.

    Minutes and hours run by the wall clock when `around_the_clock`, else in working time. Working days always end at
    18:00 of the nth working day after the day of `start`: the day of filing does not count (Civil Code art. 201).
    """
    start = in_shanghai(start)
    if span.length is not None:
        return _later(start, span.length, calendar, around_the_clock)
    if span.unit == "wd":
        return calendar.closing(calendar.add_working_days(start.date(), span.count))
    return None


def shift_after_pause(
    due: datetime | None,
    paused_from: datetime,
    paused_until: datetime,
    *,
    calendar: WorkCalendar,
    around_the_clock: bool,
) -> datetime | None:
    """The new due moment after a pause: what was left (or overdue) at the pause is left at the resume.

    Moves `due` by the length of the pause, so pauses add up and a pause without length changes nothing. Out of working
    hours a working-time clock stands still anyway: such a pause has no length either.
    """
    if paused_until < paused_from:
        raise ValueError("a pause cannot end before it begins")
    if due is None:
        return None
    length = _between(in_shanghai(paused_from), in_shanghai(paused_until), calendar, around_the_clock)
    return _later(in_shanghai(due), length, calendar, around_the_clock)


def yellow_from(due: datetime, *, calendar: WorkCalendar, urgency: str, span: Span | None = None) -> datetime:
    """When the warning begins.

    - normal, complex: one working day before, at the same time of day
    - urgent: four hours before
    - critical: the last half of `span`; four hours before when its length is not known
    A span in minutes or hours never warns before its own second half, else "2h" would be yellow from the start.
    """
    around_the_clock = runs_around_the_clock(urgency)
    due = in_shanghai(due)
    half = span.length / 2 if span and span.length else None
    if around_the_clock:
        if half is None:
            return due - URGENT_WARNING
        return due - (half if urgency == Urgency.CRITICAL else min(half, URGENT_WARNING))
    if half is not None and half < WORKDAY_LENGTH:
        return calendar.add_working_time(due, -half)
    return due.combine(calendar.add_working_days(due.date(), -1), due.timetz())


def light(
    due: datetime | None, at: datetime, *, calendar: WorkCalendar, urgency: str = "normal", span: Span | None = None
) -> Light:
    """Green, yellow from `yellow_from` on, red after the due moment (at the moment itself it is still in time)."""
    if due is None:
        return "green"
    if at > due:
        return "red"
    return "yellow" if at >= yellow_from(due, calendar=calendar, urgency=urgency, span=span) else "green"


def _between(start: datetime, end: datetime, calendar: WorkCalendar, around_the_clock: bool) -> timedelta:
    return end - start if around_the_clock else calendar.working_time_between(start, end)


def _later(moment: datetime, amount: timedelta, calendar: WorkCalendar, around_the_clock: bool) -> datetime:
    return moment + amount if around_the_clock else calendar.add_working_time(moment, amount)
