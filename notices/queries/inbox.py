from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from notices.models import Notice


def inbox_of(user: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user)


def unread_count(user: Any) -> int:
    return inbox_of(user).filter(read_at=None).count()


def counts_of(user: Any) -> tuple[int, int]:
    """All notices and the unread ones, in one statement."""
    found = inbox_of(user).order_by().aggregate(total=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    return found["total"], found["unread"]
