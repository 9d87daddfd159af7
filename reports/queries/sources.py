"""From the rows of services/ to the facts that happenings.py reads, and to entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, DateTimeField, F, Field, IntegerField, JSONField, Value
from django.db.models.functions import Cast

from reports.happenings import Answered, Event, Facts, Made, Pressed, SentUp, entries_of
from reports.rollups import Line, What
from services.models import Escalation, Feedback, Request, RequestEvent, Supervision
from services.vocabulary import EventKind

READ = (
    EventKind.RETURNED,
    EventKind.EXTENDED,
    EventKind.SUSPENDED,
    EventKind.RESOLVED,
    EventKind.REOPENED,
    EventKind.CLOSED,
    EventKind.URGED,
    EventKind.WITHDRAWN,
    EventKind.NOT_ACCEPTED,
    EventKind.MERGED,
    EventKind.UNMERGED,
    EventKind.CLIMBED,
)


@dataclass(frozen=True)
class Sourced:
    what: What
    made: list[Made]

    @property
    def lines(self) -> list[Line]:
        return [Line(made.day, made.kind, made.step, self.what) for made in self.made]


REQUEST = (
    "pk",
    "station_id",
    "category_id",
    "building_id",
    "nature",
    "channel",
    "filed_at",
    "accepted_at",
    "contacted_at",
    "accept_due_at",
    "contact_due_at",
    "resolve_due_at",
    "status",
)


def sourced(requests: Collection[int]) -> dict[int, Sourced]:
    """Entries of these requests, made anew. Two statements."""
    return sourced_of(Request.objects.filter(pk__in=requests).order_by().values_list(*REQUEST))


def sourced_of(rows: Iterable[tuple[Any, ...]]) -> dict[int, Sourced]:
    """Entries of what was read as REQUEST, made anew. One statement."""
    kept = list(rows)
    told, found = _told([row[0] for row in kept]), {}
    for pk, *what, filed, accepted, contacted, to_accept, to_contact, to_resolve, status in kept:
        facts = Facts(filed, accepted, contacted, (to_accept, to_contact, to_resolve), *told[pk], status)
        found[pk] = Sourced(What(*what), entries_of(facts))
    return found


class Told(NamedTuple):
    """What Facts asks for beside the request itself, in its order; each oldest first."""

    events: list[Event]
    answers: list[Answered]
    sent_up: list[SentUp]
    pressed: list[Pressed]


def _told(requests: Collection[int]) -> dict[int, Told]:
    """Four tables in one statement: a page that is to be live reads them each time."""
    parts = [
        _part(RequestEvent, requests, at="at", word="kind", yes="is_public", data="data").filter(kind__in=READ),
        _part(Feedback, requests, at="at", word="satisfaction", yes="reached", yes2="solved", yes3="is_valid"),
        _part(Escalation, requests, at="sent_at", due="due_at", end="ended_at", word="ending"),
        _part(Supervision, requests, at="issued_at", due="due_at", end="answered_at", end2="closed_at", level="level"),
    ]
    found: dict[int, Told] = defaultdict(lambda: Told([], [], [], []))
    for source, pk, _key, at, *rest in parts[0].union(*parts[1:], all=True).order_by("told_at", "told_pk"):
        due, end, end2, word, yes, yes2, yes3, level, data = rest
        told = found[pk]
        if source == RequestEvent.__name__:
            told.events.append(Event(word, at, yes, data))
        elif source == Feedback.__name__:
            told.answers.append(Answered(at, yes, yes2, word, yes3))
        elif source == Escalation.__name__:
            told.sent_up.append(SentUp(at, due, end, word))
        else:
            told.pressed.append(Pressed(level, at, due, end, end2))
    return found


_COLUMNS: dict[str, Field] = {
    **dict.fromkeys(("due", "end", "end2"), DateTimeField()),
    "word": CharField(),
    **dict.fromkeys(("yes", "yes2", "yes3"), BooleanField()),
    "level": IntegerField(),
    "data": JSONField(),
}


def _part(model: Any, requests: Collection[int], at: str, **columns: str) -> Any:
    """The rows of one table with columns that all four have: what a table does not have is empty."""
    empty = {name: Cast(Value(None), kind) for name, kind in _COLUMNS.items() if name not in columns}
    own = {name: F(column) for name, column in {"pk": "pk", "at": at, **columns}.items()}
    said: dict[str, Any] = {f"told_{name}": value for name, value in {**own, **empty}.items()}
    order = ("pk", "at", *_COLUMNS)
    rows = model.objects.filter(request__in=requests).order_by().annotate(source=Value(model.__name__), **said)
    return rows.values_list("source", "request_id", *(f"told_{name}" for name in order))


AT_ONCE = 2000


def all_requests() -> Iterator[list[int]]:
    """The keys of all requests in order, so many at once."""
    last = 0
    while pks := list(Request.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield pks
        last = pks[-1]
