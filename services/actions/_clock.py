"""A request's clock between its row and the pure rule: read, set after a change, moved by time."""

from __future__ import annotations

from datetime import datetime

from services.clocks import Clock, move, set_clock
from services.models import Request
from services.queries import work_calendar
from services.queries.clocks import clock_facts

FIELDS = ("pressing", "pressing_at", "light", "climb", "highest_climb", "moves_at")


def wind(request: Request, at: datetime) -> None:
    """Every action ends with it; saving FIELDS is left to the caller."""
    _write(request, set_clock(clock_of(request), clock_facts(request), at, work_calendar()))


def pass_time(request: Request, at: datetime) -> Clock:
    """Only runperiodic does it. What the clock showed before comes back."""
    before = clock_of(request)
    _write(request, move(before, clock_facts(request), at, work_calendar()))
    return before


def clock_of(request: Request) -> Clock:
    return Clock(*(getattr(request, name) for name in FIELDS))


def _write(request: Request, clock: Clock) -> None:
    for name in FIELDS:
        setattr(request, name, getattr(clock, name))
