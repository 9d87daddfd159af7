"""What happens to requests when nobody acts: registered with core.periodic, run by `manage.py runperiodic`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import takewhile
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.periodic import Outcome, each, register
from services import actions
from services.actions.climbing import due_clocks
from services.actions.climbing import move_clocks as move_some
from services.actions.supervising import tell_of_late_answer
from services.actions.topics import find_topics_of_district, find_topics_of_station
from services.clocks import Climb
from services.models import DraftPhoto, Request, Supervision
from services.queries.supervision import unanswered_at
from services.queries.topics import districts_due, stations_due
from services.vocabulary import Status
from stations.models import Station

DRAFTS_KEPT = timedelta(days=1)
MOST_CLOCKS = 50_000  # of one run
TOPICS_SECONDS = 1.0  # then the next run goes on: two thousand reports of one place take about a second
AT_ONCE = 500  # rows of one run: a long-neglected portal catches up in several, and none takes for ever


@register("close requests that nobody rated")
def close_unrated(at: datetime) -> Outcome:
    patience = Station.objects.values_list("unrated_close_days", flat=True).distinct()
    due = Q(pk__in=[])
    for days in patience.order_by("unrated_close_days"):
        due |= Q(station__unrated_close_days=days, resolved_at__lte=at - timedelta(days=days))
    rows = Request.objects.filter(due, status=Status.RESOLVED)
    return _still_due(rows.order_by("resolved_at"), lambda request: actions.close_unrated(request=request, at=at))


@register("resume suspended requests")
def resume_suspended(at: datetime) -> Outcome:
    rows = Request.objects.filter(status=Status.SUSPENDED, resume_on__lte=timezone.localdate(at))
    return _still_due(rows.order_by("resume_on"), lambda request: actions.resume(request=request, actor=None, at=at))


@register("bring back what was sent up and not answered")
def call_back_escalations(at: datetime) -> Outcome:
    rows = Request.objects.filter(status=Status.ESCALATED, followup_due_at__lt=at)
    return _still_due(rows.order_by("followup_due_at"), lambda request: actions.come_back(request=request, at=at))


@register("move clocks")
def move_clocks(at: datetime) -> Outcome:
    """Lights and climbs. A critical one climbs three steps at once: each in a round of its own, so rounds go on."""
    outcome, broken = Outcome(), set[int]()
    for _round in Climb:
        due = due_clocks(at).exclude(pk__in=broken).order_by("moves_at", "pk").values_list("pk", flat=True)
        pks = list(due[:MOST_CLOCKS])
        for first in range(0, len(pks), AT_ONCE):
            moved = move_some(pks[first : first + AT_ONCE], at=at)
            outcome.done += moved.done
            broken.update(moved.broken)
        if not pks:
            break
    outcome.failed = len(broken)
    return outcome


@register("tell of supervision that nobody answered")
def late_supervisions(at: datetime) -> Outcome:
    rows = unanswered_at(at).select_related("request__station__compound")
    return each(rows.order_by("due_at")[:AT_ONCE], lambda row: _tell_of_late(row, at))


@transaction.atomic
def _tell_of_late(supervision: Supervision, at: datetime) -> bool:
    rows = unanswered_at(at).select_related("request__station__compound")
    locked = rows.filter(pk=supervision.pk).select_for_update(of=("self",), skip_locked=True).first()
    if locked is not None:
        tell_of_late_answer(locked, at=at)
    return locked is not None


def _still_due(rows: QuerySet[Request], act: Callable[[Request], Any]) -> Outcome:
    """Each of `rows` under its lock, unless by then somebody did it, or it is no longer due."""

    def one(request: Request) -> bool:
        with transaction.atomic():
            locked = rows.filter(pk=request.pk).select_for_update(of=("self",), skip_locked=True).first()
            if locked is not None:
                act(locked)
        return locked is not None

    return each(rows[:AT_ONCE], one)


@register("find hot topics")
def find_hot_topics(at: datetime) -> Outcome:
    """Of stations with something new each hour, of all else once a day; where that takes long, some in each run."""
    until = monotonic() + TOPICS_SECONDS

    def in_time(_one: object) -> bool:
        return monotonic() < until

    codes, stations = takewhile(in_time, districts_due(at)), takewhile(in_time, stations_due(at))
    districts = each(codes, lambda code: _found(find_topics_of_district(code, at)))
    found = each(stations, lambda station: _found(find_topics_of_station(station, at)))
    return Outcome(found.done + districts.done, found.failed + districts.failed)


def _found(_count: int) -> bool:
    return True


@register("sweep photos of forms that were never sent")
def sweep_drafts(at: datetime) -> Outcome:
    rows = DraftPhoto.objects.filter(created_at__lt=at - DRAFTS_KEPT)
    return each(rows.order_by("created_at")[:AT_ONCE], _sweep)


def _sweep(draft: DraftPhoto) -> bool:
    """The row first, its files after the commit: a file without a row is garbage, a row without its file is a fault."""
    with transaction.atomic():
        gone = DraftPhoto.objects.filter(pk=draft.pk).delete()[0]
        if gone:
            transaction.on_commit(lambda: _delete_files(draft))
    return bool(gone)


def _delete_files(draft: DraftPhoto) -> None:
    for file in (draft.full, draft.thumb):
        file.storage.delete(str(file.name))
