"""A sentence becomes a promise with a name and a time on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.language import in_source_language
from core.text import clean_text, first_sentence
from services.actions._clock import wind
from services.actions._door import Change, label_of
from services.actions._finding import make_findable
from services.actions._telling import neighbours, work_group
from services.actions.reading import Reading, read_sentence
from services.deadlines import Span, deadlines_for
from services.models import Category, CoHandler, Photo, Request
from services.numbers import code_from, digest_of, is_code, new_code, take_number
from services.queries import catalogue, overrides_of, roster_of, work_calendar
from services.queries.understanding import building_missed, place_meant
from services.routing import Decision, Facts, Roster, post_words, route
from services.vocabulary import Channel, EventKind, Status, Target
from stations.models import Building, Entrance, Facility, Plate, Station
from stations.titles import title_at
from stations.vocabulary import Post

LONGEST_TEXT = 10_000
# Of whom was hit, fell, is missing, was robbed or cheated: each kind that these may turn out to be is sensitive
PRIVATE_UNSORTED = frozenset({"violence", "medical", "missing", "crime", "fraud"})
PRIVATE_ENOUGH = 0.25  # the share that offered kinds of a sensitive sort have together


@dataclass(frozen=True)
class Place:
    building: Building | None = None
    entrance: Entrance | None = None
    facility: Facility | None = None
    plate: Plate | None = None
    dwelling: str = ""


@dataclass(frozen=True)
class Reporter:
    """Whose matter it is. `user` None: somebody without an account, known by the pick-up code.

    `browser`: what is the same for all that one visitor files (services.held.browser_of), to count homes once.
    """

    user: Any = None
    name: str = ""
    phone: str = ""
    browser: str = ""


@dataclass
class Filed:
    request: Request
    code: str  # the pick-up code; shown once, stored only as a digest
    is_new: bool = True


def file_request(
    *,
    station: Station,
    description: str,
    reporter: Reporter,
    place: Place,
    channel: str = Channel.WEB,
    category: Category | None = None,
    title: str = "",
    photos: list[Photo] | None = None,
    filed_by: Any = None,
    submission_key: str | None = None,
    import_id: str = "",
    at: datetime | None = None,
    received_at: datetime | None = None,
) -> Filed:
    """File and route in one transaction; the same `submission_key` files once and returns the first request,
    unless it says something else.

    `photos`: stored files, not yet saved rows. `filed_by`: the station member who files for a neighbour.
    `at`: aware; when it was said. `received_at`: when the station got it, if later (imports): who gets it and by when
    counts from there. Statements: at most 14 (tests/services/test_filing.py counts them).
    """
    text, chosen = _said(description), place  # before the words are asked for a place
    received = received_at or at or timezone.now()
    roster = roster_of(station, received)
    reading = read_sentence(text, title=title, category=category, facility=place.facility, people=roster.members)
    place, read = _with_what_was_said(station, place, reading)
    request = _new_request(station, text, title, reading, reporter, place, at or received)
    request.understood = reading.because | read
    set_deadlines(request, reading.spans, start=received)
    request.channel, request.filed_by, request.import_id = channel, filed_by, import_id
    request.submission_key = submission_key or None
    return _file_once(
        request, lambda: _file(request, roster, photos or [], received, reporter.browser), reporter, chosen
    )


def _file_once(request: Request, file: Callable[[], Filed], reporter: Reporter, chosen: Place) -> Filed:
    try:
        return file()
    except IntegrityError:  # the form came before, long ago or at this moment
        earlier = _same_form(request.submission_key)
        if earlier is None:
            raise
        if _says_the_same(earlier, request.station, request.description, reporter, chosen):
            return _filed_before(earlier)
        request.submission_key = None  # an old form that was filled in anew: another matter
        return file()


def _said(description: str) -> str:
    text = clean_text(description)
    if not text:
        raise ActionRefused("empty", _("请写一句话，说说出了什么事。"), "description")
    if len(text) > LONGEST_TEXT:
        raise ActionRefused("too_long", _("太长了，请不要超过一万字。"), "description")
    return text


def _same_form(submission_key: str | None) -> Request | None:
    return Request.objects.filter(submission_key=submission_key).first() if submission_key else None


def _says_the_same(earlier: Request, station: Station, text: str, reporter: Reporter, place: Place) -> bool:
    return (
        (earlier.station_id, earlier.description, earlier.reporter_phone) == (station.pk, text, reporter.phone)
        and _chosen_place(earlier) == (place.building, place.entrance)
        and earlier.reporter_id == getattr(reporter.user, "pk", None)
    )


def _chosen_place(request: Request) -> tuple[Building | None, Entrance | None]:
    """What the form said, not what was read from the words."""
    return (None, None) if request.understood.get("place") else (request.building, request.entrance)


def _with_what_was_said(station: Station, place: Place, reading: Reading) -> tuple[Place, dict[str, str]]:
    """The place that the sentence names, where the form named none; at most two statements."""
    if place != Place(dwelling=place.dwelling):
        return place, {}
    building, entrance = place_meant(station.compound, reading.place)
    if building is None:
        missed = building_missed(station.compound, reading.place)
        return place, {"missed": missed} if missed else {}
    return replace(place, building=building, entrance=entrance), {"place": reading.place.words}


def _filed_before(request: Request) -> Filed:
    """With its code, unless the desk has given out a new one: the first answer may never have reached the browser."""
    code = code_from(request.submission_key or "")
    return Filed(request, code if is_code(request.number, code, request.code_digest) else "", is_new=False)


@transaction.atomic
def _file(request: Request, roster: Roster, photos: list[Photo], at: datetime, browser: str) -> Filed:
    decision = route(facts_of(request), roster)
    obey(request, decision, at)
    wind(request, at)
    code = code_from(request.submission_key) if request.submission_key else new_code()
    request.number = take_number(request.station, request.filed_at)
    request.code_digest = digest_of(request.number, code)
    make_findable(request, browser=browser)
    request.save(force_insert=True)
    _tell(request, decision, photos, at)
    return Filed(request, code)


def set_deadlines(request: Request, spans: tuple[str, str, str], start: datetime | None = None) -> None:
    """Promise the three moments, counted from where the clock started; `start` begins a new round.

    An extension that was granted is not taken back by a shorter promise.
    """
    if start:
        request.clock_started_at = start
    accept, contact, resolve = (Span.parse(span) for span in spans)
    due = deadlines_for(request.clock_started_at, accept, contact, resolve, request.urgency, work_calendar())
    granted = request.resolve_due_at if request.extensions and not start else None
    request.accept_due_at, request.contact_due_at = due.accept_due, due.contact_due
    request.resolve_due_at = max(due.resolve_due, granted) if due.resolve_due and granted else due.resolve_due


def facts_of(request: Request, **more: Any) -> Facts:
    """What routing needs to know of a request; `overrides` of its station are read here."""
    category = request.category
    more = {"not_again": request.returned_by_id, **more}
    return Facts(
        category=category.slug if category else "",
        lead=tuple(category.lead) if category else (),
        co=tuple(category.co) if category else (),
        building=request.building_id,
        urgency=request.urgency,
        target=request.target,
        target_user=request.target_user_id,
        overrides=overrides_of(request.station),
        scope=request.understood.get("scope", ""),
        **more,
    )


def obey(request: Request, decision: Decision, at: datetime) -> None:
    """Write a decision into the request. An unclear one stays 「待受理」 in the hands of whoever triages."""
    request.assignee_id = decision.user
    request.assignee_title = assignee_title(decision.post, request) if decision.user else ""
    request.level = decision.level
    request.route = decision.as_json()
    if decision.user and request.category_id:
        request.status, request.accepted_at = Status.ASSIGNED, at
    else:
        request.status = Status.SUBMITTED


@in_source_language
def assignee_title(post: str, request: Request) -> str:
    """「4号楼楼长」, 「物业经理」, 「家庭调解队」"""
    return title_at(request.building if post == Post.BUILDING_LEADER else None, post_words(post))


def is_private(category: Category | None, target: str, danger: str, guesses: Iterable[Mapping[str, Any]] = ()) -> bool:
    """Only the chief and whoever handles it read it: sensitive kinds, complaints about a person, despair; and while
    nobody has said of which kind it is, what would be, or by its `guesses` may well be, of a sensitive one."""
    by_kind = category.is_sensitive if category else danger in PRIVATE_UNSORTED or _may_be_private(guesses)
    return by_kind or target in (Target.MEMBER, Target.CHIEF) or danger == "despair"


def _may_be_private(guesses: Iterable[Mapping[str, Any]]) -> bool:
    """`guesses`: as `Request.suggested` keeps them."""
    known = catalogue().by_slug
    likely = [(known.get(guess["slug"]), guess.get("sure", 0.0)) for guess in guesses]
    return sum(sure for kind, sure in likely if kind and kind.is_sensitive) >= PRIVATE_ENOUGH


def _new_request(
    station: Station, text: str, title: str, reading: Reading, reporter: Reporter, place: Place, at: datetime
) -> Request:
    return Request(
        station=station,
        title=first_sentence(clean_text(title) or text, 40),
        description=text,
        category=reading.category,
        suggested=reading.suggested,
        nature=reading.nature,
        urgency=reading.urgency,
        danger=reading.danger,
        target=reading.target,
        target_user_id=reading.target_user,
        is_sensitive=is_private(reading.category, reading.target, reading.danger, reading.suggested),
        building=place.building,
        entrance=place.entrance,
        facility=place.facility,
        plate=place.plate,
        dwelling=place.dwelling,
        reporter=reporter.user,
        reporter_name=clean_text(reporter.name)[:40],
        reporter_phone=reporter.phone,
        filed_at=at,
    )


def _tell(request: Request, decision: Decision, photos: list[Photo], at: datetime) -> None:
    actor = request.filed_by
    step = Change(request, actor or request.reporter, label_of(actor or AnonymousUser(), request), at)
    filed = step.log(EventKind.FILED, filed_for=bool(actor))
    filed.at = request.filed_at
    step.attach(filed, photos)
    step.log_route(decision)
    if request.status == Status.ASSIGNED:
        step.log(EventKind.ASSIGNED, to=request.assignee_title, name=decision.name)
    step.tell(decision.user, "assigned" if request.status == Status.ASSIGNED else "to_triage", desk=True)
    CoHandler.objects.bulk_create(
        CoHandler(request=request, user_id=user, title=assignee_title(post, request)) for user, post in decision.co
    )
    for user, _post in decision.co:
        step.tell(user, "co_handler", desk=True)
    step.tell_others(neighbours("neighbour_filed", request))
    step.tell_others(work_group("critical_filed", request))
    step.write_rows()
