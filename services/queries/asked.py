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
from operator import add, and_, or_
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from core.search import holds
from services.finding import MOST_TERMS, STATION, is_synonym, is_wordless, station_token, terms_of, wordings_of
from services.queries.catalogue import catalogue
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, under_divisions
from services.queries.seen import met_at
from services.understanding import SpokenPlace, place_in
from services.vocabulary import NAMELESS_NATURES, OPEN, Status
from stations.models import Appointment, Station, TeamMembership
from stations.queries import PostSet, posts_of

BY_AGE = (F("filed_at").desc(), F("pk").desc())
MOST_STATIONS = 20  # of more the index is asked for the words alone: of a hundred it looks at each row a hundred times
_GAP = r"[-\s_./\u2010-\u2015\u2212]*"
NUMBER = re.compile(rf"(?:编号|单号|#|№)?[:\s]*([A-Za-z]{{2,4}}|){_GAP}(\d{{4}}){_GAP}(\d{{1,6}})")
LAST_FOUR = re.compile(r"\d{4}")
ABROAD = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
WHOLE_PHONE = re.compile(r"0?\d{10,11}")
SOUND = re.compile(r"[a-z]{2,30}")
NAME = re.compile(r"[^\W\d_][^\W\d_·•\s]*(?:[·•\s][^\W\d_]+)*")
NAME_LENGTHS = range(2, 13)
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


def ways_to(q: str, asker: Asker, *, indexed: bool) -> tuple[list[Q], list[Q]]:
    """Each is one look into one index: (those that an index of words leads, which knows the stations too; the others).

    Of several words each may be found in a way of its own: 「王秀英 电梯」. Few have what is no word of the text, and
    of those few the other words are asked.
    """
    terms = terms_asked(q)
    led, beside = _in_one_way(q, terms, asker, indexed)
    if len(terms) > 1 and not number_in(q):
        anyhow = [_anyhow(wordings, asker) for wordings in terms]
        for nth, wordings in enumerate(terms if indexed else []):
            others = [*anyhow[:nth], *anyhow[nth + 1 :]]
            by_reporter, by_others = _not_in_text(wordings[0], asker, indexed)
            led += [_at_the_place_said(q, reduce(and_, others, way)) for way in by_reporter]
            beside += [_at_the_place_said(q, reduce(and_, others, way)) for way in by_others]
        beside += [] if indexed else [_at_the_place_said(q, reduce(and_, anyhow))]
    return led, beside


def terms_asked(q: str) -> list[list[str]]:
    """A place is a term of its own, also as signs and listings write it: 「三栋漏水」 → [[三栋, 3号楼], [漏水, …]]."""
    if is_wordless(q):
        return []
    said, typed = place_in(q), unicodedata.normalize("NFKC", q).lower()
    if not said.building or number_in(q) or said.words not in typed:
        return terms_of(q)
    place = list(dict.fromkeys([said.words, _as_listed(said)]))
    return [place, *terms_of(typed.replace(said.words, " "))][:MOST_TERMS]


def _as_listed(said: SpokenPlace) -> str:
    door = f"{said.entrance}单元" if said.entrance else ""
    return f"{said.building}号楼{door}{said.dwelling if said.dwelling in said.words else ''}"


def _in_one_way(q: str, terms: list[list[str]], asker: Asker, indexed: bool) -> tuple[list[Q], list[Q]]:
    """All words in the text, all of them a name, a phone, a kind, or a number."""
    led = [holds("search", terms, indexed=indexed, within=asker.tokens)] if terms else []  # 「???」 stands nowhere
    led = [_at_the_place_said(q, way) for way in led]
    if number_in(q):
        return led, [Q(number=number_in(q))]
    by_reporter, by_others = _not_in_text(q, asker, indexed)
    number = _by_number_without_letters(q, asker)
    return [*led, *by_reporter], [*by_others, number] if number else by_others


def _anyhow(wordings: list[str], asker: Asker) -> Q:
    """To be asked of each row that comes by."""
    by_reporter, by_others = _not_in_text(wordings[0], asker, False)
    return reduce(or_, (*by_reporter, *by_others), holds("search", [wordings], indexed=False))


def _not_in_text(term: str, asker: Asker, indexed: bool) -> tuple[list[Q], list[Q]]:
    """As the reporter's name or phone; as the handler's name or a kind. Nobody is called as a thing is."""
    kinds = kinds_named(term)
    by_kind = [Q(category__in=kinds)] if kinds else []
    if is_thing(term):
        return [], by_kind
    reporter, handler = _by_reporter(term, asker, indexed), _by_handler(term)
    return [reporter] if reporter else [], [handler, *by_kind] if handler else by_kind


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
    """relations.may_see_reporter in SQL, for rows that `user` may see; narrower for co-handlers, never wider."""
    posts: PostSet = posts_of(user)
    at_the_desk = Q(level="station") & (
        Q(station__in=posts.chief_of) | Q(station__in=posts.deputy_of | posts.duty_at, is_sensitive=False)
    )
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


def _by_number_without_letters(q: str, asker: Asker) -> Q | None:
    """「2611-93」 is the one of each station that is asked for."""
    rest = number_in(q, "-").removeprefix("-")
    if not rest:
        return None
    stations = Station.objects.filter(pk__in=asker.stations) if asker.stations else Station.objects.all()
    whole = Concat("code", Value(rest), output_field=CharField())
    return Q(number__in=stations.order_by().values_list(whole))


def _at_the_place_said(q: str, way: Q) -> Q:
    """「3号楼」 is not 「5号楼3单元」, though the same tokens stand in both."""
    said = place_in(q)
    if not said.building:
        return way
    there = Q(building__number=said.building) & (Q(entrance__number=said.entrance) if said.entrance else Q())
    for words in {said.words, _as_listed(said)}:
        there |= Q(description__contains=words) | Q(title__contains=words)
    return way & there


def _by_handler(q: str) -> Q | None:
    """Whoever ever held a post or was in a team: among all accounts a name would be looked for too long."""
    named = _named(q)
    if named is None:
        return None
    held: QuerySet[Any, Any] = Appointment.objects.order_by().filter(named).values("user")
    return Q(assignee__in=held.union(TeamMembership.objects.order_by().filter(named).values("user")))


def _by_reporter(q: str, asker: Asker, indexed: bool) -> Q | None:
    """By name, sound, initials, phone or its last four: all of them are tokens of one column."""
    sound, digits = _sound(q), ABROAD.sub("", re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", q)))
    said = sound or (digits if LAST_FOUR.fullmatch(digits) or WHOLE_PHONE.fullmatch(digits) else "")
    if not said and (_named(q) is None):
        return None
    begins = bool(sound) and not STATION.startswith(sound)  # else 「at」, 安婷's initials, would be everybody
    asked = holds("reporter_search", [[said or q]], indexed=indexed, within=asker.tokens, beginnings=begins)
    return asked & reporter_known_to(asker.user, asker.above)


def kinds_named(q: str) -> list[int]:
    """Ids of the kinds that are called so, in any wording."""
    called = catalogue().called
    return sorted(frozenset[int]().union(*(called.get(wording.casefold(), ()) for wording in wordings_of(q))))


def is_thing(term: str) -> bool:
    return is_synonym(term) or term in catalogue().words


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
