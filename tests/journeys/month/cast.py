"""Everybody who acts in the month, by a dice that always falls the same way, and what one of them does to a request."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from core.errors import ActionRefused
from notices.models import Announcement, NoticeSettings
from services import actions
from services.models import Category, Request
from stations.models import Absence, Appointment, Station
from stations.queries import forget_posts
from tests.journeys.month.days import DAY, SHANGHAI
from tests.journeys.month.offices import Offices
from tests.journeys.month.reckoning import Book, Kept
from tests.journeys.month.telling import Happening, Telling

SAID = [
    *("三单元电梯又坏了", "楼道里堆了纸箱子", "路灯不亮，晚上看不见", "暖气不热", "广场舞太吵", "厨房下水管漏水"),
    *("老两口天天吵架，想请人调解", "物业打电话没人接，态度还差，我要投诉物业", "站长办事偏心，我要投诉站长"),
    *("我要投诉物业，路灯坏了一个月不修", "投诉物业垃圾没人收", "业委会乱收停车费", "我要投诉物业，路灯坏了一个月不修"),
    *("不知道怎么说", "楼道里有煤气味", "电梯里困了人", "孩子放学没人管", "垃圾没人收", "门禁坏了"),
]
UNASKED = {"丁海波"}  # wants no figures in the morning
PHONES = ("", "13800001111", "13800001111", "13800001111", "13800002222")


@dataclass
class Pressed:
    """A supervision as its issuer remembers it."""

    request: int
    issuer: int
    due: datetime
    is_answered: bool = False
    late_told: bool = False


class Month:
    def __init__(self, first: datetime) -> None:
        self.dice = random.Random(15)
        self.station = Station.objects.select_related("compound").get(slug="jingan")
        self.buildings = list(self.station.compound.buildings.order_by("order"))
        self.kinds = list(Category.objects.filter(is_active=True).order_by("pk"))
        self._some_are_away(first.date())
        self._some_choose()
        self.offices, self.book = Offices(self.station), Book()
        self.telling = Telling(self.offices)
        self.people = self.offices.people
        self.members = sorted(
            {user for _post, user, station, *_rest in self.offices.posts if station == self.station.pk}
        )
        self.residents = sorted(self.offices.homes)
        self.did: Counter[str] = Counter()
        self.came: Counter[str] = Counter()  # of it
        self.pressed: dict[int, Pressed] = {}  # open ones, by request
        self.follows: set[tuple[int, int | None, str]] = set()
        self.announced: list[Announcement] = []
        self.carried: dict[int, tuple[set[int], set[int]]] = {}  # who read each one, who carried it

    def _some_are_away(self, first: date) -> None:
        """Chief, a deputy, both kinds of officers and the official for some days; for some more nobody is officer."""
        away = {
            "韩立群": (2, 6),
            "孟秋菊": (4, 9),
            "丁海波": (20, 24),
            "柳文静": (6, 8),
            "宁志远": (12, 15),
            "程小雨": (9, 11),
        }
        for name, (begin, end) in away.items():
            who = User.objects.get(name=name)
            Absence.objects.create(user=who, starts_on=first + begin * DAY, ends_on=first + end * DAY, reason="年假")
        officer = Appointment.objects.get(user__name="柳文静")
        again = {"post": officer.post, "division_id": officer.division_id, "starts_on": first + 19 * DAY}
        Appointment.objects.filter(pk=officer.pk).update(ends_on=first + 15 * DAY)
        Appointment.objects.create(user=officer.user, **again)

    def _some_choose(self) -> None:
        """No letters, other nights, no figures in the morning: it only mutes or delays what leaves the portal."""
        for number, user in enumerate(User.objects.order_by("pk")):
            if number % 3 == 0 and user.name not in UNASKED:
                continue
            email = f"u{number}@example.cn" if number % 2 else ""
            muted = self.dice.sample(["work:sms", "late:sms", "late:email", "progress:email", "station:sms"], 2)
            quiet = {
                "is_quiet": number % 5 > 0,
                "quiet_from": "21:00" if number % 4 else "13:00",
                "quiet_until": "06:00",
            }
            wants = {"wants_digest": user.name not in UNASKED}
            NoticeSettings.objects.create(user=user, email=email, muted=muted, **wants, **quiet)

    def hear(self, happening: Happening) -> None:
        self.came[happening.what] += 1
        self.telling.hear(happening)

    def new_day(self) -> None:
        for user in self.people.values():
            forget_posts(user)

    def named(self, post: str, now: datetime) -> list[User]:
        return [self.people[user] for user in self.offices.holders(post, now.date())]

    def file(self, now: datetime) -> None:
        dice = self.dice
        user = self.people[dice.choice(self.residents)] if dice.random() < 0.5 else None
        helper = self.people[dice.choice(self.members)] if dice.random() < 0.2 else None
        filed = actions.file_request(
            station=self.station,
            description=dice.choice(SAID),
            reporter=actions.Reporter(user, phone=dice.choice(PHONES)),
            place=actions.Place(dice.choice(self.buildings)),
            category=dice.choice([None, None, dice.choice(self.kinds)]),
            filed_by=helper,
            at=now,
        )
        scene = Scene(self, whole(filed.request.pk), now)
        scene.actor = (helper or user or AnonymousUser()).pk or 0
        scene.helpers = [co.user_id for co in scene.request.co_handlers.all()]
        scene.done("filed")

    def act(self, now: datetime) -> None:
        """Somebody tries something. What is refused leaves no trace, and so nothing to tell."""
        names = list(DEEDS)
        name = self.dice.choices(names, [DEEDS[each].often for each in names])[0]
        deed = DEEDS[name]
        pks = [pk for pk in self.book.in_state(deed.states) if deed.fits(self.book.kept[pk])]
        if deed.states and not pks:
            return
        scene = Scene(self, whole(self._one_of(pks)) if deed.states else None, now)
        try:
            happened = deed.do(scene)
        except ActionRefused:
            self.did["refused"] += 1
            return
        if happened is not None:
            self.did[name] += 1
            if happened:
                scene.done(happened)

    def _one_of(self, pks: list[int]) -> int:
        """Mostly what came in lately: old matters are forgotten first."""
        return self.dice.choice(pks[-40:] if self.dice.random() < 0.8 else pks)


class Scene:
    """One deed: the request before and after it, who does it, and whom it concerns."""

    def __init__(self, month: Month, request: Request | None, now: datetime) -> None:
        self.month, self.dice, self.book, self.now = month, month.dice, month.book, now
        self.request: Any = request
        self.before = copy(request)
        self.actor, self.asker, self.issuer = 0, 0, 0
        self.helpers: list[int] = []
        self.until: date | None = None
        self.lead: Request | None = None
        kept = self.book.kept.get(request.pk) if request else None
        self.whistles = [copy(whistle) for whistle in kept.whistles] if kept else []
        self.others: list[tuple[str, Request]] = []  # requests that change with this one

    def at(self, pk: int) -> Scene:
        """The same hour at another request."""
        return Scene(self.month, whole(pk), self.now)

    def by(self, user: User | None) -> dict[str, Any]:
        """The arguments that say who acts, and when."""
        self.actor = user.pk if user else 0
        return {"actor": user, "at": self.now}

    def by_owner(self) -> dict[str, Any]:
        """With the account, else with the pick-up code."""
        if self.request.reporter_id:
            return self.by(self.month.people[self.request.reporter_id])
        return {"actor": AnonymousUser(), "as_owner": True, "at": self.now}

    @property
    def handler(self) -> User:
        return self.month.people.get(self.request.assignee_id) or self.chief

    @property
    def chief(self) -> User:
        """Who runs it: above the station an officer, else the chief, sometimes a deputy."""
        if self.request.level == "community":
            return self.officer
        posts = self.dice.choice(["station_chief", "station_chief", "deputy_chief"])
        return self.dice.choice(self.month.named(posts, self.now))

    @property
    def officer(self) -> User:
        """Who received it, sometimes a colleague."""
        received = [whistle.receiver for whistle in self.whistles[-1:] if whistle.receiver]
        if received and self.dice.random() < 0.8:
            return self.month.people[received[0]]
        posts = [*self.month.named("community_officer", self.now), *self.month.named("street_officer", self.now)]
        return self.dice.choice(posts)

    @property
    def someone(self) -> User:
        return self.month.people[self.dice.choice(self.month.members)]

    def day(self, ahead: int) -> date:
        return self.now.astimezone(SHANGHAI).date() + ahead * DAY

    def followers(self) -> list[Request]:
        """Neighbours' requests that were merged into this one."""
        return [whole(pk) for pk in Request.objects.filter(merged_into=self.request.pk).values_list("pk", flat=True)]

    def done(self, happened: str) -> None:
        self.write(happened, self.before, whole(self.request.pk))
        for what, before in self.others:
            free = what == "set free"
            follower = Scene(self.month, before, self.now)
            follower.actor = 0 if free else self.actor
            follower.write(what, before, whole(before.pk))

    def write(self, happened: str, before: Request, after: Request) -> None:
        """Into the clerk's book, and whom it has to be told."""
        self.book.acted(after, happened, self.now, actor=self.actor, until=self.until)
        concerned = {"helpers": self.helpers, "asker": self.asker, "issuer": self.issuer, "lead": self.lead}
        what = Happening(happened, before, after, self.now, self.actor, whistles=self.whistles, **concerned)
        self.month.hear(what)


def whole(pk: int) -> Request:
    return Request.objects.select_related("station__compound", "category", "building").get(pk=pk)


@dataclass
class Deed:
    """`do` says what came of it (a word of telling.TELLS), "" for what is no request's, None when it was not tried."""

    do: Callable[[Scene], str | None]
    states: str
    often: int
    fits: Callable[[Kept], Any]


DEEDS: dict[str, Deed] = {}


def anyone(_kept: Kept) -> bool:
    return True


Do = Callable[[Scene], str | None]


def deed(states: str, often: int = 2, fits: Callable[[Kept], Any] = anyone) -> Callable[[Do], Do]:
    def add(do: Do) -> Do:
        DEEDS[do.__name__] = Deed(do, states, often, fits)
        return do

    return add
