"""A month at a station, hour by hour, holidays included: what is late climbs as the table says, and is told once.

A plain reckoning beside the portal holds the promises with tables of its own and is compared every hour.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from core import periodic
from core.calendar import SHANGHAI, WorkCalendar
from core.errors import ActionRefused
from notices.models import Notice
from portal.demo.seed import seed
from services import actions, tasks  # noqa: F401  (tasks: registers the jobs)
from services.deadlines import Span, light
from services.models import Category, Request, RequestEvent
from services.queries import spans_of
from services.relations import is_recused
from services.vocabulary import EventKind
from stations.models import Absence, Appointment, Station
from stations.queries import posts_of

FIRST, LAST = datetime(2026, 9, 15, tzinfo=SHANGHAI), datetime(2026, 10, 15, tzinfo=SHANGHAI)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REQUESTS = 500
SAID = [
    *("三单元电梯又坏了", "楼道里堆了纸箱子", "路灯不亮，晚上看不见", "暖气不热", "广场舞太吵", "厨房下水管漏水"),
    *(
        "老两口天天吵架，想请人调解",
        "物业打电话没人接，态度还差，我要投诉物业",
        "站长办事偏心，我要投诉站长",
        "不知道怎么说",
    ),
    *("楼道里有煤气味", "电梯里困了人", "孩子放学没人管", "垃圾没人收", "门禁坏了"),
]
CALENDAR = WorkCalendar()
FOLLOW_UP = {"critical": "4h", "urgent": "24h"}


## The reckoning


def working_days_after(moment: datetime, count: int) -> datetime:
    while count:
        moment += DAY
        count -= chinese_calendar.is_workday(moment.date())
    return moment


@cache
def table(due: datetime, urgency: str) -> list[datetime]:
    if urgency == "critical":
        return [due, due, due, due + 2 * HOUR]
    if urgency == "urgent":
        return [due, due + 2 * HOUR, due + 8 * HOUR, due + 24 * HOUR]
    return [due, working_days_after(due, 1), working_days_after(due, 2), working_days_after(due, 5)]


@cache
def shown(due: datetime, urgency: str, span: str, now: datetime) -> str:
    return light(due, now, calendar=CALENDAR, urgency=urgency, span=Span.parse(span))


def promise(row: Request) -> tuple[str, datetime | None, str]:
    """Its name, when it is due, how long it was."""
    accept, contact, resolve = spans_of(row.category, row.urgency)
    if row.status == "submitted" and row.accept_due_at:
        return "accept", row.accept_due_at.astimezone(SHANGHAI), accept
    if row.status in ("assigned", "in_progress") and not row.contacted_at and row.contact_due_at:
        return "contact", row.contact_due_at.astimezone(SHANGHAI), contact
    if row.status in ("submitted", "assigned", "in_progress") and row.resolve_due_at:
        return "resolve", row.resolve_due_at.astimezone(SHANGHAI), resolve
    if row.status == "escalated" and row.followup_due_at:
        return "follow_up", row.followup_due_at.astimezone(SHANGHAI), FOLLOW_UP.get(row.urgency, "5wd")
    return "", None, ""


@dataclass
class Kept:
    name: str = ""
    due: datetime | None = None
    span: str = ""
    urgency: str = ""
    light: str = ""
    climb: int = 0
    version: int = 0

    @property
    def seen(self) -> tuple[int, str, datetime | None, str, int]:
        return self.version, self.name, self.due, self.light, self.climb


@dataclass
class Reckoning:
    """What ought to be: who is told of which step at which hour."""

    known: Known
    kept: dict[int, Kept] = field(default_factory=dict)
    climbed: list[tuple[int, int, datetime, tuple[int, ...]]] = field(default_factory=list)
    warned: list[tuple[int, datetime, int]] = field(default_factory=list)

    def acted(self, row: Request, now: datetime) -> None:
        """Somebody did something: another promise may run, and an episode of being late may be over."""
        kept = self.kept.setdefault(row.pk, Kept())
        before = (kept.name, kept.due)
        kept.name, kept.due, kept.span = promise(row)
        kept.urgency, kept.version = row.urgency, row.version
        if (kept.name, kept.due) == before:
            return
        kept.light = shown(kept.due, kept.urgency, kept.span, now) if kept.due else ""
        kept.climb = kept.climb if kept.light == "red" else 0

    def passed(self, pk: int, now: datetime) -> None:
        kept = self.kept[pk]
        if kept.due is None:
            return
        before, kept.light = kept.light, shown(kept.due, kept.urgency, kept.span, now)
        if before == "green" and kept.light == "yellow":
            row = whole(pk)
            self.warned += [(pk, now, user) for user in self.known.able(row, [row.assignee_id], now)]
        while kept.light == "red" and kept.climb < 4 and now > table(kept.due, kept.urgency)[kept.climb]:
            kept.climb += 1
            self.climbed.append((pk, kept.climb, now, tuple(self.known.told(whole(pk), kept.climb, now))))


def whole(pk: int) -> Request:
    return Request.objects.select_related("station__compound", "category").get(pk=pk)


class Known:
    """Who holds which post and who is away: read once, for nobody is appointed in this month."""

    def __init__(self) -> None:
        self.people = {user.pk: user for user in User.objects.all()}
        self.posts = list(Appointment.objects.values_list("post", "station", "division", "user"))
        self.away = list(Absence.objects.values_list("user", "starts_on", "ends_on"))

    def able(self, row: Request, people: list[int | None], now: datetime) -> list[int]:
        day = timezone.localdate(now)
        away = {user for user, begin, end in self.away if begin <= day <= end}
        there = {person for person in people if person} - away
        return sorted(pk for pk in there if not is_recused(posts_of(self.people[pk]), self.people[pk], row))

    def told(self, row: Request, step: int, now: datetime) -> list[int]:
        if step == 1:
            return self.able(row, [row.assignee_id], now)
        if step == 2 and row.level == "community":
            return []
        code = row.station.compound.division_id
        posts = {
            2: ["station_chief", *([] if row.is_sensitive else ["deputy_chief"])],
            3: ["community_officer", "street_officer"],
            4: ["district_official"],
        }[step]
        for wanted in posts:
            here = [
                user
                for post, station, division, user in self.posts
                if post == wanted and (station == row.station_id or code.startswith(division or "-"))
            ]
            if found := self.able(row, here, now):
                return found
        return []


## The people


class Month:
    """Everybody who acts, by a dice that always falls the same way."""

    def __init__(self) -> None:
        self.dice = random.Random(15)
        self.station = Station.objects.select_related("compound").get(slug="jingan")
        self.buildings = list(self.station.compound.buildings.all())
        self.kinds = list(Category.objects.filter(is_active=True))
        by_phone = {user.phone: user for user in User.objects.all()}
        self.chief, self.resident = by_phone["19900000005"], by_phone["19900000001"]
        held = Appointment.objects.filter(station=self.station).values_list("user", flat=True)
        self.members = list(User.objects.filter(pk__in=held).order_by("pk"))
        self._some_are_away()
        self.reckoning = Reckoning(Known())
        self.people = self.reckoning.known.people
        self.did: Counter[str] = Counter()
        self.filings = sorted(self._waking_hour() for _ in range(REQUESTS))

    def _some_are_away(self) -> None:
        for days in (2, 9, 20):
            someone, begin = self.dice.choice([self.chief, *self.members]), self.day(FIRST, days)
            Absence.objects.create(user=someone, starts_on=begin, ends_on=begin + 4 * DAY, reason="年假")

    def _waking_hour(self) -> datetime:
        day = FIRST + self.dice.randint(0, 27) * DAY
        return day + timedelta(hours=self.dice.randint(7, 22), minutes=self.dice.randint(0, 59))

    def file(self, now: datetime) -> None:
        kind = self.dice.choice([None, None, self.dice.choice(self.kinds)])
        filed = actions.file_request(
            station=self.station,
            description=self.dice.choice(SAID),
            reporter=actions.Reporter(self.dice.choice([None, self.resident])),
            place=actions.Place(self.dice.choice(self.buildings)),
            category=kind,
            at=now,
        )
        self.reckoning.acted(whole(filed.request.pk), now)

    def work(self, now: datetime) -> None:
        there = Request.objects.exclude(status__in=["withdrawn", "not_accepted"]).order_by("pk")
        pks = list(there.values_list("pk", flat=True))
        for pk in self.dice.sample(pks, min(len(pks), 2)):
            self.act(pk, now)

    def act(self, pk: int, now: datetime) -> None:
        request = whole(pk)
        able_deeds = [deed for deed, (_do, states) in DEEDS.items() if request.status in states.split()]
        what = self.dice.choice(able_deeds or [*DEEDS])
        handler = self.people.get(request.assignee_id or 0, self.chief)
        try:
            DEEDS[what][0](self, request, handler, now)
            self.did[what] += 1
        except ActionRefused:
            self.did["refused"] += 1
        self.reckoning.acted(whole(pk), now)

    def day(self, now: datetime, ahead: int) -> Any:
        return timezone.localdate(now) + ahead * DAY


def by_handler(action: Any, **said: Any) -> Any:
    return lambda month, request, handler, now: action(request=request, actor=handler, at=now, **said)


def by_chief(action: Any, **said: Any) -> Any:
    return lambda month, request, handler, now: action(request=request, actor=month.chief, at=now, **said)


def by_owner(action: Any, **said: Any) -> Any:
    owner = {"actor": AnonymousUser(), "as_owner": True}
    return lambda month, request, handler, now: action(request=request, at=now, **owner, **said)


def assign(month: Month, request: Request, _handler: User, now: datetime) -> None:
    to = month.dice.choice(month.members)
    actions.assign(request=request, to=to, actor=month.chief, note="就近", at=now)


def classify(month: Month, request: Request, _handler: User, now: datetime) -> None:
    kind = month.dice.choice(month.kinds)
    urgency = month.dice.choice(["normal", "normal", "urgent", kind.urgency])
    actions.classify(request=request, category=kind, urgency=urgency, target=kind.about, actor=month.chief, at=now)


def suspend(month: Month, request: Request, _handler: User, now: datetime) -> None:
    actions.suspend(request=request, reason="parts", resume_on=month.day(now, 3), actor=month.chief, at=now)


def more_time(month: Month, request: Request, handler: User, now: datetime) -> None:
    until = timezone.localdate(request.resolve_due_at or now) + 3 * DAY
    actions.ask(request=request, kind="extension", until=until, reason="等配件", actor=handler, at=now)
    actions.decide_ask(request=request, granted=True, actor=month.chief, at=now)


def rate(month: Month, request: Request, _handler: User, now: datetime) -> None:
    solved = month.dice.random() < 0.7
    said = {"reached": True, "solved": solved, "satisfaction": "satisfied" if solved else "dissatisfied"}
    by_owner(actions.rate, **said)(month, request, _handler, now)


GIVEN, OPEN = "assigned in_progress", "submitted assigned in_progress suspended escalated"
# What is tried in which states; what is refused then is as well
DEEDS: dict[str, tuple[Any, str]] = {
    "take": (by_handler(actions.take), "assigned"),
    "contact": (by_handler(actions.contact), "submitted assigned in_progress escalated"),
    "note": (by_handler(actions.note, text="看过了"), OPEN),
    "return": (by_handler(actions.return_, reason="不归我"), "assigned"),
    "assign": (assign, "submitted assigned"),
    "classify": (classify, "submitted in_progress"),
    "suspend": (suspend, "in_progress"),
    "resume": (by_chief(actions.resume), "suspended"),
    "more time": (more_time, GIVEN),
    "escalate": (by_chief(actions.escalate, reason="驿站办不了"), "in_progress"),
    "send back": (by_handler(actions.send_back, reason="请驿站再办"), "escalated"),
    "answer": (by_handler(actions.answer_escalation, answer="街道已经派人去看"), "escalated"),
    "resolve": (by_handler(actions.resolve, text="办好了"), "in_progress escalated"),
    "rate": (rate, "resolved"),
    "reopen": (by_owner(actions.reopen, reason="又坏了"), "closed"),
    "urge": (by_owner(actions.urge), GIVEN),
    "withdraw": (by_owner(actions.withdraw), "submitted suspended"),
    "not accept": (by_chief(actions.not_accept, reason="out_of_scope", told="请打12345"), "submitted"),
}
CLIMB_EVENTS = {"overdue": 1, "climbed_chief": 2, "climbed_community": 3, "climbed_district": 4}


def live(month: Month) -> None:
    now, filings = FIRST, iter([*month.filings, LAST + DAY])
    next_filing = next(filings)
    with time_machine.travel(now, tick=False) as clock:
        while now < LAST:
            begin, now = now, now + HOUR
            while next_filing < now:
                clock.move_to(next_filing)
                month.file(next_filing)
                next_filing = next(filings)
            under_way = list(
                Request.objects.exclude(status__in=["withdrawn", "not_accepted"]).values_list("pk", flat=True)
            )
            busy = min(len(under_way), 4) if 8 <= begin.hour < 19 else 0
            acting = now - timedelta(minutes=1)
            clock.move_to(acting)
            for pk in month.dice.sample(under_way, busy):
                month.act(pk, acting)
            clock.move_to(now)
            run_jobs(month, now)


def run_jobs(month: Month, now: datetime) -> None:
    """Suspended ones are resumed, unrated ones closed; then time passes for all, here and in the reckoning."""
    outcomes = periodic.run_all(now)
    assert [name for name, outcome in outcomes.items() if outcome.failed] == []
    reckoning, kept = month.reckoning, month.reckoning.kept
    rows = {pk: seen for pk, *seen in Request.objects.values_list("pk", *SEEN)}
    for pk, (version, *_clock) in rows.items():
        if version != kept[pk].version:
            reckoning.acted(whole(pk), now)
        reckoning.passed(pk, now)
    assert {pk: seen for pk, seen in rows.items() if tuple(seen) != kept[pk].seen} == {}, now
    if now.hour == 0:
        plain = Counter(each.light for each in kept.values() if each.light)
        assert Counter(Request.objects.exclude(light="").values_list("light", flat=True)) == plain


SEEN = ("version", "pressing", "pressing_at", "light", "climb")


@pytest.mark.slow
def test_a_month_in_which_everything_late_climbs_and_everybody_is_told_once(db: None) -> None:
    with time_machine.travel(FIRST, tick=False):
        seed(stage="opening", number=1, now=FIRST)
        month = Month()
    live(month)
    reckoning, numbers = month.reckoning, dict(Request.objects.values_list("number", "pk"))

    # Enough happened: all was tried, and something climbed every step.
    assert len(numbers) == REQUESTS
    assert set(month.did) == {*DEEDS, "refused"}
    assert {step for _pk, step, _at, _people in reckoning.climbed} == {1, 2, 3, 4}

    # The timeline tells each step, once, at its hour; in public when somebody was told.
    events = RequestEvent.objects.filter(kind=EventKind.CLIMBED).order_by("pk")
    found = [(event.request_id, event.data["climb"], event.at, event.is_public) for event in events]
    assert sorted(found) == sorted((pk, step, at, bool(people)) for pk, step, at, people in reckoning.climbed)

    # Everybody who ought to hear heard, once, and nobody else did.
    rows = Notice.objects.filter(event__in=[*CLIMB_EVENTS, "due_soon"])
    heard = [(n.event, numbers[n.path.split("/")[-2]], n.created_at, n.user_id) for n in rows]
    events_of = {step: event for event, step in CLIMB_EVENTS.items()}
    wanted = [(events_of[step], pk, at, user) for pk, step, at, people in reckoning.climbed for user in people]
    wanted += [("due_soon", pk, at, user) for pk, at, user in reckoning.warned]
    assert sorted(heard) == sorted(wanted)
    told = Notice.objects.exclude(user=None).values_list("user", "event", "path", "created_at")
    assert max(Counter(told).values()) == 1
