"""What a question asks for: words, numbers, names, kinds, a place; who may know the reporter; what answers best."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from services.finding import MOST_TERMS, is_synonym, is_wordless, station_token, terms_of, wordings_of
from services.queries.catalogue import catalogue
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, under_divisions
from services.queries.seen import met_at
from services.understanding import SpokenPlace, place_in
from services.vocabulary import NAMELESS_NATURES, OPEN, Status
from stations.models import Station
from stations.queries import PostSet, posts_of

BY_AGE = (F("filed_at").desc(), F("pk").desc())
MOST_STATIONS = 20  # of more the index is asked for the words alone: of a hundred it looks at each row a hundred times
_GAP = r"[-\s_./\u2010-\u2015\u2212]*"
NUMBER = re.compile(rf"(?:编号|单号|#|№)?[:\s]*([A-Za-z]{{2,4}}|){_GAP}(\d{{4}}){_GAP}(\d{{1,6}})")
IN_TITLE, NAMED_SO, OF_KIND, IN_TEXT, ELSEWHERE = range(5)


@dataclass(frozen=True)
class Asker:
    """Who asks, and of which stations (ids; of none: all). `above`: those under an officer's divisions, where known."""

    user: Any
    stations: tuple[int, ...] = ()
    above: frozenset[int] | None = None

    @cached_property
    def tokens(self) -> list[str]:
        """The index then leaves out all other stations."""
        return [station_token(pk) for pk in sorted(self.stations)] if len(self.stations) <= MOST_STATIONS else []


def asker_of(user: Any, stations: Sequence[Station]) -> Asker:
    """`stations`: with their compounds."""
    codes = tuple(posts_of(user).communities)
    above = frozenset(station.pk for station in stations if station.compound.division_id.startswith(codes))
    return Asker(user, tuple(station.pk for station in stations), above)


def terms_asked(q: str) -> list[list[str]]:
    """A place is a term of its own, also as signs and listings write it: 「三栋漏水」 → [[三栋, 3号楼], [漏水, …]]."""
    if is_wordless(q):
        return []
    said, typed = place_in(q), unicodedata.normalize("NFKC", q).lower()
    if not said.building or number_in(q) or said.words not in typed:
        return terms_of(q)
    place = list(dict.fromkeys([said.words, as_listed(said)]))
    return [place, *terms_of(typed.replace(said.words, " "))][:MOST_TERMS]


def as_listed(said: SpokenPlace) -> str:
    door = f"{said.entrance}单元" if said.entrance else ""
    return f"{said.building}号楼{door}{said.dwelling if said.dwelling in said.words else ''}"


def best_first(q: str) -> list[Any]:
    """The number itself; word for word the title, a synonym in the title, the kind, the text, then what has it
    scattered or is found by a name; of equals those under way, then the newest."""
    order: list[Any] = [_first(Q(number=number_in(q)))] if number_in(q) else []
    terms = terms_asked(q)
    if terms:
        order.append(reduce(add, [_rank(wordings) for wordings in terms]))
    return [*order, _first(Q(status__in=OPEN)), *BY_AGE]


def _first(those: Q) -> Case:
    return Case(When(those, then=Value(0)), default=Value(1), output_field=IntegerField())


def _rank(wordings: Sequence[str]) -> Case:
    kinds = kinds_named(wordings[0])
    named_so = [_says("title", wording) for wording in wordings[1:]]
    steps = [
        (IN_TITLE, _says("title", wordings[0])),
        (NAMED_SO, reduce(or_, named_so) if named_so else None),
        (OF_KIND, Q(category__in=kinds) if kinds else None),
        (IN_TEXT, _says("description", wordings[0])),
    ]
    return Case(
        *[When(is_so, then=Value(step)) for step, is_so in steps if is_so is not None],
        default=Value(ELSEWHERE),
        output_field=IntegerField(),
    )


def _says(field: str, wording: str) -> Q:
    """Chinese has no capitals: to fold them would take longer than all the rest."""
    return Q(**{f"{field}__{'contains' if wording.lower() == wording.upper() else 'icontains'}": wording})


def reporter_known_to(user: Any, above: Collection[int] | None = None) -> Q:
    """relations.knows_reporter in SQL, for rows that `user` may see; narrower for co-handlers, never wider."""
    posts: PostSet = posts_of(user)
    not_in_hand = ~Q(assignee=user) | Q(status=Status.SUBMITTED) | ~Q(nature__in=NAMELESS_NATURES)
    triaged = Q(station__in=posts.deputy_of | posts.duty_at, is_sensitive=False) & not_in_hand
    at_the_desk = Q(level="station") & (Q(station__in=posts.chief_of) | triaged)
    under = under_divisions(posts.communities) if above is None else met_at(above)
    # In somebody's hands while it waits for triage makes them a triager (services/relations.py).
    in_hand = Q(assignee=user) & (Q(status=Status.SUBMITTED) | ~Q(nature__in=NAMELESS_NATURES))
    return at_the_desk | under & IN_SIGHT_OF_THE_COMMUNITY | in_hand


def number_in(text: str, letters: str = "") -> str:
    """「ja 2611 93」, JA26110093, ＪＡ—2611—93 → JA-2611-0093; "" for anything else. `letters`: for those who leave
    them out."""
    match = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    letters = (match[1] or letters).upper() if match else ""
    return f"{letters}-{match[2]}-{int(match[3]):04d}" if match and letters else ""


def kinds_named(q: str) -> list[int]:
    """Ids of the kinds that are called so, in any wording."""
    called = catalogue().called
    return sorted(frozenset[int]().union(*(called.get(wording.casefold(), ()) for wording in wordings_of(q))))


def is_thing(term: str) -> bool:
    return is_synonym(term) or term in catalogue().words
