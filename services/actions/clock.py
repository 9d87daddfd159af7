"""Stopping and restarting the promise while something else is waited for."""

from __future__ import annotations

from datetime import datetime

from services.actions._door import Change
from services.deadlines import shift_after_pause
from services.queries import work_calendar


def stop_clock(step: Change) -> None:
    if step.request.clock_stopped_at is None:
        step.set(clock_stopped_at=step.at)


def restart_clock(step: Change) -> None:
    """What was left when the clock stopped is left now."""
    request = step.request
    stopped_at = request.clock_stopped_at
    if stopped_at is None:
        return

    def shifted(moment: datetime | None) -> datetime | None:
        return shift_after_pause(
            moment,
            stopped_at,
            step.at,
            calendar=work_calendar(),
            around_the_clock=request.runs_around_the_clock,
        )

    step.set(
        resolve_due_at=shifted(request.resolve_due_at),
        clock_started_at=shifted(request.clock_started_at),
        clock_stopped_at=None,
    )
