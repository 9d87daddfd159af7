"""What happened to a request, in the pieces that figures are made of, and the day on which each counts.

Pure: the facts of one request go in, its entries come out. Everything else (roll-ups, rebuilding, the plain recount,
the list behind a figure) is made of entries, so nothing is defined twice. An entry depends on what is written, never on
the time of day at which somebody looks: so a recount next year finds the same. One is no happening: for whom an open
request waits (WAITS), on no day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from core.calendar import in_shanghai
from reports.durations import step_of
from services.vocabulary import EscalationEnding, EventKind, Satisfaction, Status

# The counts of the read model: one column each, in this order
MEASURES = (
    "received",
    "opened",
    "gone",
    "accepted",
    "accepted_late",
    "contacted",
    "contacted_late",
    "resolved",
    "resolved_late",
    "closed",
    "unrated",
    "not_accepted",
    "withdrawn",
    "merged",
    "returned",
    "reopened",
    "extended",
    "suspended",
    "suspended_long",
    "escalated",
    "escalation_answered",
    "escalation_late",
    "escalation_came_back",
    "overdue",
    "climbed_community",
    "climbed_district",
    "urged",
    "supervised",
    "supervised_listed",
    "supervised_talk",
    "supervision_answered",
    "supervision_late",
    "supervision_closed",
    "called_back",
    "valid",
    "reached",
    "solved",
    "satisfied",
    "basic",
    "dissatisfied",
)
LONG_PAUSE_DAYS = 30


class Happening(IntEnum):
    """What one entry says; stored, so numbers stay."""

    FILED = 1
    ACCEPTED = 2
    ACCEPTED_LATE = 3
    CONTACTED = 4
    CONTACTED_LATE = 5
    RESOLVED = 6
    RESOLVED_LATE = 7
    CLOSED = 8
    CLOSED_UNRATED = 9
    NOT_ACCEPTED = 10
    WITHDRAWN = 11
    MERGED = 12
    UNMERGED = 13
    RETURNED = 14
    REOPENED = 15
    EXTENDED = 16
    SUSPENDED = 17
    SUSPENDED_LONG = 18
    ESCALATED = 20
    ESCALATION_ANSWERED = 21
    ESCALATION_ANSWERED_LATE = 22
    ESCALATION_CAME_BACK = 23
    OVERDUE = 30
    CLIMBED_COMMUNITY = 31
    CLIMBED_DISTRICT = 32
    URGED = 40
    SUPERVISED = 50
    SUPERVISED_LISTED = 51
    SUPERVISED_TALK = 52
    SUPERVISION_ANSWERED = 53
    SUPERVISION_ANSWERED_LATE = 54
    SUPERVISION_CLOSED = 55
    ANSWER_NOT_VALID = 60
    # 61 to 76: a valid answer; see rated_as()
    WAITS_TRIAGE = 90  # from here on: how it stands now; see WAITS
    WAITS_HANDLER = 91
    WAITS_ABOVE = 92
    WAITS_PAUSED = 93
    WAITS_RESIDENT = 94


H = Happening
_RATED_FROM, _UNSAID_FROM = 61, 73
_SATISFACTIONS = {
    Satisfaction.SATISFIED: "satisfied",
    Satisfaction.BASIC: "basic",
    Satisfaction.DISSATISFIED: "dissatisfied",
}


def rated_as(reached: bool, solved: bool, satisfaction: str) -> int:
    """`satisfaction` "": who says that it is not solved need not say more."""
    if not satisfaction:
        return _UNSAID_FROM + 2 * reached + solved
    return _RATED_FROM + 6 * reached + 3 * solved + list(_SATISFACTIONS).index(Satisfaction(satisfaction))


def _rated_counts() -> Iterator[tuple[int, tuple[str, ...]]]:
    for reached in (False, True):
        for solved in (False, True):
            for satisfaction, name in _SATISFACTIONS.items():
                said = ("reached",) * reached + ("solved",) * solved + (name,)
                yield rated_as(reached, solved, satisfaction), ("called_back", "valid", *said)
            yield rated_as(reached, solved, ""), ("called_back", "valid", *said[:-1])


# What each kind of entry counts for. `opened` and `gone`: it comes into the station's hands and leaves them, so their
# difference is what is in hand.
COUNTS: dict[int, tuple[str, ...]] = {
    H.FILED: ("received", "opened"),
    H.ACCEPTED: ("accepted",),
    H.ACCEPTED_LATE: ("accepted", "accepted_late"),
    H.CONTACTED: ("contacted",),
    H.CONTACTED_LATE: ("contacted", "contacted_late"),
    H.RESOLVED: ("resolved", "gone"),
    H.RESOLVED_LATE: ("resolved", "resolved_late", "gone"),
    H.CLOSED: ("closed",),
    H.CLOSED_UNRATED: ("closed", "unrated"),
    H.NOT_ACCEPTED: ("not_accepted", "gone"),
    H.WITHDRAWN: ("withdrawn", "gone"),
    H.MERGED: ("merged", "gone"),
    H.UNMERGED: ("opened",),
    H.RETURNED: ("returned",),
    H.REOPENED: ("reopened", "opened"),
    H.EXTENDED: ("extended",),
    H.SUSPENDED: ("suspended",),
    H.SUSPENDED_LONG: ("suspended", "suspended_long"),
    H.ESCALATED: ("escalated",),
    H.ESCALATION_ANSWERED: ("escalation_answered",),
    H.ESCALATION_ANSWERED_LATE: ("escalation_answered", "escalation_late"),
    H.ESCALATION_CAME_BACK: ("escalation_came_back",),
    H.OVERDUE: ("overdue",),
    H.CLIMBED_COMMUNITY: ("climbed_community",),
    H.CLIMBED_DISTRICT: ("climbed_district",),
    H.URGED: ("urged",),
    H.SUPERVISED: ("supervised",),
    H.SUPERVISED_LISTED: ("supervised", "supervised_listed"),
    H.SUPERVISED_TALK: ("supervised", "supervised_talk"),
    H.SUPERVISION_ANSWERED: ("supervision_answered",),
    H.SUPERVISION_ANSWERED_LATE: ("supervision_answered", "supervision_late"),
    H.SUPERVISION_CLOSED: ("supervision_closed",),
    H.ANSWER_NOT_VALID: ("called_back",),
    **dict(_rated_counts()),
    **dict.fromkeys(range(H.WAITS_TRIAGE, H.WAITS_RESIDENT + 1), ()),
}
# For whom a request waits that is not closed. It happened on no day, so its entry has none.
WAITS: dict[str, Happening] = {
    Status.SUBMITTED: H.WAITS_TRIAGE,
    Status.ASSIGNED: H.WAITS_HANDLER,
    Status.IN_PROGRESS: H.WAITS_HANDLER,
    Status.ESCALATED: H.WAITS_ABOVE,
    Status.SUSPENDED: H.WAITS_PAUSED,
    Status.RESOLVED: H.WAITS_RESIDENT,
}
NO_DAY = date(2000, 1, 1)
TIMED_TO_CONTACT = (H.CONTACTED, H.CONTACTED_LATE)
TIMED_TO_SOLVE = (H.RESOLVED, H.RESOLVED_LATE)


def happenings_of(measure: str) -> list[int]:
    """The kinds of entry that count for it: what stands behind the figure."""
    return [int(kind) for kind, counted in COUNTS.items() if measure in counted]


@dataclass(frozen=True)
class Event:
    """A line of the timeline."""

    kind: str
    at: datetime
    is_public: bool = True
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """What a resident said in one round."""

    at: datetime
    reached: bool
    solved: bool
    satisfaction: str
    is_valid: bool


@dataclass(frozen=True)
class SentUp:
    at: datetime
    due_at: datetime
    ended_at: datetime | None
    ending: str


@dataclass(frozen=True)
class Pressed:
    """A supervision."""

    level: int
    at: datetime
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """All that figures need to know of one request. `promised`: accept, contact, resolve, of the present round."""

    filed_at: datetime
    accepted_at: datetime | None
    contacted_at: datetime | None
    promised: tuple[datetime | None, datetime | None, datetime | None]
    events: Sequence[Event]  # oldest first
    answers: Sequence[Answered] = ()
    sent_up: Sequence[SentUp] = ()
    pressed: Sequence[Pressed] = ()
    status: str = ""


@dataclass(frozen=True, order=True)
class Made:
    """One entry: what, on which day; how long it took, as a step (see EDGES), where that is counted."""

    kind: int
    day: date
    step: int = -1


@dataclass(frozen=True)
class _Round:
    """From filing or reopening until the next reopening."""

    began: datetime
    ended: datetime | None
    promised: tuple[datetime | None, datetime | None, datetime | None]


def entries_of(facts: Facts) -> list[Made]:
    rounds = _rounds(facts)
    return sorted(
        [
            Made(H.FILED, _day(facts.filed_at)),
            *_milestones(facts, rounds),
            *_of_timeline(facts, rounds),
            *(_answer(answer) for answer in facts.answers),
            *(made for sent in facts.sent_up for made in _sent_up(sent)),
            *(made for pressed in facts.pressed for made in _pressed(pressed)),
            *([Made(WAITS[facts.status], NO_DAY)] if facts.status in WAITS else []),
        ]
    )


def _rounds(facts: Facts) -> list[_Round]:
    """A reopening promises anew; it wrote the former promises beside it, so what was late stays late."""
    found, began = [], facts.filed_at
    for event in facts.events:
        if event.kind == EventKind.REOPENED:
            said = event.data.get("promised") or [None, None, None]
            kept = tuple(datetime.fromisoformat(moment) if moment else None for moment in said)
            found.append(_Round(began, event.at, kept))  # type: ignore[arg-type]
            began = event.at
    return [*found, _Round(began, None, facts.promised)]


def _round_at(rounds: list[_Round], at: datetime) -> _Round:
    return next((one for one in rounds if one.ended is None or at < one.ended), rounds[-1])


def _milestones(facts: Facts, rounds: list[_Round]) -> Iterator[Made]:
    if facts.accepted_at:
        due = _round_at(rounds, facts.accepted_at).promised[0]
        yield Made(_late(H.ACCEPTED, H.ACCEPTED_LATE, facts.accepted_at, due), _day(facts.accepted_at))
    if facts.contacted_at:
        due = _round_at(rounds, facts.contacted_at).promised[1]
        kind = _late(H.CONTACTED, H.CONTACTED_LATE, facts.contacted_at, due)
        yield Made(kind, _day(facts.contacted_at), _took(facts.filed_at, facts.contacted_at))


_PLAIN: dict[str, Happening] = {
    EventKind.WITHDRAWN: H.WITHDRAWN,
    EventKind.NOT_ACCEPTED: H.NOT_ACCEPTED,
    EventKind.UNMERGED: H.UNMERGED,
    EventKind.REOPENED: H.REOPENED,
    EventKind.EXTENDED: H.EXTENDED,
    EventKind.URGED: H.URGED,
}
_CLIMBS = {1: H.OVERDUE, 3: H.CLIMBED_COMMUNITY, 4: H.CLIMBED_DISTRICT}


def _of_timeline(facts: Facts, rounds: list[_Round]) -> Iterator[Made]:
    follows = False  # its work is done, and counted, with the one it was merged into
    for event in facts.events:
        kind = _happening(event, follows, rounds)
        if event.kind == EventKind.MERGED:
            follows = True
        elif event.kind in (EventKind.UNMERGED, EventKind.REOPENED):
            follows = False
        if kind is not None:
            timed = kind in TIMED_TO_SOLVE
            step = _took(_round_at(rounds, event.at).began, event.at) if timed else -1
            yield Made(kind, _day(event.at), step)


def _happening(event: Event, follows: bool, rounds: list[_Round]) -> Happening | None:
    if event.kind in _PLAIN:
        return _PLAIN[event.kind]
    if event.kind == EventKind.MERGED:  # two lines: one for staff, one for all
        return H.MERGED if event.is_public else None
    if event.kind == EventKind.RETURNED:  # two lines: why, for staff; and who has it now
        return None if event.is_public else H.RETURNED
    if event.kind == EventKind.CLOSED:
        return H.CLOSED_UNRATED if event.data.get("no_answer") else H.CLOSED
    if event.kind == EventKind.RESOLVED:
        due = _round_at(rounds, event.at).promised[2]
        return None if follows else _late(H.RESOLVED, H.RESOLVED_LATE, event.at, due)
    if event.kind == EventKind.SUSPENDED:
        return H.SUSPENDED_LONG if _is_long(event) else H.SUSPENDED
    if event.kind == EventKind.CLIMBED:
        return _CLIMBS.get(event.data.get("climb", 0))
    return None


def _is_long(event: Event) -> bool:
    until = event.data.get("until", "")
    return bool(until) and (date.fromisoformat(until) - _day(event.at)).days > LONG_PAUSE_DAYS


def _answer(answer: Answered) -> Made:
    if not answer.is_valid:
        return Made(H.ANSWER_NOT_VALID, _day(answer.at))
    return Made(rated_as(answer.reached, answer.solved, answer.satisfaction), _day(answer.at))


def _sent_up(sent: SentUp) -> Iterator[Made]:
    yield Made(H.ESCALATED, _day(sent.at))
    if sent.ended_at and sent.ending == EscalationEnding.ANSWERED:
        kind = _late(H.ESCALATION_ANSWERED, H.ESCALATION_ANSWERED_LATE, sent.ended_at, sent.due_at)
        yield Made(kind, _day(sent.ended_at))
    elif sent.ended_at and sent.ending == EscalationEnding.CAME_BACK:
        yield Made(H.ESCALATION_CAME_BACK, _day(sent.ended_at))


_LEVELS = {1: H.SUPERVISED, 2: H.SUPERVISED_LISTED, 3: H.SUPERVISED_TALK}


def _pressed(pressed: Pressed) -> Iterator[Made]:
    yield Made(_LEVELS[pressed.level], _day(pressed.at))
    if pressed.answered_at:
        kind = _late(H.SUPERVISION_ANSWERED, H.SUPERVISION_ANSWERED_LATE, pressed.answered_at, pressed.due_at)
        yield Made(kind, _day(pressed.answered_at))
    if pressed.closed_at:
        yield Made(H.SUPERVISION_CLOSED, _day(pressed.closed_at))


def _late(in_time: Happening, late: Happening, at: datetime, due: datetime | None) -> Happening:
    """At the due moment itself it is still in time; without a promise nothing is late."""
    return late if due and at > due else in_time


def _took(began: datetime, ended: datetime) -> int:
    return step_of((ended - began).total_seconds() / 60)


def _day(at: datetime) -> date:
    return in_shanghai(at).date()
