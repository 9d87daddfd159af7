from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from notices.models import Notice


class Draft(NamedTuple):
    user_id: int
    event: str
    subject: str
    path: str
    facts: dict[str, Any]


def send_notices(drafts: Iterable[Draft], *, at: datetime | None = None) -> None:
    """Rows in the same transaction as the change that they tell of; one person is told once of one event."""
    once = {(draft.user_id, draft.event, draft.path): draft for draft in drafts}
    moment = at or timezone.now()
    Notice.objects.bulk_create([Notice(**draft._asdict(), created_at=moment) for draft in once.values()])
