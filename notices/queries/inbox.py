from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from notices.models import Delivery, Follow, Notice, NoticeSettings
from notices.vocabulary import State
from stations.queries import posts_of


def inbox_of(user: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user)


def unread_count(user: Any) -> int:
    return inbox_of(user).filter(read_at=None).count()


def counts_of(user: Any) -> tuple[int, int]:
    """All notices and the unread ones, in one statement."""
    found = inbox_of(user).order_by().aggregate(total=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    return found["total"], found["unread"]


def settings_for(user: Any) -> NoticeSettings:
    """As they are kept, or the defaults, not saved."""
    return NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)


def follows_of(user: Any) -> QuerySet[Follow]:
    return Follow.objects.filter(user=user).select_related("station__compound", "building")


def failures_visible_to(user: Any) -> QuerySet[Delivery]:
    """What was given up: for chief and deputies that of their station, for administrators all.

    A notice of which a station's chief may not know (a complaint about the chief) has no station.
    """
    rows = Delivery.objects.filter(state=State.GIVEN_UP).select_related("notice__user", "notice__station")
    if user.is_superuser and user.is_active:
        return rows
    posts = posts_of(user)
    return rows.filter(notice__station__in=posts.chief_of | posts.deputy_of)


def failures_count(user: Any) -> int:
    """No statement for somebody who runs no station."""
    posts = posts_of(user)
    if not (posts.chief_of or posts.deputy_of or (user.is_superuser and user.is_active)):
        return 0
    return failures_visible_to(user).count()


@dataclass(frozen=True)
class Outbox:
    """`depth`: notices to expand and deliveries to send, those that sleep until morning or the next attempt included.
    `oldest`: since when something has been due that nobody did."""

    depth: int
    oldest: datetime | None
    given_up: int


def outbox_now(now: datetime) -> Outbox:
    """Three statements, each over a partial index."""
    notices = Notice.objects.filter(fanned_out_at=None).order_by()
    expanding = notices.aggregate(count=Count("pk"), oldest=Min("created_at"))
    waiting = Delivery.objects.filter(state=State.WAITING).order_by()
    sending = waiting.aggregate(count=Count("pk"), oldest=Min("next_try_at", filter=Q(next_try_at__lte=now)))
    due = [moment for moment in (expanding["oldest"], sending["oldest"]) if moment]
    given_up = Delivery.objects.filter(state=State.GIVEN_UP).count()
    return Outbox(expanding["count"] + sending["count"], min(due, default=None), given_up)


def copy_of_notices(user: Any) -> dict[str, Any]:
    chosen = settings_for(user)
    return {
        "email": chosen.email,
        "switched_off": chosen.muted,
        "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until,
        "follows": [
            {"station": row.station.name, "building": str(row.building or ""), "kind": row.category}
            for row in follows_of(user)
        ],
        "received": list(inbox_of(user).values("event", "subject", "created_at", "read_at")),
    }
