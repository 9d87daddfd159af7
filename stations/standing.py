"""Posts that somebody carries along in a signed stamp, and how a statement about something else finds out in passing
whether they still hold: so that being asked again and again costs one statement less."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import CharField, Count, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from stations.models import Appointment, DutyShift, TeamMembership
from stations.queries import PostSet


def packed(posts: PostSet) -> dict[str, list[Any]]:
    return {name: sorted(held) for name, held in asdict(posts).items() if held}


def unpacked(data: dict[str, list[Any]]) -> PostSet:
    return PostSet(**{name: frozenset(map(_hashable, held)) for name, held in data.items()})


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def carry(user: Any, posts: PostSet | None) -> None:
    """What `posts_of(user)` says in this web request; None: it reads them anew. Only for what `standing_of` checks."""
    user._posts = posts


def standing_of(user: Any) -> list[Subquery]:
    """How many posts, teams and shifts somebody holds now, and which: it changes when they do."""
    now = timezone.now()
    return [
        _sum_of(Appointment.objects.current().filter(user=user)),
        _sum_of(TeamMembership.objects.filter(user=user, left_on=None)),
        _sum_of(DutyShift.objects.filter(user=user, starts_at__lte=now, ends_at__gt=now)),
    ]


def _sum_of(rows: QuerySet[Any]) -> Subquery:
    total = Concat(Cast(Count("pk"), CharField()), Value(":"), Cast(Sum("pk"), CharField()))
    return Subquery(rows.order_by().values("user").annotate(total=total).values("total"))
