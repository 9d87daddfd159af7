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


def mark_read(*, user: Any, notice: Notice) -> None:
    if notice.user_id == user.pk and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def mark_all_read(*, user: Any) -> int:
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
