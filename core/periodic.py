"""What is due from time to time. Rooms register their jobs; `manage.py runperiodic` runs them all.

A job is run by one process at a time: it is claimed by one conditional update, and the claim runs out when its holder
dies. It finds the rows that are due, and does each of them in a transaction of its own, under the row's lock: so it
may be cut off anywhere and run again, and one bad row costs only itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from core.models import PeriodicJob

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
RENEWED_AFTER = timedelta(minutes=2)

Row = TypeVar("Row")


@dataclass
class Outcome:
    """How many rows a job did, and how many it could not do (they are in the log)."""

    done: int = 0
    failed: int = 0


class ClaimLost(Exception):
    """The job took so long over one row that another process has begun it anew."""


Job = Callable[[datetime], Outcome]


@dataclass(frozen=True)
class Entry:
    job: Job
    daily_at: time | None


@dataclass
class Claim:
    name: str
    holder: str
    renewed_at: datetime


_jobs: dict[str, Entry] = {}
_claim: ContextVar[Claim | None] = ContextVar("claim", default=None)


def register(name: str, *, daily_at: time | None = None) -> Callable[[Job], Job]:
    """Decorator: `name` is what the command prints. Jobs run in the order in which they are registered.

    `daily_at`: once a day, at the first run after that time; again on the same day only if rows failed.
    """

    def add(job: Job) -> Job:
        if name in _jobs and _jobs[name].job is not job:
            raise ValueError(f"There is a periodic job {name!r} already.")
        _jobs[name] = Entry(job, daily_at)
        return job

    return add


def jobs() -> dict[str, Entry]:
    return dict(_jobs)


def each(rows: Iterable[Row], act: Callable[[Row], bool]) -> Outcome:
    """`act` does one row and says whether there was anything left to do. Whatever it raises is logged with the row."""
    outcome = Outcome()
    for row in rows:
        renew()
        try:
            outcome.done += act(row)
        except Exception:
            logger.exception("periodic: %r failed", row)
            outcome.failed += 1
    return outcome


def renew() -> None:
    """A job that takes long says now and then that it is still alive; `each` does it by itself."""
    claim, now = _claim.get(), timezone.now()
    if claim is None or now - claim.renewed_at < RENEWED_AFTER:
        return
    if not PeriodicJob.objects.filter(name=claim.name, claimed_by=claim.holder).update(claimed_until=now + LEASE):
        raise ClaimLost(claim.name)
    claim.renewed_at = now


def run_all(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> dict[str, Outcome]:
    """Every job once, but for those that another process runs now or that were done today; until `stop()`.

    One that cannot even begin, or breaks off, counts as one failure and does not stop the others.
    """
    outcomes = {}
    for name, entry in jobs().items():
        if stop():
            break
        try:
            outcome = _run(name, entry, at)
        except Exception:  # whatever it is, the clocks of all others go on; readyz and the log tell of it
            logger.exception("periodic: %s could not run", name)
            outcome = Outcome(failed=1)
        if outcome is not None:
            outcomes[name] = outcome
    return outcomes


def _run(name: str, entry: Entry, at: datetime) -> Outcome | None:
    slot = _slot(entry, at)
    if entry.daily_at and slot is None:
        return None
    holder = uuid4().hex
    if not _take(name, holder, slot):
        return None
    token = _claim.set(Claim(name, holder, timezone.now()))
    outcome = Outcome(failed=1)  # what stands there if the job raises
    try:
        outcome = entry.job(at)
    finally:
        _claim.reset(token)
        _give_back(name, holder, outcome, slot)
    return outcome


def _slot(entry: Entry, at: datetime) -> date | None:
    """The day for which a daily job is due, once its time has come."""
    here = timezone.localtime(at)
    return here.date() if entry.daily_at and here.time() >= entry.daily_at else None


def _take(name: str, holder: str, slot: date | None) -> bool:
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Q() if slot is None else Q(last_slot=None) | Q(last_slot__lt=slot)
    rows = PeriodicJob.objects.filter(free & due, name=name)
    claimed = {"claimed_by": holder, "claimed_until": now + LEASE, "started_at": now}
    if rows.update(**claimed):
        return True
    if PeriodicJob.objects.filter(name=name).exists():
        return False
    PeriodicJob.objects.get_or_create(name=name)
    return bool(rows.update(**claimed))


def _give_back(name: str, holder: str, outcome: Outcome, slot: date | None) -> None:
    ended = {"claimed_by": "", "claimed_until": None, "finished_at": timezone.now()}
    counted = {"done": outcome.done, "failed": outcome.failed}
    done_today = {"last_slot": slot} if slot and not outcome.failed else {}
    PeriodicJob.objects.filter(name=name, claimed_by=holder).update(**ended, **counted, **done_today)
