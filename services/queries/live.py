"""Whether anything on somebody's triage list has changed, found out in one statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, QuerySet, Subquery, Value

from accounts.models import User
from notices.queries import inbox_of
from services.models import Request
from services.queries.seen import IN_HAND, parts_seen_by
from stations.standing import standing_of


def seen_by(user: Any, stations: Collection[int]) -> list[str]:
    """What a list shows, as words to compare: the latest change of the requests that `user` may see (at `stations`, or
    anywhere), how many of them are in hand, unread notices, posts. Of others nothing, not even that something happened.

    All of them are never counted: what is over and disappears without a change is noticed when the stamp grows old.
    """
    many, few = parts_seen_by(user, Request.objects.order_by(), stations)
    unread = _count(inbox_of(user).filter(read_at=None).order_by(), by="user")
    latest = [part.order_by("-updated_at").values("updated_at")[:1] for part in (*many, *few)]
    in_hand = [_count(part.filter(status__in=IN_HAND), by=Value(1)) for part in (*many, *few)]
    found = User.objects.filter(pk=user.pk).values_list(
        Subquery(unread), *(Subquery(one) for one in (*latest, *in_hand)), *standing_of(user)
    )
    unread_now, *rest = found.get()
    shown, standing = rest[: 2 * len(latest)], rest[2 * len(latest) :]
    state = " ".join(str(value or "-") for value in shown)
    return [state, *(str(value or "") for value in (unread_now, *standing))]


def _count(rows: QuerySet[Any, Any], *, by: Any) -> QuerySet[Any, Any]:
    return rows.values(one=by if isinstance(by, Value) else F(by)).annotate(count=Count("pk")).values("count")
