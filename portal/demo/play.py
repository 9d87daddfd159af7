"""Plays the stories: every request and every step goes through services.actions, as if people had clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from core.errors import ActionRefused
from portal.demo.drawings import photo_of
from portal.demo.places import Built
from portal.demo.stories import Story, Table
from services import actions
from services.actions.climbing import due_clocks, move_clocks
from services.models import Category, Question, Request
from services.queries import work_calendar
from services.vocabulary import Channel
from stations.models import Appointment
from stations.vocabulary import Post


@dataclass(frozen=True)
class Verb:
    """`who`: handler, chief, officer, owner or system. `text`: which argument the story's `text` is."""

    act: Callable[..., Any]
    who: str
    text: str = ""


VERBS = {
    "take": Verb(actions.take, "handler"),
    "contact": Verb(actions.contact, "handler", "note"),
    "note": Verb(actions.note, "handler", "text"),
    "return": Verb(actions.return_, "handler", "reason"),
    "transfer": Verb(actions.transfer, "handler", "reason"),
    "ask": Verb(actions.ask, "handler", "reason"),
    "resolve": Verb(actions.resolve, "handler", "text"),
    "decide": Verb(actions.decide_ask, "chief", "note"),
    "assign": Verb(actions.assign, "chief", "note"),
    "classify": Verb(actions.classify, "chief", "note"),
    "place": Verb(actions.place, "handler"),
    "co": Verb(actions.add_co_handler, "chief", "brief"),
    "suspend": Verb(actions.suspend, "chief", "note"),
    "escalate": Verb(actions.escalate, "chief", "reason"),
    "not_accept": Verb(actions.not_accept, "chief", "told"),
    "merge": Verb(actions.merge, "chief"),
    "receive": Verb(actions.receive, "handler"),
    "answer_escalation": Verb(actions.answer_escalation, "handler", "answer"),
    "pass_on": Verb(actions.pass_on, "handler", "reason"),
    "send_back": Verb(actions.send_back, "handler", "reason"),
    "record_reply": Verb(actions.record_reply, "handler", "answer"),
    "change_link": Verb(actions.change_link, "handler"),
    "call_off": Verb(actions.call_off, "chief", "reason"),
    "call_back": Verb(actions.call_back, "chief", "comment"),
    "come_back": Verb(actions.come_back, "system"),
    "rate": Verb(actions.rate, "owner", "comment"),
    "reopen": Verb(actions.reopen, "owner", "reason"),
    "urge": Verb(actions.urge, "owner"),
    "supplement": Verb(actions.supplement, "owner", "text"),
    "answer": Verb(actions.answer_questions, "owner"),
    "withdraw": Verb(actions.withdraw, "owner", "reason"),
    "resume": Verb(actions.resume, "handler"),
    "close_unrated": Verb(actions.close_unrated, "system"),
}
NOT_ARGUMENTS = ("at", "do", "who", "text")


@dataclass
class Played:
    requests: int = 0
    steps: int = 0
    refused: list[str] = field(default_factory=list)


class Player:
    """Keeps what happened so far, so that one story may speak of another."""

    def __init__(self, users: dict[str, User], built: dict[str, Built], rng: Random, now: datetime) -> None:
        self.users, self.built, self.rng, self.now = users, built, rng, now
        self.by_id = {user.pk: user for user in users.values()}
        self.categories = {category.slug: category for category in Category.objects.all()}
        self.officers = self._officers()
        self.requests: dict[int, Request] = {}  # by id() of the story
        self.keys: dict[str, Request] = {}
        self.phones = iter(range(19900010000, 19900020000))
        self.played = Played()
        self.seen = datetime.min.replace(tzinfo=UTC)  # until when time has passed

    def _officers(self) -> dict[str, User]:
        held = Appointment.objects.filter(post=Post.COMMUNITY_OFFICER).values_list("division_id", "user_id")
        by_division = dict(held)
        return {slug: self.by_id[by_division[place.station.compound.division_id]] for slug, place in self.built.items()}

    def play(self, told: list[Story]) -> Played:
        """In the order of time, over all stories: numbers run on, and load is what it was at that moment."""
        moments: list[tuple[datetime, int, Story, Table | None]] = []
        for number, story in enumerate(told):
            moments.append((story.start, number, story, None))
            moments += [(at, number, story, step) for at, step in story.steps]
        broken: set[int] = set()
        for at, number, story, step in sorted(moments, key=lambda moment: moment[:2]):
            if number in broken:
                continue
            self.let_time_pass(at)
            try:
                self.file(story, at) if step is None else self.step(story, step, at)
            except ActionRefused as refusal:
                broken.add(number)
                what = step["do"] if step else "file"
                self.played.refused.append(f"{story.spec['text'][:20]} · {what}: {refusal}")
        self.let_time_pass(self.now)
        return self.played

    def let_time_pass(self, until: datetime) -> None:
        """Each clock moves at its own hour, as it would have with a pass each minute; one that a deed set running again
        when it was over long ago, right after that deed."""
        while (request := due_clocks(until).only("moves_at").order_by("moves_at", "pk").first()) and request.moves_at:
            move_clocks([request.pk], at=max(request.moves_at, self.seen))
        self.seen = until

    def file(self, story: Story, at: datetime) -> None:
        spec, place = story.spec, self.built[story.station]
        filed = actions.file_request(
            station=place.station,
            description=spec["text"],
            reporter=self.reporter(spec),
            place=self.place(spec, place),
            channel=spec.get("channel") or (Channel.PLATE if spec.get("plate") else Channel.WEB),
            category=self.categories[spec["category"]] if "category" in spec else None,
            photos=[photo_of(name, self.rng) for name in spec.get("photos", [])],
            filed_by=self.users[spec["filed_by"]] if "filed_by" in spec else None,
            at=at,
        )
        self.requests[id(story)] = filed.request
        if "key" in spec:
            self.keys[spec["key"]] = filed.request
        self.played.requests += 1

    def reporter(self, spec: Table) -> actions.Reporter:
        if "by" in spec:
            user = self.users[spec["by"]]
            return actions.Reporter(user, user.name, user.phone)
        leaves_phone = "name" in spec or self.rng.random() < 0.6
        return actions.Reporter(None, spec.get("name", ""), str(next(self.phones)) if leaves_phone else "")

    def place(self, spec: Table, place: Built) -> actions.Place:
        building, entrance, dwelling = [*spec.get("at", "").split("-"), "", "", ""][:3]
        where = place.entrances.get((building, entrance))
        facility = place.facilities[spec["facility"]] if "facility" in spec else None
        key = (where.pk if where else None, facility.pk if facility else None)
        plate = place.plates.get(key) if spec.get("plate") else None
        return actions.Place(place.buildings.get(building), where, facility, plate, dwelling)

    def step(self, story: Story, step: Table, at: datetime) -> None:
        request, verb = self.requests[id(story)], VERBS[step["do"]]
        values = {key: self.value(key, value, request) for key, value in step.items() if key not in NOT_ARGUMENTS}
        if verb.text and "text" in step:
            values[verb.text] = step["text"]
        if step["do"] == "rate" or (step["do"] == "call_back" and step["found"]):
            values = {"reached": True, "solved": True, **values}
        if verb.who != "system":
            values |= self.actor(verb.who, step, request, story.station)
        verb.act(request=request, at=at, **values)
        self.played.steps += 1

    def actor(self, who: str, step: Table, request: Request, station: str) -> Table:
        if "who" in step:
            return {"actor": self.users[step["who"]]}
        if who == "owner":
            if request.reporter_id:
                return {"actor": self.by_id[request.reporter_id]}
            return {"actor": AnonymousUser(), "as_owner": True}
        if who == "handler":
            return {"actor": self.by_id[request.assignee_id or 0]}
        if request.level == "community":
            return {"actor": self.officers[station]}
        return {"actor": self.users[self.built[station].spec["posts"]["station_chief"][0]]}

    def value(self, key: str, value: Any, request: Request) -> Any:
        if key in ("to", "user"):
            return self.users[value]
        if key in ("until", "resume_on"):
            return self.day(value)
        if key == "category":
            return self.categories[value]
        if key == "building":
            return request.station.compound.buildings.get(number=value)
        if key == "into":
            return Request.objects.get(pk=self.keys[value].pk)
        if key == "photos":
            return [photo_of(name, self.rng) for name in value]
        if key == "answers":
            asked = {question.code: question for question in Question.objects.filter(category=request.category_id)}
            return {asked[code]: answer for code, answer in value.items()}
        return value

    def day(self, value: str | int) -> date:
        """5: in five days; 「w3」: the third working day after today."""
        today = timezone.localdate(self.now)
        if isinstance(value, str):
            return work_calendar().add_working_days(today, int(value[1:]))
        return today + timedelta(days=value)
