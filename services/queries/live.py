"""Whether anything on somebody's triage list has changed, found out in one statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import CharField, Count, Max, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import User
from notices.queries import inbox_of
from services.queries.requests import requests_visible_to
from stations.standing import standing_of


def seen_by(user: Any, stations: Collection[int]) -> list[str]:
    """What a list shows, as words to compare: the latest change and the number of the requests that `user` may see
    (at `stations`, or anywhere), unread notices, posts. Of others nothing, not even that something happened."""
    rows = requests_visible_to(user)
    if stations:
        rows = rows.filter(station__in=stations)
    latest = Coalesce(Cast(Max("updated_at"), CharField()), Value(""))
    state = Concat(latest, Value(" "), Cast(Count("pk"), CharField()))
    unread = inbox_of(user).filter(read_at=None).order_by().values("user").annotate(count=Count("pk")).values("count")
    whole = rows.order_by().values(one=Value(1)).annotate(state=state).values("state")
    found = User.objects.filter(pk=user.pk).values_list(Subquery(whole), Subquery(unread), *standing_of(user)).get()
    return [str(value or "") for value in found]
