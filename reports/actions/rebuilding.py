"""All figures anew, from the requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from reports.actions.deriving import derive_all
from reports.actions.folding import settle, write_entries
from reports.models import Changed, Entry, Folding
from reports.queries.sources import all_requests, sourced


def rebuild(*, at: datetime, tell: Callable[[int], None] = lambda count: None) -> int:
    """One transaction: until it is over, pages read the former figures. What changes meanwhile is folded in later."""
    Folding.objects.get_or_create(pk=1)
    done = 0
    with transaction.atomic():
        lock = Folding.objects.select_for_update().get(pk=1)
        settle(lock)
        Changed.objects.all().delete()  # what is committed by now is read below; what comes later stays
        entries = Entry.objects.all()
        entries._raw_delete(entries.db)
        for pks in all_requests():
            write_entries((pk, line) for pk, made in sourced(pks).items() for line in made.lines)
            done += len(pks)
            tell(done)
        derive_all(lock.month_start)
        Folding.objects.filter(pk=1).update(serial=F("serial") + 1, folded_at=at)
    return done
