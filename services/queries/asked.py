"""What a question asks for: in which ways a request may answer it, and which answers it best.

A word is found in the text (with its synonyms), as the name, sound or phone of whoever filed it, as the name of whoever
has it, or as the name of a kind. Of several words each may be found in a way of its own: 「王秀英 电梯」.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from core.search import among, holds
from services.finding import is_wordless, station_token, terms_of, wordings_of
from services.queries.catalogue import catalogue
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, under_divisions
from services.understanding import place_in
from services.vocabulary import NAMELESS_NATURES, OPEN, Status
from stations.models import Appointment, Station, TeamMembership
from stations.queries import PostSet, posts_of

BY_AGE = (F("filed_at").desc(), F("pk").desc())
MOST_STATIONS = 200  # of more, the index is asked for the words alone
_GAP = r"[-\s_./\u2010-\u2015\u2212]*"
NUMBER = re.compile(rf"(?:编号|单号|#|№)?[:\s]*([A-Za-z]{{2,4}}|){_GAP}(\d{{4}}){_GAP}(\d{{1,6}})")
LAST_FOUR = re.compile(r"\d{4}")
WHOLE_PHONE = re.compile(r"0?\d{10,11}")
SOUND = re.compile(r"[a-z]{2,30}")
NAME = re.compile(r"[^\W\d_][^\W\d_·•\s]*(?:[·•\s][^\W\d_]+)*")
NAME_LENGTHS = range(2, 13)
AND = re.compile(r"[、，与和]")
TELLING = 3  # characters of a word that names one kind of thing: 「电梯困人」, not 「水管」
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


def ways_to(q: str, asker: Asker, *, indexed: bool) -> list[Q]:
    """Each is one look into one index; of several words at once, a look into several."""
    ways = [_by_number(q, asker)]
    if not is_wordless(q):
        terms = terms_of(q)
        in_text = holds("search", terms, indexed=indexed, within=asker.tokens)
        said = in_text if len(terms) == 1 or number_in(q) else _each_somewhere(terms, asker, indexed)
        ways.append(said & _at_the_place_said(q))
    if not number_in(q):
        ways += [_by_handler(q), _by_reporter(q, asker, indexed), _by_kind(q)]
    return [way for way in ways if way is not None]


def _each_somewhere(terms: Sequence[Sequence[str]], asker: Asker, indexed: bool) -> Q:
    found = Q()
    for wordings in terms:
        term = wordings[0]
        ways = [_by_reporter(term, asker, indexed), _by_handler(term), _by_kind(term)]
        in_text = holds("search", [wordings], indexed=indexed, within=asker.tokens)
        found &= reduce(or_, [way for way in ways if way is not None], in_text)
    return found


def best_first(q: str) -> list[Any]:
    """The number itself; word for word the title, a synonym in the title, the kind, the text, then what has it
    scattered or is found by a name; of equals those under way, then the newest."""
    order: list[Any] = [_first(Q(number=number_in(q)))] if number_in(q) else []
    if not is_wordless(q):
        order.append(reduce(add, [_rank(wordings) for wordings in terms_of(q)]))
    return [*order, _first(Q(status__in=OPEN)), *BY_AGE]


def _first(those: Q) -> Case:
    return Case(When(those, then=Value(0)), default=Value(1), output_field=IntegerField())


def _rank(wordings: Sequence[str]) -> Case:
    named_so = [_says("title", wording) for wording in wordings[1:]]
    steps = [
        (IN_TITLE, _says("title", wordings[0])),
        (NAMED_SO, reduce(or_, named_so) if named_so else None),
        (OF_KIND, _by_kind(wordings[0])),
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
    """relations.may_see_reporter in SQL, for rows that `user` may see; narrower for co-handlers, never wider."""
    posts: PostSet = posts_of(user)
    at_the_desk = Q(level="station") & (
        Q(station__in=posts.chief_of) | Q(station__in=posts.deputy_of | posts.duty_at, is_sensitive=False)
    )
    under = under_divisions(posts.communities) if above is None else Q(station__in=above)
    # In somebody's hands while it waits for triage makes them a triager (services/relations.py).
    in_hand = Q(assignee=user) & (Q(status=Status.SUBMITTED) | ~Q(nature__in=NAMELESS_NATURES))
    return at_the_desk | under & IN_SIGHT_OF_THE_COMMUNITY | in_hand


def number_in(text: str, letters: str = "") -> str:
    """「ja 2611 93」, JA26110093, ＪＡ—2611—93 → JA-2611-0093; "" for anything else. `letters`: for those who leave
    them out."""
    match = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    letters = (match[1] or letters).upper() if match else ""
    return f"{letters}-{match[2]}-{int(match[3]):04d}" if match and letters else ""


def _by_number(q: str, asker: Asker) -> Q | None:
    """「2611-93」 without letters is the one of each station that is asked for."""
    if number_in(q):
        return Q(number=number_in(q))
    rest = number_in(q, "-").removeprefix("-")
    if not rest:
        return None
    stations = Station.objects.filter(pk__in=asker.stations) if asker.stations else Station.objects.all()
    whole = Concat("code", Value(rest), output_field=CharField())
    return among(stations.order_by().values_list(whole), "number")


def _at_the_place_said(q: str) -> Q:
    """「3号楼」 is not 「5号楼3单元」, though the same tokens stand in both."""
    said = place_in(q)
    if not said.building:
        return Q()
    there = Q(building__number=said.building) & (Q(entrance__number=said.entrance) if said.entrance else Q())
    return there | Q(description__contains=said.words) | Q(title__contains=said.words)


def _by_handler(q: str) -> Q | None:
    """Whoever ever held a post or was in a team: among all accounts a name would be looked for too long."""
    named = _named(q)
    if named is None:
        return None
    held: QuerySet[Any, Any] = Appointment.objects.order_by().filter(named).values("user")
    return among(held.union(TeamMembership.objects.order_by().filter(named).values("user")), "assignee")


def _by_reporter(q: str, asker: Asker, indexed: bool) -> Q | None:
    """By name, sound, initials, phone or its last four: all of them are tokens of one column."""
    sound, digits = _sound(q), re.sub(r"[\s-]", "", q)
    said = sound or (digits if LAST_FOUR.fullmatch(digits) or WHOLE_PHONE.fullmatch(digits) else "")
    if not said and (_named(q) is None):
        return None
    asked = holds("reporter_search", [[said or q]], indexed=indexed, within=asker.tokens, beginnings=bool(sound))
    return asked & reporter_known_to(asker.user, asker.above)


def _by_kind(q: str) -> Q | None:
    kinds = kinds_named(q)
    return Q(category__in=kinds) if kinds else None


def kinds_named(q: str) -> list[int]:
    """Ids of the kinds that are called so: by their name, their group's, a part of one (「水管爆了」 of 「停水、水管爆了」),
    or by one of their words that says it all."""
    wanted = {wording.casefold() for wording in wordings_of(q)}

    def is_called(kind: Any) -> bool:
        names = [kind.name, kind.name_en, kind.group.name, kind.group.name_en]
        called = {part.strip().casefold() for name in names for part in (name, *AND.split(name)) if part}
        return not wanted.isdisjoint(called | {word for word in kind.words if len(word) >= TELLING})

    return [pk for pk, kind in catalogue().by_id.items() if is_called(kind)]


def _sound(q: str) -> str:
    sound = q.lower().replace(" ", "").replace("'", "")
    return sound if SOUND.fullmatch(sound) else ""


def _named(q: str) -> Q | None:
    """「丁海波」, 「海波」, dinghaibo, ding, dhb. The column holds 「dinghaibo dhb」 (core.text.pinyin_of)."""
    sound = _sound(q)
    if sound:
        return Q(user__name_pinyin__startswith=sound) | Q(user__name_pinyin__contains=f" {sound}")
    is_name = len(q) in NAME_LENGTHS and not q.isascii() and NAME.fullmatch(q)
    return Q(user__name__contains=q) if is_name else None
