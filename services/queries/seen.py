"""What somebody may see, cut into parts that an index of their own leads to. Lists and searches of very much start here.

Asked for in one condition with OR, an officer's few requests would be looked for among all that the stations have.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery

from services.models import CoHandler, Request
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, at_stations, recused_from, requests_seen, under_divisions
from services.vocabulary import OPEN, Status
from stations.queries import posts_of

IN_HAND = (*OPEN, Status.RESOLVED)  # as the partial index `request_in_hand` says it
MOST_COUNTED = 1_000  # of more a list says 「999+」: nobody reads the difference, and to count a million takes seconds


def parts_seen_by(
    user: Any, rows: QuerySet[Request], stations: Collection[int] = (), *, above: Collection[int] | None = None
) -> tuple[list[QuerySet[Request]], list[QuerySet[Request]]]:
    """Of `rows` what `user` may see: (large parts, parts of a few rows); what is in two parts is in both.

    `stations`: ids of those asked for; of none, all. `above`: which of them an officer has under them, where known.
    """
    posts = posts_of(user)
    if not posts.communities:
        return [rows.filter(requests_seen(user), station__in=stations or posts.member_of)], []
    if stations:
        rows = rows.filter(station__in=stations)
    under = under_divisions(posts.communities) if above is None else Q(station__in=above)
    belongs = Q(station__in=posts.member_of) | under
    rows = rows.exclude(recused_from(user))
    many = [rows.filter(IN_SIGHT_OF_THE_COMMUNITY, under)]
    if posts.member_of:
        many.append(rows.filter(at_stations(posts), station__in=posts.member_of))
    helped = CoHandler.objects.filter(user=user).values("request")
    return many, [rows.filter(belongs, assignee=user), rows.filter(belongs, pk__in=helped)]


def together(rows: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """Their keys, each once."""
    first, *others = [each.values("pk") for each in rows] or [Request.objects.none().values("pk")]
    return first.union(*others) if others else first


def first_of(parts: Sequence[QuerySet[Any, Any]], order: Sequence[Any], most: int) -> QuerySet[Any, Any]:
    """Keys of at least the first so many of all parts: each is walked through along an index of its own."""
    walks = [part.order_by(*order).values("pk")[:most] for part in parts]
    return together([Request.objects.order_by().filter(pk__in=walk) for walk in walks]) if len(walks) > 1 else walks[0]


class CappedCount(Subquery):
    """How many there are, but no further than so many. It stands beside aggregates and looks at none of their rows."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    contains_aggregate = True

    def __init__(self, parts: Sequence[QuerySet[Any, Any]], most: int = MOST_COUNTED) -> None:
        cut = [part.order_by().values("pk")[:most] for part in parts]
        super().__init__(together([Request.objects.order_by().filter(pk__in=one) for one in cut]) if cut[1:] else cut[0])
