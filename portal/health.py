"""Whether this process can do its work, and whether what runs beside it does its own: in short words."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from core.models import PeriodicJob
from notices.queries import outbox_now

logger = logging.getLogger(__name__)

OK, NO_ANSWER = "ok", "no answer"
NEVER = "never ran"  # no failure: a trial has no scheduler
OUTBOX_LATE = timedelta(minutes=15)  # longer than one step of the ladder, or a worker that died and was started again
JOBS_LATE = timedelta(minutes=15)  # they run each minute; one of them may take a while


def checks(now: datetime) -> dict[str, str]:
    """Name → what is the matter, or OK. What cannot be asked because something before it failed is left out."""
    found = {"cache": _cache()}
    try:
        found |= {"database": OK, "migrations": _migrations()}
        if found["migrations"] == OK:
            found |= {"outbox": _outbox(now), "jobs": _jobs(now)}
    except Error:
        logger.exception("readiness: the database does not answer")
        found["database"] = NO_ANSWER
    return found


def is_ready(found: dict[str, str]) -> bool:
    return set(found.values()) <= {OK, NEVER}


def _cache() -> str:
    token = uuid4().hex
    try:
        cache.set(f"ready:{token}", token, 10)
        return OK if cache.get(f"ready:{token}") == token else NO_ANSWER
    except Exception:
        logger.exception("readiness: the cache does not answer")
        return NO_ANSWER


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} pending" if pending else OK


def _outbox(now: datetime) -> str:
    oldest = outbox_now(now).oldest
    return _since(now - oldest) if oldest and now - oldest > OUTBOX_LATE else OK


def _jobs(now: datetime) -> str:
    last = PeriodicJob.objects.aggregate(last=Max("finished_at"))["last"]
    if last is None:
        return NEVER
    return _since(now - last) if now - last > JOBS_LATE else OK


def _since(length: timedelta) -> str:
    return f"late by {int(length.total_seconds() // 60)} minutes"
