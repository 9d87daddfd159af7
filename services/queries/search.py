"""Search at the desk: by text with its synonyms, by number in any writing, by names and their sound, by phone.

Each way of finding is one look into one index; what they find is put together, and only then asked who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from core.search import wordings_filter
from core.text import clean_text
from services.finding import is_wordless, station_token, terms_of
from services.models import Request
from services.queries.requests import IN_SIGHT_OF_THE_COMMUNITY, under_divisions
from services.vocabulary import NAMELESS_NATURES, OPEN, Status
from stations.models import Appointment, TeamMembership
from stations.queries import PostSet, posts_of

LONGEST_QUESTION = 80
AT_ONCE = 5_000
MOST_STATIONS = 200  # of more, the index is asked for the words alone
NUMBER = re.compile(r"([A-Za-z]{2,4}|)[-\s]*(\d{4})[-\s]*(\d{1,6})")
LAST_FOUR = re.compile(r"\d{4}")
WHOLE_PHONE = re.compile(r"0?\d{10,11}")
SOUND = re.compile(r"[a-z]{2,30}")
BY_NUMBER, IN_TITLE, NAMED_SO, IN_TEXT, ELSEWHERE = range(5)


def search(
    rows: QuerySet[Request], q: str, user: Any, stations: Collection[int] = (), *, at_once: bool = False
) -> QuerySet[Request]:
    """Found by text, number in any writing, names or their sound; the reporter's name and phone where one may know.

    `stations`: ids of those that `rows` are of, where that is known: the index then leaves out all others.
    `at_once`: looks them up now, one statement more: a planner that does not know how few they are would join all the
    rows of a large station first. Of very many it does not help, and they stay a subquery.
    """
    q = clean_text(q)[:LONGEST_QUESTION]
    if not q:
        return rows
    here = Request.objects.order_by().filter(station__in=stations) if stations else Request.objects.order_by()
    ways = [_by_text(here, q, stations), _by_number(q), _by_handler(q), _by_reporter(here, q, user, stations)]
    first, *others = [way.values("pk") for way in ways if way is not None] or [Request.objects.none().values("pk")]
    if at_once:
        # UNION ALL, for then the limit reaches every part: none is planned for the hundred thousands it might find.
        hits = list((first.union(*others, all=True) if others else first).values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(hits) <= AT_ONCE:
            return rows.filter(pk__in=set(hits))
    return rows.filter(pk__in=first.union(*others) if others else first)


def best_first(q: str) -> list[Any]:
    """The number itself, the words in the title, a synonym in the title, the words in the text, then what has them
    scattered or is found by a name; of equals those under way, then the newest."""
    q = clean_text(q)[:LONGEST_QUESTION]
    terms = terms_of(q)
    in_title, named_so, in_text = Q(), Q(), Q()
    for wordings in terms:
        in_title &= Q(title__icontains=wordings[0])
        in_text &= Q(description__icontains=wordings[0])
        either = Q()
        for wording in wordings:
            either |= Q(title__icontains=wording)
        named_so &= either
    steps = [(IN_TITLE, in_title), (NAMED_SO, named_so), (IN_TEXT, in_text)] if terms else []
    if number_in(q):
        steps.insert(0, (BY_NUMBER, Q(number=number_in(q))))
    rank = Case(
        *[When(holds, then=Value(step)) for step, holds in steps],
        default=Value(ELSEWHERE),
        output_field=IntegerField(),
    )
    is_over = Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return [rank, is_over, F("filed_at").desc(), F("pk").desc()]


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


def _tokens_of(stations: Collection[int]) -> list[str]:
    return [station_token(pk) for pk in sorted(stations)] if len(stations) <= MOST_STATIONS else []


def _by_text(here: QuerySet[Request], q: str, stations: Collection[int]) -> QuerySet[Request] | None:
    return None if is_wordless(q) else wordings_filter(here, "search", terms_of(q), within=_tokens_of(stations))


def _by_number(q: str) -> QuerySet[Request] | None:
    number = number_in(q)
    return Request.objects.order_by().filter(number=number) if number else None


def _by_handler(q: str) -> QuerySet[Request] | None:
    """Whoever ever held a post or was in a team: among all accounts a name would be looked for too long."""
    named = _named(q)
    if named is None:
        return None
    held = Appointment.objects.order_by().filter(named).values("user")
    helped = TeamMembership.objects.order_by().filter(named).values("user")
    return Request.objects.order_by().filter(assignee__in=held.union(helped))


def _by_reporter(here: QuerySet[Request], q: str, user: Any, stations: Collection[int]) -> QuerySet[Request] | None:
    """By name, sound, initials, phone or its last four: all of them are tokens of one column."""
    sound, digits = _sound(q), re.sub(r"[\s-]", "", q)
    said = sound or (digits if LAST_FOUR.fullmatch(digits) or WHOLE_PHONE.fullmatch(digits) else "")
    if not said and (_named(q) is None):
        return None
    is_sound = bool(sound)
    within = _tokens_of(stations)
    known = here.filter(reporter_known_to(user))
    return wordings_filter(known, "reporter_search", [[said or q]], within=within, beginnings=is_sound)


def _sound(q: str) -> str:
    sound = q.lower().replace(" ", "").replace("'", "")
    return sound if SOUND.fullmatch(sound) else ""


def _named(q: str) -> Q | None:
    """「丁海波」, 「海波」, dinghaibo, ding, dhb. The column holds 「dinghaibo dhb」 (core.text.pinyin_of)."""
    sound = _sound(q)
    if sound:
        return Q(user__name_pinyin__startswith=sound) | Q(user__name_pinyin__contains=f" {sound}")
    return Q(user__name__contains=q) if 2 <= len(q) <= 12 and not q.isascii() else None
