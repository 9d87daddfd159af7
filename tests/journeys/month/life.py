"""The hours of the month: what people do in each, what time does at its end, and the clerk's book beside the portal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, time
from operator import itemgetter
from typing import Any

from django.test import TestCase

from core import periodic
from notices.models import Notice
from services.models import CoHandler, Request
from stations.models import Appointment
from tests.journeys.month.cast import UNASKED, Month, Scene, whole
from tests.journeys.month.days import DAY, HOUR, MINUTE, SHANGHAI, is_worked
from tests.journeys.month.offices import RUNS
from tests.journeys.month.reckoning import SEEN, Kept, in_words
from tests.journeys.month.telling import CLIMBED, Happening, Told

FIRST, LAST = datetime(2026, 9, 15, tzinfo=SHANGHAI), datetime(2026, 10, 15, tzinfo=SHANGHAI)
REQUESTS, DEEDS_AN_HOUR, AT_WORK = 500, 5, range(8, 20)
DRAFTED = datetime(2026, 10, 1, 1, tzinfo=SHANGHAI)  # in the first night after a month its report is begun
OPEN = ("submitted", "assigned", "in_progress", "suspended", "escalated")

Step = tuple[int, int, datetime, bool]  # request, how far, when, whether anybody was told
Doing = tuple[datetime, Callable[[datetime], None]]


def live(month: Month, clock: Any) -> list[Step]:
    """What is written goes out after each deed, as in life."""
    filings, climbed = _filings(month), list[Step]()
    now = FIRST
    while now < LAST:
        if now.hour == 0:
            month.new_day()
        begin, now = now, now + HOUR
        deeds = DEEDS_AN_HOUR if begin.hour in AT_WORK else 0
        doings = [(begin + month.dice.randint(1, 59) * MINUTE, month.act) for _ in range(deeds)]
        while filings and filings[0][0] < now:
            doings.append(filings.pop(0))
        for moment, do in sorted(doings, key=itemgetter(0)):
            clock.move_to(moment)
            with TestCase.captureOnCommitCallbacks(execute=True):
                do(moment)
            month.telling.tell_followers(month.follows)
        clock.move_to(now)
        climbed += an_hour_passes(month, now)
    return climbed


def _filings(month: Month) -> list[Doing]:
    """From the first day on, holidays included, while people are awake."""
    dice, days = month.dice, (LAST - FIRST).days - 3
    when = [(dice.randint(0, days), dice.randint(7, 22), dice.randint(1, 58)) for _ in range(REQUESTS)]
    return [(FIRST + day * DAY + hour * HOUR + minute * MINUTE, month.file) for day, hour, minute in sorted(when)]


def an_hour_passes(month: Month, now: datetime) -> list[Step]:
    """All jobs of the portal; then the same in the book; then line by line whether both say the same."""
    book = month.book
    due = [(Scene(month, whole(pk), now), what) for pk, what in book.of_itself(now)]
    with TestCase.captureOnCommitCallbacks(execute=True):
        outcomes = periodic.run_all(now)
    assert [name for name, outcome in outcomes.items() if outcome.failed] == []
    for scene, what in due:
        scene.done(what)
    climbed = [_climb(month, pk, step, now) for pk, step in book.passed(now)]
    _late_answers(month, now)
    portal = {pk: in_words(tuple(seen)) for pk, *seen in Request.objects.values_list("pk", *SEEN)}
    differ = [(seen, book.kept[pk]) for pk, seen in portal.items() if seen != book.kept[pk].seen]
    assert differ == [], f"{now}: what the portal says, what the book says"
    _of_the_calendar(month, now)
    return [(pk, step, now, was_told) for pk, step, was_told in climbed if step]


def _climb(month: Month, pk: int, step: int, now: datetime) -> tuple[int, int, bool]:
    row = whole(pk)
    people = month.offices.told(row, step, now)
    month.hear(Happening(CLIMBED[step], row, row, now, step=people))
    return pk, step, bool(people)


def _late_answers(month: Month, now: datetime) -> None:
    for pk, pressed in month.pressed.items():
        if pressed.due < now and not (pressed.is_answered or pressed.late_told):
            pressed.late_told, row = True, whole(pk)
            month.hear(Happening("supervision late", row, row, now, issuer=pressed.issuer))


def _of_the_calendar(month: Month, now: datetime) -> None:
    """The morning's figures on each working day; the report of the month that is over."""
    if now.hour == 8 and is_worked(now.date()):
        runs = {user for post in RUNS for user in month.offices.holders(post, now.date())}
        for user in runs:
            _morning(month, user, now)
    if now == DRAFTED:
        officials = month.offices.holders("district_official", now.date())
        month.telling.add(Told("report_drafted", user, "2026-09", now) for user in officials)
        chiefs = Appointment.objects.filter(post="station_chief").values_list("user", flat=True)
        month.telling.add(Told("report_text_asked", user, "2026-09", now) for user in chiefs)


def _morning(month: Month, user: int, now: datetime) -> None:
    """What waits, is late, is due today, of what `user` may see; nothing where nothing is, or where nobody asked."""
    tonight = datetime.combine(now + DAY, time(), SHANGHAI)
    seen = list(_seen_by(month, user, now))
    figures = {
        "waiting": sum(kept.status == "submitted" for kept in seen),
        "late": sum(kept.due is not None and kept.due < now for kept in seen),
        "today": sum(kept.due is not None and now <= kept.due < tonight for kept in seen),
    }
    if any(figures.values()) and month.people[user].name not in UNASKED:
        month.telling.add([Told("digest", user, "", now)])
        assert Notice.objects.filter(event="digest", user=user, created_at=now).first().facts == figures


def _seen_by(month: Month, user: int, now: datetime) -> Iterator[Kept]:
    """The chief all that is open at the station; deputies nothing private but what they work on; no side its own."""
    is_chief = user in month.offices.holders("station_chief", now.date())
    helped = set(CoHandler.objects.filter(user=user).values_list("request", flat=True))
    for row in Request.objects.filter(level="station", status__in=OPEN):
        is_theirs = is_chief or not row.is_sensitive or row.assignee_id == user or row.pk in helped
        if is_theirs and not month.offices.stands_aside(user, row):
            yield month.book.kept[row.pk]


def told() -> Counter[Told]:
    """What the portal has written down."""
    found = Counter[Told]()
    for notice in Notice.objects.order_by("pk"):
        who: Any = notice.user_id or (f"phone {notice.phone}" if notice.phone else notice.audience)
        about = notice.facts.get("number") or notice.subject
        if "place" in notice.facts:
            about = f"{notice.facts['place']} {notice.facts['what']}"
        found[Told(notice.event, who, about, notice.created_at.astimezone(SHANGHAI))] += 1
    return found
