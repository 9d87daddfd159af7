"""Search at the desk: by text with its synonyms, by number in any writing, by names and their sound, by phone.

Each way of finding is one look into one index; what they find is put together, and only then asked who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from core.search import among, has_index, holds
from core.text import clean_text
from services.finding import is_wordless, station_token, terms_of
from services.models import CoHandler, Request
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, under_divisions
from services.understanding import place_in
from services.vocabulary import NAMELESS_NATURES, OPEN, Status
from stations.models import Appointment, TeamMembership
from stations.queries import PostSet, posts_of

LONGEST_QUESTION = 80
MOST_FOUND = 2_000  # more is a word that everybody has: then only the newest are put in order
NEWEST = 500
BY_AGE = (F("filed_at").desc(), F("pk").desc())
MOST_STATIONS = 200  # of more, the index is asked for the words alone
NUMBER = re.compile(r"([A-Za-z]{2,4}|)[-\s]*(\d{4})[-\s]*(\d{1,6})")
LAST_FOUR = re.compile(r"\d{4}")
WHOLE_PHONE = re.compile(r"0?\d{10,11}")
SOUND = re.compile(r"[a-z]{2,30}")
BY_NUMBER, IN_TITLE, NAMED_SO, IN_TEXT, ELSEWHERE = range(5)


@dataclass(frozen=True)
class Hits:
    """What a list shows of what was found. `is_cut`: there is more, and these are the newest."""

    rows: QuerySet[Request]
    count: int
    is_cut: bool = False


def search(rows: QuerySet[Request], q: str, user: Any, stations: Collection[int] = ()) -> QuerySet[Request]:
    """All that is found by text, number in any writing, names or their sound; the reporter's where one may know.

    `stations`: ids of those that `rows` are of, where that is known: the index then leaves out all others.
    """
    q = clean_text(q)[:LONGEST_QUESTION]
    if not q:
        return rows
    here = Request.objects.order_by().filter(station__in=stations) if stations else Request.objects.order_by()
    ways = _ways(q, user, stations, indexed=has_index(rows.db))
    return rows.filter(pk__in=_together([here.filter(way) for way in ways]))


def find(rows: QuerySet[Request], q: str, user: Any, stations: Collection[int]) -> Hits:
    """The same for a list that is read page by page. One statement.

    The index says at once what few have. Of what very many have it does not know the newest, and would fetch all of
    them; but then one soon meets enough of them on a walk from the newest request to the oldest.
    """
    q, rows = clean_text(q)[:LONGEST_QUESTION], rows.select_related(None).order_by()
    said = reduce(or_, _ways(q, user, stations, indexed=False), Q(pk__in=[]))
    many, few = _parts(user)
    if has_index(rows.db):
        # Each look with its own limit: none is planned for the hundred thousands it might find.
        ways = _ways(q, user, stations, indexed=True)
        looks = [part & way for part in many for way in ways] + [part & said for part in few]
        pks = list(_together([rows.filter(look)[: MOST_FOUND + 1] for look in looks]).values_list("pk", flat=True))
        newest = among(_newest([rows.filter(part & said) for part in [*many, *few]], NEWEST))
    else:
        pks = list(_newest([rows.filter(part & said) for part in [*many, *few]], MOST_FOUND + 1))
        newest = Q(pk__in=pks[:NEWEST])
    if len(pks) <= MOST_FOUND:
        return Hits(Request.objects.filter(pk__in=pks), len(pks))
    return Hits(Request.objects.filter(newest), NEWEST, is_cut=True)


def _newest(parts: Sequence[QuerySet[Request]], most: int) -> QuerySet[Any, Any]:
    """Each part is walked through along an index of its own."""
    walks = [part.order_by(*BY_AGE).values("pk")[:most] for part in parts]
    if len(walks) > 1:
        met = _together([Request.objects.order_by().filter(pk__in=walk) for walk in walks])
        walks = [Request.objects.filter(pk__in=met).order_by(*BY_AGE).values("pk")[:most]]
    return walks[0].values_list("pk", flat=True)


def _parts(user: Any) -> tuple[list[Q], list[Q]]:
    """What `user` may see, cut into parts that an index of their own leads to: large ones, and those of a few rows.

    Asked for in one condition, an officer's would be looked for among all that the stations have.
    """
    posts = posts_of(user)
    if not posts.communities:
        return [Q()], []
    here = [Q(station__in=posts.member_of)] if posts.member_of else []
    helped = CoHandler.objects.filter(user=user).values("request")
    return [IN_SIGHT_OF_THE_COMMUNITY, *here], [Q(assignee=user), Q(pk__in=helped)]


def _together(rows: Sequence[QuerySet[Request]]) -> QuerySet[Any, Any]:
    first, *others = [each.values("pk") for each in rows] or [Request.objects.none().values("pk")]
    return first.union(*others) if others else first


def best_first(q: str) -> list[Any]:
    """The number itself, the words in the title, a synonym in the title, the words in the text, then what has them
    scattered or is found by a name; of equals those under way, then the newest."""
    q = clean_text(q)[:LONGEST_QUESTION]
    terms = terms_of(q)
    in_title, named_so, in_text = Q(), Q(), Q()
    for wordings in terms:
        in_title &= _says("title", wordings[0])
        in_text &= _says("description", wordings[0])
        named_so &= reduce(or_, (_says("title", wording) for wording in wordings))
    steps = [(IN_TITLE, in_title), (NAMED_SO, named_so), (IN_TEXT, in_text)] if terms else []
    if number_in(q):
        steps.insert(0, (BY_NUMBER, Q(number=number_in(q))))
    rank = Case(
        *[When(is_so, then=Value(step)) for step, is_so in steps],
        default=Value(ELSEWHERE),
        output_field=IntegerField(),
    )
    is_over = Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return [rank, is_over, *BY_AGE]


def _says(field: str, wording: str) -> Q:
    """Chinese has no capitals: to fold them would take longer than all the rest."""
    return Q(**{f"{field}__{'contains' if wording.lower() == wording.upper() else 'icontains'}": wording})


def reporter_known_to(user: Any) -> Q:
    """relations.may_see_reporter in SQL, for rows that `user` may see; narrower for co-handlers, never wider."""
    posts: PostSet = posts_of(user)
    at_the_desk = Q(level="station") & (
        Q(station__in=posts.chief_of) | Q(station__in=posts.deputy_of | posts.duty_at, is_sensitive=False)
    )
    above = under_divisions(posts.communities) & IN_SIGHT_OF_THE_COMMUNITY
    # In somebody's hands while it waits for triage makes them a triager (services/relations.py).
    in_hand = Q(assignee=user) & (Q(status=Status.SUBMITTED) | ~Q(nature__in=NAMELESS_NATURES))
    return at_the_desk | above | in_hand


def number_in(text: str, letters: str = "") -> str:
    """「ja 2611 93」, JA26110093 → JA-2611-0093; "" for anything else. `letters`: for those who leave them out."""
    match = NUMBER.fullmatch(text.strip())
    letters = (match[1] or letters).upper() if match else ""
    return f"{letters}-{match[2]}-{int(match[3]):04d}" if match and letters else ""


def _ways(q: str, user: Any, stations: Collection[int], *, indexed: bool) -> list[Q]:
    """Each is one look into one index."""
    within = [station_token(pk) for pk in sorted(stations)] if len(stations) <= MOST_STATIONS else []
    ways = [_by_handler(q), _by_reporter(q, user, within, indexed)]
    if not is_wordless(q):
        ways.append(holds("search", terms_of(q), indexed=indexed, within=within) & _at_the_place_said(q))
    if number_in(q):
        ways.append(Q(number=number_in(q)))
    return [way for way in ways if way is not None]


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
    held = Appointment.objects.order_by().filter(named).values("user")
    return Q(assignee__in=held.union(TeamMembership.objects.order_by().filter(named).values("user")))


def _by_reporter(q: str, user: Any, within: Collection[str], indexed: bool) -> Q | None:
    """By name, sound, initials, phone or its last four: all of them are tokens of one column."""
    sound, digits = _sound(q), re.sub(r"[\s-]", "", q)
    said = sound or (digits if LAST_FOUR.fullmatch(digits) or WHOLE_PHONE.fullmatch(digits) else "")
    if not said and (_named(q) is None):
        return None
    asked = holds("reporter_search", [[said or q]], indexed=indexed, within=within, beginnings=bool(sound))
    return asked & reporter_known_to(user)


def _sound(q: str) -> str:
    sound = q.lower().replace(" ", "").replace("'", "")
    return sound if SOUND.fullmatch(sound) else ""


def _named(q: str) -> Q | None:
    """「丁海波」, 「海波」, dinghaibo, ding, dhb. The column holds 「dinghaibo dhb」 (core.text.pinyin_of)."""
    sound = _sound(q)
    if sound:
        return Q(user__name_pinyin__startswith=sound) | Q(user__name_pinyin__contains=f" {sound}")
    return Q(user__name__contains=q) if 2 <= len(q) <= 12 and not q.isascii() else None
