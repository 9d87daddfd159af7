"""A clerk's book beside the portal: which promise runs, until when, with which light, how far it has climbed.

Written from docs/life-of-a-request.md and the domain's rules; what the portal reckons is never asked, only compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.models import Category, Request
from tests.journeys.month.days import (
    DAY,
    HOUR,
    SHANGHAI,
    WHOLE,
    closing,
    is_worked,
    midnight,
    nth_working_day,
    same_time,
    worked_by,
    worked_earlier,
    worked_later,
)

MORE_URGENT = {"critical": ("15m", "30m", "4h"), "urgent": ("2h", "4h", "24h")}
UNCLEAR = ("1wd", "2wd", "5wd")
TO_ANSWER = {"critical": "4h", "urgent": "24h"}  # from above; five working days else
DAYS_TO_RATE = 7
GIVEN, PAUSED = ("assigned", "in_progress"), ("suspended", "escalated")
WORKING = ("submitted", *GIVEN)


@dataclass
class Whistle:
    """Sent up once. `receiver` 0: an outside body."""

    level: str
    sender: int
    receiver: int
    due: datetime
    passed_on: datetime | None = None


@dataclass
class Kept:
    """One request in the book."""

    number: str = ""
    status: str = ""
    version: int = 0
    kind: int | None = None
    urgency: str = ""
    start: datetime | None = None
    dues: list[datetime | None] = field(default_factory=lambda: [None] * 3)  # accept, contact, resolve
    contacted: bool = False
    extended: bool = False
    reopenings: int = 0
    stopped: datetime | None = None
    resolved: datetime | None = None
    resume_on: date | None = None
    whistles: list[Whistle] = field(default_factory=list)

    name: str = ""
    due: datetime | None = None
    yellow: datetime | None = None
    steps: list[datetime] = field(default_factory=list)
    light: str = ""
    climb: int = 0
    highest: int = 0

    @property
    def seen(self) -> tuple[Any, ...]:
        return self.version, self.status, self.name, self.due, self.light, self.climb, self.highest


SEEN = ("version", "status", "pressing", "pressing_at", "light", "climb", "highest_climb")  # the portal's words


def spans_for(kind: Category | None, urgency: str) -> tuple[str, str, str]:
    """The kind's own, unless this one is more urgent than its kind."""
    own = (kind.accept, kind.contact, kind.resolve) if kind else UNCLEAR
    return own if kind and kind.urgency == urgency else MORE_URGENT.get(urgency, own)


def length(span: str) -> timedelta | None:
    """None for working days."""
    if span.endswith("wd"):
        return None
    return int(span[:-1]) * (HOUR if span.endswith("h") else timedelta(minutes=1))


def promised(start: datetime, span: str, urgency: str) -> datetime | None:
    if span == "none":
        return None
    hours = length(span)
    if hours is None:
        return closing(nth_working_day(start.date(), int(span[:-2])))
    return later(start, hours, urgency)


def later(moment: datetime, amount: timedelta, urgency: str) -> datetime:
    """By the wall clock what is urgent, else in working time."""
    return moment + amount if urgency in MORE_URGENT else worked_later(moment, amount)


def passed_between(begin: datetime, end: datetime, urgency: str) -> timedelta:
    return end - begin if urgency in MORE_URGENT else worked_by(end) - worked_by(begin)


def warned_from(due: datetime, span: str, urgency: str) -> datetime:
    """One working day before; urgent four hours, critical half of it; of hours never before their second half."""
    hours = length(span)
    half = hours / 2 if hours else None
    if urgency == "critical":
        return due - (half or 4 * HOUR)
    if urgency == "urgent":
        return due - min(half or 4 * HOUR, 4 * HOUR)
    return worked_earlier(due, half) if half and half < WHOLE else same_time(due, -1)


def climbs(due: datetime, urgency: str) -> list[datetime]:
    """After which moments handler, chief, community and district hear."""
    if urgency == "critical":
        return [due, due, due, due + 2 * HOUR]
    if urgency == "urgent":
        return [due, due + 2 * HOUR, due + 8 * HOUR, due + 24 * HOUR]
    counted = due if is_worked(due.date()) else midnight(nth_working_day(due.date(), 1))
    return [due, *(same_time(counted, days) for days in (1, 2, 5))]


class Book:
    def __init__(self) -> None:
        self.kinds = {kind.pk: kind for kind in Category.objects.all()}
        self.kept: dict[int, Kept] = {}

    def in_state(self, states: str) -> list[int]:
        wanted = states.split()
        return [pk for pk, kept in self.kept.items() if kept.status in wanted]

    def acted(self, row: Request, happened: str, now: datetime, *, actor: int = 0, until: date | None = None) -> None:
        """Somebody did something: another promise may run, and a delay may be over."""
        kept = self.kept.setdefault(row.pk, Kept(row.number))
        self._promise(kept, row, happened, now, until)
        self._whistle(kept, row, happened, now, actor)
        was, kept.status, kept.version = kept.status, row.status, row.version
        self._pause(kept, was, now)
        kept.contacted = kept.contacted or happened == "contacted"
        kept.resolved, kept.resume_on = (now if row.status == "resolved" != was else kept.resolved), row.resume_on
        self._press(kept, now)

    def _promise(self, kept: Kept, row: Request, happened: str, now: datetime, until: date | None) -> None:
        """Counted from the filing; anew for another kind, from now on when it is reopened."""
        again = row.reopenings > kept.reopenings
        anew = again or kept.start is None
        if anew or happened.startswith("classified"):
            start = kept.start = now if anew or kept.start is None else kept.start
            before = kept.dues[2] if kept.extended and not again else None
            spans = spans_for(self.kinds.get(row.category_id or 0), row.urgency)
            kept.dues = [promised(start, span, row.urgency) for span in spans]
            if before and kept.dues[2]:
                kept.dues[2] = max(before, kept.dues[2])
        kept.extended = kept.extended and not again
        kept.kind, kept.urgency, kept.reopenings = row.category_id, row.urgency, row.reopenings
        if until and happened == "extended":
            kept.dues[2], kept.extended = closing(until), True

    def _pause(self, kept: Kept, was: str, now: datetime) -> None:
        """Paused or sent up the promise stands still: what was left then is left afterwards."""
        if kept.status in PAUSED:
            kept.stopped = kept.stopped or now
        elif kept.stopped:
            if kept.status in WORKING:
                lost = passed_between(kept.stopped, now, kept.urgency)
                kept.dues[2] = later(kept.dues[2], lost, kept.urgency) if kept.dues[2] else None
                kept.start = later(kept.start, lost, kept.urgency) if kept.start else None
            kept.stopped = None

    def _whistle(self, kept: Kept, row: Request, happened: str, now: datetime, actor: int) -> None:
        if happened in ("sent up", "sent out", "passed on", "passed out"):
            due = promised(now, TO_ANSWER.get(row.urgency, "5wd"), row.urgency)
            assert due
            if kept.whistles:
                kept.whistles[-1].passed_on = now
            out = happened.endswith("out")
            level = "outside" if out else level_of(row.assignee_title)
            kept.whistles.append(Whistle(level, actor, 0 if out else row.assignee_id or 0, due))
        elif happened == "received":
            kept.whistles[-1].receiver = actor
        elif row.status != "escalated":
            kept.whistles = []
        elif kept.whistles and happened.startswith("down"):
            del kept.whistles[-1]
            back = kept.whistles[-1]
            assert back.passed_on
            lost = passed_between(back.passed_on, now, row.urgency)
            back.due, back.passed_on = later(back.due, lost, row.urgency), None
            back.receiver = row.assignee_id or 0

    def _press(self, kept: Kept, now: datetime) -> None:
        before = (kept.name, kept.due)
        spans = spans_for(self.kinds.get(kept.kind or 0), kept.urgency)
        kept.name, kept.due, span = _running(kept, spans)
        if kept.due is None:
            kept.light, kept.climb = "", 0
            return
        kept.yellow, kept.steps = warned_from(kept.due, span, kept.urgency), climbs(kept.due, kept.urgency)
        if (kept.name, kept.due) != before:
            kept.light = light_of(kept, now)
            kept.climb = kept.climb if kept.light == "red" else 0

    def passed(self, now: datetime) -> Iterator[tuple[int, int]]:
        """An hour has gone by: (request, step) of each one that has to hear of it; step 0 is the warning."""
        for pk, kept in self.kept.items():
            if kept.due is None:
                continue
            before, kept.light = kept.light, light_of(kept, now)
            if before == "green" and kept.light == "yellow":
                yield pk, 0
            while kept.light == "red" and kept.climb < 4 and now > kept.steps[kept.climb]:
                kept.climb += 1
                kept.highest = max(kept.highest, kept.climb)
                yield pk, kept.climb

    def of_itself(self, now: datetime) -> Iterator[tuple[int, str]]:
        """What happens in this hour because nobody did anything."""
        for pk, kept in self.kept.items():
            if kept.status == "resolved" and kept.resolved and kept.resolved + DAYS_TO_RATE * DAY <= now:
                yield pk, "closed unrated"
            elif kept.status == "suspended" and kept.resume_on and kept.resume_on <= now.date():
                yield pk, "resumed"
            elif kept.status == "escalated" and kept.whistles[-1].due < now:
                yield pk, "down: nobody answered"


def _running(kept: Kept, spans: tuple[str, str, str]) -> tuple[str, datetime | None, str]:
    """One promise at a time: until somebody has it, until the resident was called, until it is solved."""
    accept, contact, resolve = kept.dues
    found: tuple[str, datetime | None, str] = ("", None, "")
    if kept.status == "submitted" and accept:
        found = "accept", accept, spans[0]
    elif kept.status in GIVEN and not kept.contacted and contact:
        found = "contact", contact, spans[1]
    elif kept.status in WORKING and resolve:
        found = "resolve", resolve, spans[2]
    elif kept.status == "escalated":
        found = "follow_up", kept.whistles[-1].due, TO_ANSWER.get(kept.urgency, "5wd")
    return found


def light_of(kept: Kept, now: datetime) -> str:
    assert kept.due is not None
    assert kept.yellow is not None
    if now > kept.due:
        return "red"
    return "yellow" if now >= kept.yellow else "green"


def level_of(title: str) -> str:
    return "street" if "街道" in title else "community"


def in_words(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row of SEEN as the book writes it: moments in Shanghai."""
    return tuple(each.astimezone(SHANGHAI) if isinstance(each, datetime) else each for each in row)
