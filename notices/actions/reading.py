from __future__ import annotations

from typing import Any

from django.utils import timezone

from notices.models import Notice


def mark_read(*, user: Any, notice: Notice) -> None:
    if notice.user_id == user.pk and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def mark_all_read(*, user: Any) -> int:
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
