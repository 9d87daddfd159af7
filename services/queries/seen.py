"""What somebody may see, cut into parts that an index of their own leads to. Lists of very much start here.

Asked for in one condition with OR, an officer's few requests would be looked for among all that the stations have.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from core.search import one_of
from core.statements import Keys
from services.models import CoHandler, Request
from services.queries.requests import (
    IN_SIGHT_OF_THE_COMMUNITY,
    at_stations,
    recused_from,
    requests_seen,
    under_divisions,
)
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
    many, few = seen_in_parts(user, stations, above)
    return [rows.filter(part.seen & part.at) for part in many], [rows.filter(part.seen & part.at) for part in few]


@dataclass(frozen=True)
class Part:
    """What is `seen` of what is at `stations` (ids; None: that is said already)."""

    seen: Q
    stations: Collection[int] | None = None

    @property
    def at(self) -> Q:
        return Q() if self.stations is None else one_of(self.stations, "station")

    @property
    def met_at(self) -> Q:
        """The same where an index of words leads, which knows the stations: they are asked of what it meets."""
        return Q() if self.stations is None else met_at(self.stations)


def seen_in_parts(
    user: Any, stations: Collection[int] = (), above: Collection[int] | None = None
) -> tuple[list[Part], list[Part]]:
    """The same as conditions."""
    posts, here = posts_of(user), list(stations)
    if not posts.communities:
        return [Part(requests_seen(user), here or posts.member_of)], []
    is_ours, member_of = ~recused_from(user), posts.member_of.intersection(here or posts.member_of)
    # Which stations is said once: twice, a planner thinks that next to nothing is left.
    under = under_divisions(posts.communities) & (one_of(here, "station") if here else Q())
    in_sight = is_ours & IN_SIGHT_OF_THE_COMMUNITY
    many = [Part(in_sight & under) if above is None else Part(in_sight, above)]
    if member_of:
        many.append(Part(is_ours & at_stations(posts), member_of))
    belongs = (under if above is None else one_of(above, "station")) | one_of(member_of, "station")
    helped = CoHandler.objects.filter(user=user).values("request")
    in_hand = Request.objects.order_by().filter(assignee=user).values("pk").union(helped)
    return many, [Part(is_ours & belongs & Q(pk__in=in_hand))]


def met_at(stations: Collection[int]) -> Q:
    """No index answers this: a planner would read that of the stations beside the one of the words, for longer."""
    return one_of(stations, Coalesce("station", Value(0), output_field=BigIntegerField()))


def first_of(parts: Sequence[QuerySet[Any, Any]], order: Sequence[Any], most: int) -> Keys:
    """Keys of at least the first so many of all parts: each is walked through along an index of its own."""
    return Keys(*(part.order_by(*order)[:most] for part in parts))


class CappedCount(RawSQL):
    """How many there are, but no further than so many. It stands beside aggregates and looks at none of their rows."""

    contains_aggregate = True

    def __init__(self, parts: Sequence[QuerySet[Any, Any]], most: int = 0) -> None:
        keys = Keys(*(part.order_by()[: most or MOST_COUNTED] for part in parts))
        counted = f"SELECT COUNT(*) FROM ({keys.sql}) counted"  # noqa: S608
        super().__init__(counted, keys.params, IntegerField())
