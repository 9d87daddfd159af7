"""Notices are written in the transaction of the change that they tell of; what goes out goes out after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from notices.actions.delivering import deliver
from notices.models import Notice
from notices.registry import told
from notices.vocabulary import Audience


class Draft(NamedTuple):
    """For a person, or with another `audience` for a phone, a station's group, whoever follows.

    `station_id`: whose chief may see that it did not arrive; None where the chief may not know of it at all.
    `outside` False: it stays in the inbox.
    """

    user_id: int | None
    event: str
    subject: str
    path: str
    facts: dict[str, Any]
    audience: str = Audience.PERSON
    phone: str = ""
    station_id: int | None = None
    is_urgent: bool = False
    is_private: bool = False
    outside: bool = True

    def as_notice(self, at: datetime) -> Notice:
        row = told(self.event)
        values = self._asdict()
        goes_out = values.pop("outside")
        values["is_urgent"] = self.is_urgent or bool(row and row.urgent)
        return Notice(**values, created_at=at, fanned_out_at=None if goes_out else at)


def send_notices(drafts: Iterable[Draft], *, at: datetime | None = None) -> None:
    """One statement. One person is told once of one event. Deliveries are made and sent after the commit, by a task;
    whatever that task does not get done, `runperiodic` does."""
    once = {(draft.user_id, draft.audience, draft.phone, draft.event, draft.path): draft for draft in drafts}
    if not once:
        return
    moment = at or timezone.now()
    rows = Notice.objects.bulk_create([draft.as_notice(moment) for draft in once.values()])
    leaving = [row.pk for row in rows if row.fanned_out_at is None]
    if leaving:
        transaction.on_commit(lambda: deliver.enqueue(leaving), robust=True)
