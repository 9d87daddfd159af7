"""In which ways a request may answer a question.

A word is found in the text (with its synonyms), as the name, sound or phone of whoever filed it, as the name of whoever
has it, or as the name of a kind. Of several words each may be found in a way of its own: 「王秀英 电梯」.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from core.search import among, holds
from core.statements import EVERYWHERE, NOWHERE, Keys, Written, condition, written
from services.finding import STATION
from services.models import Request
from services.queries.asked import Asker, as_listed, is_thing, kinds_named, number_in, reporter_known_to, terms_asked
from services.understanding import place_in
from stations.models import Appointment, Building, Entrance, Station, TeamMembership

LAST_FOUR = re.compile(r"\d{4}")
ABROAD = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
WHOLE_PHONE = re.compile(r"0?\d{10,11}")
SOUND = re.compile(r"[a-z]{2,30}")
NAME = re.compile(r"[^\W\d_][^\W\d_·•\s]*(?:[·•\s][^\W\d_]+)*")
NAME_LENGTHS = range(2, 13)


def _told(q: Q) -> Written:
    return condition(Request, q)


@dataclass(frozen=True)
class Question:
    """What `asker` asks for. Each condition is written once, in however many ways it stands."""

    q: str
    asker: Asker

    def ways(self, *, indexed: bool) -> tuple[list[Written], list[Written]]:
        """Each is one look into one index: (those that one of words or of handlers leads, and whose station is asked of
        what it meets; the others).

        Of several words each may be found in a way of its own: 「王秀英 电梯」. Few have what is no word of the text,
        and of those few the other words are asked.
        """
        led, beside = self._in_one_way(indexed)
        if len(self._terms) > 1 and not self._number:
            anyhow = [term.anyhow for term in self._terms]
            for nth, term in enumerate(self._terms if indexed else []):
                others = reduce(and_, [*anyhow[:nth], *anyhow[nth + 1 :], self._there])
                led += [way & others for way in (*term.by_reporter(indexed), *term.by_handler)]
                beside += [way & others for way in term.by_kind]
            beside += [] if indexed else [reduce(and_, anyhow) & self._there]
        return led, beside

    @cached_property
    def anyhow(self) -> Written:
        """All of them in one, to be asked of each row that comes by."""
        led, beside = self.ways(indexed=False)
        return reduce(or_, [*led, *beside], NOWHERE)

    def _in_one_way(self, indexed: bool) -> tuple[list[Written], list[Written]]:
        """All words in the text, all of them a name, a phone, a kind, or a number."""
        said = [term.wordings for term in self._terms]  # none: 「???」 stands nowhere
        within = self.asker.tokens
        led = [_told(holds("search", said, indexed=indexed, within=within)) & self._there] if said else []
        if self._number:
            return led, [_told(Q(number=self._number))]
        whole = _Term((self.q,), self, "called_all")
        led += [*whole.by_reporter(indexed), *whole.by_handler]
        return led, [*whole.by_kind, *self._by_number_without_letters()]

    @cached_property
    def _terms(self) -> list[_Term]:
        return [_Term(tuple(said), self, f"called_{nth}") for nth, said in enumerate(terms_asked(self.q))]

    @cached_property
    def _number(self) -> str:
        return number_in(self.q)

    @cached_property
    def reporter_known(self) -> Written:
        return _told(reporter_known_to(self.asker.user, self.asker.above))

    @cached_property
    def _there(self) -> Written:
        """「3号楼」 is not 「5号楼3单元」, though the same tokens stand in both."""
        said = place_in(self.q)
        if not said.building:
            return EVERYWHERE
        # Not by a join: what is asked of a row stands on its own.
        there = Q(Exists(Building.objects.filter(pk=OuterRef("building"), number=said.building)))
        if said.entrance:
            there &= Q(Exists(Entrance.objects.filter(pk=OuterRef("entrance"), number=said.entrance)))
        for words in {said.words, as_listed(said)}:
            there |= Q(description__contains=words) | Q(title__contains=words)
        return _told(there)

    def _by_number_without_letters(self) -> list[Written]:
        """「2611-93」 is the one of each station that is asked for."""
        rest, asked_of = number_in(self.q, "-").removeprefix("-"), self.asker.stations
        if not rest:
            return []
        stations = Station.objects.filter(pk__in=asked_of) if asked_of else Station.objects.all()
        whole = Concat("code", Value(rest), output_field=CharField())
        return [_told(Q(number__in=stations.order_by().values_list(whole)))]


@dataclass(frozen=True)
class _Term:
    """One word of a question in all its wordings, or all that was typed."""

    wordings: tuple[str, ...]
    of: Question
    name: str

    @cached_property
    def anyhow(self) -> Written:
        """To be asked of each row that comes by."""
        in_text = _told(holds("search", [self.wordings], indexed=False))
        return reduce(or_, [*self.by_reporter(False), *self.by_handler, *self.by_kind], in_text)

    def by_reporter(self, indexed: bool) -> list[Written]:
        """As the reporter's name, sound, initials, phone or its last four: all are tokens of one column."""
        q = self.wordings[0]
        sound, digits = _sound(q), ABROAD.sub("", re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", q)))
        said = sound or (digits if LAST_FOUR.fullmatch(digits) or WHOLE_PHONE.fullmatch(digits) else "")
        if self._is_thing or (not said and self._named is None):
            return []
        begins = bool(sound) and not STATION.startswith(sound)  # else 「at」, 安婷's initials, would be everybody
        within = self.of.asker.tokens
        tokens = holds("reporter_search", [[said or q]], indexed=indexed, within=within, beginnings=begins)
        return [_told(tokens) & self.of.reporter_known]

    @cached_property
    def by_kind(self) -> list[Written]:
        kinds = kinds_named(self.wordings[0])
        return [_told(Q(category__in=kinds))] if kinds else []

    @cached_property
    def by_handler(self) -> list[Written]:
        """Whoever ever held a post or was in a team: among all accounts a name would be looked for too long."""
        named = self._named
        if self._is_thing or named is None:
            return []
        held: list[QuerySet[Any, Any]] = [Appointment.objects.all(), TeamMembership.objects.all()]
        people = Keys(*(written(rows.order_by().filter(named), "user") for rows in held))
        in_hands = _told(among(Keys(Written(f"SELECT * FROM {self.name}")), "assignee"))  # noqa: S608  (a name of ours)
        return [replace(in_hands, given=((self.name, written(people)),))]

    @cached_property
    def _is_thing(self) -> bool:
        """Nobody is called as a thing is."""
        return is_thing(self.wordings[0])

    @cached_property
    def _named(self) -> Q | None:
        return _named(self.wordings[0])


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
