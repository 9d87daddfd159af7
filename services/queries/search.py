"""Search at the desk: by text with its synonyms, by number in any writing, by names and their sound, by phone, by kind.

Each way of finding is one look into one index; what they find is put together, and only then asked who may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from core.search import Keys, among, has_index
from core.text import clean_text
from services.models import Request
from services.queries.asked import BY_AGE, Asker, best_first, ways_to
from services.queries.seen import first_of, parts_seen_by

LONGEST_QUESTION = 80
MOST_FOUND = 2_000  # more is a word that everybody has: then only the newest are put in order
NEWEST = 500


@dataclass(frozen=True)
class Hits:
    """Keys of what a list shows of what was found, in order, not fetched yet. `is_cut`: there is more, and these are
    the newest."""

    pks: QuerySet[Any, Any]
    count: int
    order: Sequence[Any]
    is_cut: bool = False


def asked(q: str) -> str:
    return clean_text(q)[:LONGEST_QUESTION]


def search(rows: QuerySet[Request], q: str, user: Any, stations: Collection[int] = ()) -> QuerySet[Request]:
    """All of `rows` that answer `q`. `stations`: ids of those that `rows` are of, where that is known."""
    q = asked(q)
    if not q:
        return rows
    here = Request.objects.order_by().filter(station__in=stations) if stations else Request.objects.order_by()
    led, beside = ways_to(q, Asker(user, tuple(stations)), indexed=has_index(rows.db))
    return rows.filter(pk__in=Keys(*(here.filter(way) for way in (*led, *beside))))


def find(rows: QuerySet[Request], q: str, asker: Asker, order: Sequence[Any] = ()) -> Hits:
    """The same for a list that is read page by page, of those of `rows` that the asker may see, in order (the best
    first). One statement.

    The index says at once what few have. Of what very many have it does not know the newest, and would fetch all of
    them; but then one soon meets enough of them on a walk from the newest request to the oldest.
    """
    q, rows = asked(q), rows.select_related(None).order_by()
    order = order or best_first(q)
    many, few = parts_seen_by(asker.user, rows, asker.stations, above=asker.above)
    met = _that_say(q, asker, few)
    if has_index(rows.db):
        by_words, _few = parts_seen_by(asker.user, rows, asker.stations, above=asker.above, by_words=True)
        led, beside = ways_to(q, asker, indexed=True)
        looks = [part.filter(way) for part in by_words for way in led]
        looks += [part.filter(way) for part in many for way in beside]
        # Each look with its own limit: none is planned for the hundred thousands it might find.
        found = Keys(*(look[: MOST_FOUND + 1] for look in looks), *met)
    else:
        found = _newest([*_that_say(q, asker, many), *met], MOST_FOUND + 1)
    pks = found.read()
    if len(pks) <= MOST_FOUND:
        return Hits(_in_order(Q(pk__in=pks), order), len(pks), order)
    newest = _newest([*_that_say(q, asker, many), *met], NEWEST)
    return Hits(_in_order(among(newest), order), NEWEST, order, is_cut=True)


def _in_order(those: Q, order: Sequence[Any]) -> QuerySet[Any, Any]:
    return Request.objects.filter(those).order_by(*order).values_list("pk", flat=True)


def _that_say(q: str, asker: Asker, parts: Sequence[QuerySet[Request]]) -> list[QuerySet[Request]]:
    """Asked of each row that comes by."""
    if not parts:
        return []
    said = reduce(or_, chain(*ways_to(q, asker, indexed=False)), Q(pk__in=[]))
    return [part.filter(said) for part in parts]


def _newest(parts: Sequence[QuerySet[Request]], most: int) -> Keys:
    met = first_of(parts, BY_AGE, most)
    return Keys(Request.objects.filter(pk__in=met).order_by(*BY_AGE)[:most]) if len(parts) > 1 else met
