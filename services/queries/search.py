"""Search at the desk: by text with its synonyms, by number in any writing, by names and their sound, by phone, by kind.

Each way of finding is one look into one index; what they find is put together, and only then asked who may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from core.search import among, has_index, one_of
from core.statements import Keys, Rows, Written, condition
from core.text import clean_text
from services.models import Request
from services.queries.asked import BY_AGE, Asker, best_first
from services.queries.seen import Part, seen_in_parts
from services.queries.ways import Question

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
    here = Rows(Request.objects.filter(one_of(stations, "station")) if stations else Request.objects.all())
    led, beside = Question(q, Asker(user, tuple(stations))).ways(indexed=has_index(rows.db))
    return rows.filter(pk__in=Keys(*(here.that(way) for way in (*led, *beside))))


def find(rows: QuerySet[Request], q: str, asker: Asker, order: Sequence[Any] = ()) -> Hits:
    """The same for a list that is read page by page, of those of `rows` that the asker may see, in order (the best
    first). One statement.

    The index says at once what few have. Of what very many have it does not know the newest, and would fetch all of
    them; but then one soon meets enough of them on a walk from the newest request to the oldest.
    """
    q, here = asked(q), Rows(rows.select_related(None))
    order, question = order or best_first(q), Question(q, asker)
    many, few = ([_written(part) for part in parts] for parts in seen_in_parts(asker.user, asker.stations, asker.above))

    def walked(most: int) -> Keys:
        return _newest(here, [at & question.anyhow for at, _met_at in (*many, *few)], most)

    if has_index(rows.db):
        led, beside = question.ways(indexed=True)
        looks = [met_at & way for _at, met_at in many for way in led]
        looks += [at & way for at, _met_at in many for way in beside]
        # Each look with its own limit: none is planned for the hundred thousands it might find.
        limited = [here.that(look, most=MOST_FOUND + 1) for look in looks]
        found = Keys(*limited, *(here.that(at & question.anyhow) for at, _met_at in few))
    else:
        found = walked(MOST_FOUND + 1)
    pks = found.read()
    if len(pks) <= MOST_FOUND:
        return Hits(_in_order(one_of(pks), order), len(pks), order)
    return Hits(_in_order(among(walked(NEWEST)), order), NEWEST, order, is_cut=True)


def _written(part: Part) -> tuple[Written, Written]:
    """As an index of stations answers it, and as it is asked of what an index of words meets."""
    seen = condition(Request, part.seen)
    return seen & condition(Request, part.at), seen & condition(Request, part.met_at)


def _in_order(those: Q, order: Sequence[Any]) -> QuerySet[Any, Any]:
    return Request.objects.filter(those).order_by(*order).values_list("pk", flat=True)


def _newest(here: Rows, parts: Sequence[Written], most: int) -> Keys:
    met = Keys(*(here.that(part, BY_AGE, most) for part in parts))
    return Keys(Request.objects.filter(pk__in=met).order_by(*BY_AGE)[:most]) if len(parts) > 1 else met
