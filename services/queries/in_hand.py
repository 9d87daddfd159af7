"""「在办」 of one person: the one definition for every figure that is shown, and for the list that it leads to.

Open and assigned to them at one station, as far as the reader may see. Routing counts for itself (roster_of), over
everything: what a reader may not see is in somebody's hands all the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from services.queries.requests import requests_visible_to
from services.vocabulary import OPEN
from stations.models import Station


def in_hand_seen_by(reader: Any, station: Station) -> dict[int, int]:
    """Id of a user → how many: what /desk/requests/?status=open&assignee=… lists for `reader`."""
    rows = requests_visible_to(reader).filter(station=station, status__in=OPEN, assignee__isnull=False).order_by()
    return dict(rows.values("assignee").annotate(count=Count("pk")).values_list("assignee", "count"))
