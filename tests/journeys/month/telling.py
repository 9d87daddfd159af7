"""Who has to hear of what, from the docs and not from the portal's own table: what happened → who: which notice.

`?` behind a notice: only whoever hears nothing else of it, for one thing is told to one person once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from services.models import Request
from tests.journeys.month.days import SHANGHAI
from tests.journeys.month.offices import Offices
from tests.journeys.month.reckoning import Whistle

GIVEN = "handler:given reporter:has_a_person former:taken_away?"
AGAIN = "handler:given reporter:has_a_person former:reopened? former:taken_away?"
NEIGHBOURS = "followers:neighbour_filed group:critical_filed"
DOWN = "handler:{} down:has_a_person former:taken_away?"

TELLS = {
    # the station
    "filed": f"handler:given helpers:co_handler {NEIGHBOURS}",
    "taken": "reporter:taken",
    "contacted": "",
    "noted": "",
    "answered": "reporter:answered",
    "given": GIVEN,
    "returned": GIVEN,
    "classified": "",
    "classified, moved on": GIVEN,
    "helper asked": "helpers:co_handler",
    "time asked": "deciders:asks",
    "pause asked": "deciders:asks",
    "extended": "reporter:extended asker:granted",
    "paused as asked": "reporter:suspended asker:granted",
    "refused": "asker:refused",
    "paused": "reporter:suspended",
    "resumed": "handler:go_on reporter:resumed",
    "resolved": "reporter:resolved followers:neighbour_resolved unspoken:called_off",
    "resolved with it": "reporter:resolved",
    "not accepted": "reporter:not_accepted",
    "merged": "reporter:merged moved:taken_away?",
    "set free": GIVEN,
    # above it
    "sent up": "handler:sent_up reporter:sent_up_yours former:taken_away?",
    "sent out": "reporter:sent_up_yours former:taken_away?",
    "passed on": "handler:sent_up reporter:sent_up_yours former:taken_away?",
    "passed out": "reporter:sent_up_yours former:taken_away?",
    "received": "sender:received_above former:taken_away?",
    "link changed": "",
    "down: answered": "reporter:answered " + DOWN.format("answered_above"),
    "down: sent back": DOWN.format("sent_back_down"),
    "down: reply written down": "reporter:answered " + DOWN.format("replied"),
    "down: replied by link": DOWN.format("replied"),
    "down: called off": "receivers:called_off " + DOWN.format("go_on"),
    "down: called off by an officer": "receiver:called_off " + DOWN.format("go_on"),
    "down: nobody answered": "receiver:not_answered " + DOWN.format("came_back"),
    "supervised": "deciders:supervised handler:supervised",
    "supervision answered": "issuer:supervision_answered",
    "supervision closed": "deciders:supervision_closed handler:supervision_closed",
    "supervision raised": "deciders:supervision_raised handler:supervision_raised",
    "supervision late": "deciders:supervision_late issuer:supervision_late",
    # the residents
    "rated": "handler:rated",
    "reopened": AGAIN,
    "nobody at home": "",
    "closed unrated": "",
    "urged": "handler:urged",
    "supplemented": "handler:supplemented",
    "withdrawn": "handler:withdrawn receivers:called_off?",
    "joined": "moved:taken_away? lead:neighbour_joined",
    "joined from a home that is counted": "moved:taken_away?",
    # time: the four steps of the climb
    "warned": "step:due_soon",
    "late": "step:overdue",
    "climbed to the chief": "step:climbed_chief",
    "climbed to the community": "step:climbed_community",
    "climbed to the district": "step:climbed_district",
}
CLIMBED = ("warned", "late", "climbed to the chief", "climbed to the community", "climbed to the district")
TO_PHONES = {"has_a_person", "not_accepted", "resolved", "sent_up_yours"}  # to a mobile without an account


class Told(NamedTuple):
    """`who`: a person's id, else in words. `about`: a number, a title, a place with its matter."""

    event: str
    who: int | str
    about: str
    at: datetime


@dataclass
class Happening:
    """What happened to one request, and who was concerned."""

    what: str
    before: Request
    after: Request
    at: datetime
    actor: int = 0
    helpers: list[int] = field(default_factory=list)
    asker: int = 0
    issuer: int = 0
    lead: Request | None = None
    whistles: list[Whistle] = field(default_factory=list)  # as they were before
    step: list[int] = field(default_factory=list)


def is_public(row: Request) -> bool:
    """Neighbours hear of no complaint, no report, nothing private, nothing that went past the station."""
    return not (row.is_sensitive or row.nature in ("complaint", "report") or row.target or row.level != "station")


class Telling:
    """Everything that had to be told in the month."""

    def __init__(self, offices: Offices) -> None:
        self.offices = offices
        self.wanted: Counter[Told] = Counter()
        self.for_followers: list[tuple[str, Request, datetime]] = []  # until the portal writes a line for each

    def hear(self, happening: Happening) -> None:
        self.wanted.update(set(self._lines(happening)))

    def add(self, told: Iterable[Told]) -> None:
        self.wanted.update(told)

    def _lines(self, happening: Happening) -> list[Told]:
        found: list[Told] = []
        for line in TELLS[happening.what].split():
            role, event = line.rstrip("?").split(":")
            if event == "given":
                event = "assigned" if happening.after.status == "assigned" else "to_triage"
            about = happening.lead if role == "lead" and happening.lead else happening.after
            heard = {told.who for told in found if told.about == about.number} if line.endswith("?") else set()
            people = set(self._people(role, event, happening)) - {0, None, happening.actor} - heard
            found += [Told(event, who, _about(role, about), happening.at) for who in people]
        return found

    def _people(self, role: str, event: str, on: Happening) -> Iterable[Any]:
        day = on.at.astimezone(SHANGHAI).date()
        known: dict[str, Callable[[], Iterable[Any]]] = {
            "handler": lambda: [on.after.assignee_id],
            "former": lambda: {on.before.assignee_id} - {on.after.assignee_id},
            "moved": lambda: {on.before.assignee_id} - {on.lead.assignee_id if on.lead else None},
            "lead": lambda: [on.lead.assignee_id if on.lead else None],
            "reporter": lambda: self._reporter(event, on.after),
            "down": lambda: self._reporter(event, on.after) if on.after.status != "escalated" else [],
            "helpers": lambda: on.helpers,
            "asker": lambda: [on.asker],
            "issuer": lambda: [on.issuer],
            "deciders": lambda: self.offices.deciders(on.after, day),
            "sender": lambda: [on.whistles[-1].sender],
            "receiver": lambda: [on.whistles[-1].receiver],
            "receivers": lambda: [whistle.receiver for whistle in on.whistles],
            "unspoken": lambda: [w.receiver for w in on.whistles if not self._speaks(on.actor, w, on.at)],
            "step": lambda: on.step,
            "followers": lambda: self._followers(event, on),
            "group": lambda: ["group"] if is_public(on.after) and on.after.urgency == "critical" else [],
        }
        return known[role]()

    def _reporter(self, event: str, row: Request) -> list[int | str]:
        if event == "has_a_person" and row.assignee_id is None:
            return []  # at last nobody was left to have it
        if row.reporter_id:
            return [row.reporter_id]
        return [f"phone {row.reporter_phone}"] if row.reporter_phone and event in TO_PHONES else []

    def _speaks(self, actor: int, whistle: Whistle, at: datetime) -> bool:
        """Whoever does the work at that level has answered by it."""
        day = at.astimezone(SHANGHAI).date()
        return whistle.receiver == actor or self.offices.sits_at(actor, whistle.level, day)

    def _followers(self, event: str, on: Happening) -> list[str]:
        if on.after.category is None or not is_public(on.after):
            return []
        self.for_followers.append((event, on.after, on.at))
        return ["followers"]

    def tell_followers(self, follows: set[tuple[int, int | None, str]]) -> None:
        """Whoever follows the building and lives in it, or the kind and lives in the compound; not those concerned."""
        for event, row, at in self.for_followers:
            near = {user for user, building, _kind in follows if building and building == row.building_id}
            near &= self.offices.living_in({row.building_id or 0})
            kind = row.category.slug if row.category else ""
            near |= {user for user, _building, followed in follows if followed == kind}
            people = near - {row.reporter_id, row.assignee_id}
            self.add(Told(event, who, _about("followers", row), at) for who in people)
        self.for_followers = []


def _about(role: str, row: Request) -> str:
    if role != "followers":
        return row.number
    where = str(row.building) if row.building else row.station.compound.name
    return f"{where} {row.category.name if row.category else ''}"
