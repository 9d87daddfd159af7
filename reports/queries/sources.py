"""From the rows of services/ to the facts that happenings.py reads, and to entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

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


_REQUEST = (
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
)


def sourced(requests: Collection[int]) -> dict[int, Sourced]:
    """Entries of these requests, made anew. Five statements."""
    events = _events(requests)
    answers = _grouped(
        Feedback, requests, Answered, "at", "reached", "solved", "satisfaction", "is_valid", order=("at", "pk")
    )
    sent_up = _grouped(Escalation, requests, SentUp, "sent_at", "due_at", "ended_at", "ending")
    pressed = _grouped(Supervision, requests, Pressed, "level", "issued_at", "due_at", "answered_at", "closed_at")
    found = {}
    for row in Request.objects.filter(pk__in=requests).order_by().values_list(*_REQUEST):
        pk, what, (filed, accepted, contacted), promised = row[0], What(*row[1:6]), row[6:9], row[9:12]
        facts = Facts(filed, accepted, contacted, promised, events[pk], answers[pk], sent_up[pk], pressed[pk])
        found[pk] = Sourced(what, entries_of(facts))
    return found


def _events(requests: Collection[int]) -> dict[int, list[Event]]:
    rows = RequestEvent.objects.filter(request__in=requests, kind__in=READ).order_by("at", "pk")
    found: dict[int, list[Event]] = defaultdict(list)
    for pk, *values in rows.values_list("request_id", "kind", "at", "is_public", "data"):
        found[pk].append(Event(*values))
    return found


def _grouped(
    model: Any, requests: Collection[int], kind: Any, *fields: str, order: tuple[str, ...] = ("pk",)
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = model.objects.filter(request__in=requests).order_by(*order)
    for pk, *values in rows.values_list("request_id", *fields):
        found[pk].append(kind(*values))
    return found


AT_ONCE = 2000


def all_requests() -> Iterator[list[int]]:
    """The keys of all requests in order, so many at once."""
    last = 0
    while pks := list(Request.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield pks
        last = pks[-1]
