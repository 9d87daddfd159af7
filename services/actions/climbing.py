"""Time moves the clocks of many requests at once: lights, and overdue ones one step up, told to whoever is next.

The only change that does not go through the door one by one: nobody acts, so there is nothing to ask the workflow and
no version to compare, and statements must not grow with the number of requests.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from core.language import in_source_language
from notices.actions import send_notices
from services.actions import _clock
from services.actions._door import Change, label_of
from services.clocks import Climb, Clock, Watcher, told_at
from services.models import Request, RequestEvent
from services.queries.watchers import Watch, watch_over
from services.routing import post_words
from services.signals import requests_changed
from services.vocabulary import EventKind
from stations.models import Station

logger = logging.getLogger(__name__)

TOLD = {
    Climb.HANDLER: "overdue",
    Climb.CHIEF: "climbed_chief",
    Climb.COMMUNITY: "climbed_community",
    Climb.DISTRICT: "climbed_district",
}


@dataclass
class Moved:
    done: int = 0
    broken: list[int] = field(default_factory=list)  # rows whose clock cannot be read; the log says why


def due_clocks(at: datetime) -> QuerySet[Request]:
    return Request.objects.filter(moves_at__lte=at)


@transaction.atomic
def move_clocks(pks: Sequence[int], *, at: datetime) -> Moved:
    """Those of `pks` that are still due and that nobody is changing right now; each at most one step."""
    moved = Moved()
    rows = due_clocks(at).filter(pk__in=pks).defer("description", "search", "route", "suggested")
    touched: list[tuple[Request, Clock]] = []  # with what the clock showed before
    for request in rows.select_for_update(skip_locked=True).order_by("pk"):
        try:
            before = _clock.pass_time(request, at)
        except Exception:
            logger.exception("the clock of %s cannot be read", request)
            moved.broken.append(request.pk)
            continue
        touched.append((request, before))
    if touched:
        _write(touched, at)
        _tell([request for request, before in touched if _is_news(request, before)], at)
        climbed = [request.pk for request, before in touched if request.climb > before.climb]
        requests_changed.send(Request, requests=climbed)
    moved.done = len(touched)
    return moved


def _is_news(request: Request, before: Clock) -> bool:
    return request.climb > before.climb or (request.light, before.light) == ("yellow", "green")


def _write(touched: Sequence[tuple[Request, Clock]], at: datetime) -> None:
    """One statement. Rows that get the same value share a branch: bulk_update has one for each and is far slower."""
    values: dict[str, Any] = {}
    for name in _clock.FIELDS:
        if all(getattr(row, name) == getattr(before, name) for row, before in touched):
            continue
        same: dict[Any, list[int]] = defaultdict(list)
        for row, _before in touched:
            same[getattr(row, name)].append(row.pk)
        of_field: Any = Request._meta.get_field(name)
        branches = [When(pk__in=pks, then=Value(value, output_field=of_field)) for value, pks in same.items()]
        values[name] = Case(*branches, output_field=of_field) if len(same) > 1 else next(iter(same))
    Request.objects.filter(pk__in=[row.pk for row, _before in touched]).update(**values, updated_at=at)


def _tell(requests: Sequence[Request], at: datetime) -> None:
    """Timeline entries and notices of all of them, written together."""
    if not requests:
        return
    stations = Station.objects.select_related("compound").in_bulk({request.station_id for request in requests})
    for request in requests:
        request.station = stations[request.station_id]
    watch = watch_over(requests, at)
    steps = [_step(request, watch, at) for request in requests]
    RequestEvent.objects.bulk_create([event for step in steps for event in step.events])
    send_notices([draft for step in steps for draft in step.notices], at=at)


def _step(request: Request, watch: Watch, at: datetime) -> Change:
    step = Change(request, None, label_of(None, request), at)
    if request.light == "yellow":
        for watcher in _able(watch.over(request, Climb.HANDLER)):
            step.tell(watcher.user, "due_soon", desk=True)
        return step
    climb = Climb(request.climb)
    watchers = watch.over(request, climb)
    told = _able(watchers) if climb == Climb.HANDLER else told_at(climb, watchers, is_sensitive=request.is_sensitive)
    names = "、".join(watcher.name for watcher in told)
    step.log(EventKind.CLIMBED, public=bool(told), climb=int(climb), to=_title(request, climb, told), name=names)
    for watcher in told:
        is_official = climb == Climb.DISTRICT
        hidden = is_official and request.is_sensitive  # an official does not read what it is about
        path = request.district_url if is_official else ""
        step.tell(watcher.user, TOLD[climb], desk=True, path=path, subject=request.number if hidden else "")
    return step


def _able(watchers: Sequence[Watcher]) -> list[Watcher]:
    return [watcher for watcher in watchers if not (watcher.is_absent or watcher.is_recused)]


@in_source_language
def _title(request: Request, climb: Climb, told: Sequence[Watcher]) -> str:
    """「物业经理」, 「站长」: in which post they were told, "" when nobody was."""
    if climb == Climb.HANDLER:
        return request.assignee_title if told else ""
    return post_words(told[0].post) if told else ""
