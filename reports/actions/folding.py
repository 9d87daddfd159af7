"""Fold changes into the roll-ups: what the request's entries are now, less what was folded in before.

One at a time holds the lock (the row of Folding); another one leaves it to that one. Each round is one transaction, so
it may be cut off anywhere. A request that changes meanwhile has a new row in Changed and is folded again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from reports.actions.deriving import derive_divisions, derive_months
from reports.happenings import MEASURES
from reports.models import Changed, Entry, Folding, Seat, Tally
from reports.queries.pending import stored_lines
from reports.queries.settings import rules_in_force
from reports.queries.sources import sourced
from reports.rollups import Cell, Line, cells_with
from stations.models import Station

AT_ONCE = 500  # changes in one round
ROWS_AT_ONCE = 200  # of one statement: SQLite takes 32,766 values
KEY = ("scope", "grain", "dim", "start", "key")
_PLUS = ", ".join(f"{name} = {Tally._meta.db_table}.{name} + excluded.{name}" for name in MEASURES)
_UPSERT = (
    f"INSERT INTO {Tally._meta.db_table} ({', '.join((*KEY, *MEASURES))}) VALUES %s "
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {_PLUS}"
)


def fold(*, at: datetime) -> int:
    """One round; how many changes it took in. 0: none was left, or another process has the lock."""
    Folding.objects.get_or_create(pk=1)
    with transaction.atomic():
        lock = Folding.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if lock is None:
            return 0
        settle(lock)
        rows = list(Changed.objects.order_by("pk").values_list("pk", "request_id")[:AT_ONCE])
        if rows:
            _fold({request for _pk, request in rows}, lock.month_start)
            Changed.objects.filter(pk__in=[pk for pk, _request in rows]).delete()
        Folding.objects.filter(pk=1).update(serial=F("serial") + bool(rows), folded_at=at)
    return len(rows)


def settle(lock: Folding) -> None:
    """The roll-ups follow the settings, and the stations to where they are."""
    month_start = rules_in_force().month_start
    if month_start != lock.month_start:
        lock.month_start = month_start
        lock.save(update_fields=["month_start"])
        derive_months(month_start)
    if _seat():
        derive_divisions(lock.month_start)


def _seat() -> bool:
    """Has a station with figures moved to another division?"""
    known = dict(Seat.objects.values_list("station_id", "division"))
    real = dict(Station.objects.order_by().values_list("pk", "compound__division_id"))
    Seat.objects.bulk_create([Seat(station_id=pk, division=real[pk]) for pk in real.keys() - known.keys()])
    moved = [pk for pk in known.keys() & real.keys() if known[pk] != real[pk]]
    for pk in moved:
        Seat.objects.filter(station=pk).update(division=real[pk])
    return bool(moved)


def _fold(requests: Collection[int], month_start: int) -> None:
    before, now = stored_lines(requests), sourced(requests)
    changed = {pk for pk in requests if Counter(before[pk]) != Counter(now[pk].lines if pk in now else [])}
    added = Counter(line for pk in changed & now.keys() for line in now[pk].lines)
    added.subtract(line for pk in changed for line in before[pk])
    Entry.objects.filter(request__in=changed).delete()
    write_entries((pk, line) for pk in changed & now.keys() for line in now[pk].lines)
    _add(cells_with(added, dict(Seat.objects.values_list("station_id", "division")), month_start))


def write_entries(lines: Iterable[tuple[int, Line]]) -> None:
    rows = [
        Entry(
            request_id=pk,
            day=line.day,
            happening=line.happening,
            step=line.step,
            station_id=line.what.station,
            category=line.what.category,
            building=line.what.building,
            nature=line.what.nature,
            channel=line.what.channel,
        )
        for pk, line in lines
    ]
    Entry.objects.bulk_create(rows, batch_size=2000)


def _add(cells: dict[Cell, Counter[str]]) -> None:
    rows: list[tuple[Any, ...]] = [
        (*cell, *(sums[measure] for measure in MEASURES)) for cell, sums in sorted(cells.items()) if any(sums.values())
    ]
    one = f"({', '.join(['%s'] * (len(KEY) + len(MEASURES)))})"
    with connection.cursor() as cursor:
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[first : first + ROWS_AT_ONCE]
            cursor.execute(_UPSERT % ", ".join([one] * len(some)), [value for row in some for value in row])
