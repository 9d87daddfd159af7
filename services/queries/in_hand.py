"""What people of a station have in hand, for the page of its posts."""

from __future__ import annotations

from django.db.models import Count

from services.models import Request
from services.vocabulary import OPEN
from stations.models import Station


def open_by_assignee(station: Station) -> dict[int, int]:
    """Id of a user → how many open requests of `station` they have."""
    rows = Request.objects.filter(station=station, status__in=OPEN, assignee__isnull=False).order_by()
    return dict(rows.values("assignee").annotate(count=Count("pk")).values_list("assignee", "count"))
