"""A sentence becomes a promise with a name and a time on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.language import in_source_language
from core.text import clean_text, first_sentence
from services.accused import people_accused, side_of_person, targets_of
from services.actions._clock import wind
from services.actions._door import Change, label_of
from services.actions._finding import make_findable
from services.actions._telling import neighbours, work_group
from services.danger import dangers_in
from services.deadlines import UNCLEAR_SPANS, Span, deadlines_for
from services.models import Category, CoHandler, Photo, Request
from services.numbers import code_from, digest_of, is_code, new_code, take_number
from services.queries import catalogue, overrides_of, roster_of, spans_of, work_calendar
from services.routing import Decision, Facts, Member, Roster, post_words, route
from services.suggest import OPENING_LENGTH, Suggestion, is_clear, nature_of, suggest
from services.vocabulary import NAMELESS_NATURES, Channel, EventKind, Nature, Status, Target, Urgency
from stations.models import Building, Entrance, Facility, Plate, Station
from stations.titles import title_at
from stations.vocabulary import Post

SHOWN_SUGGESTIONS = 3
KINDRED = {"fraud": "crime", "missing": "crime"}  # dangers without a kind of their own: whose people see to them
LONGEST_TEXT = 10_000
LONG_LETTER = 200  # characters


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


@dataclass(frozen=True)
class Reading:
    """What was understood of the sentence."""

    category: Category | None
    suggested: list[dict[str, Any]]
    nature: str
    target: str
    target_user: int | None
    danger: str
    urgency: str
    spans: tuple[str, str, str] = field(default=UNCLEAR_SPANS)


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
    text = _said(description)
    earlier = _same_form(submission_key)
    if earlier and _says_the_same(earlier, station, text, reporter, place):
        return _filed_before(earlier)
    received = received_at or at or timezone.now()
    roster = roster_of(station, received)
    reading = read_sentence(text, title=title, category=category, facility=place.facility, people=roster.members)
    request = _new_request(station, text, title, reading, reporter, place, at or received)
    set_deadlines(request, reading.spans, start=received)
    request.channel, request.filed_by, request.import_id = channel, filed_by, import_id
    if not earlier:  # else an old form that was filled in anew: another matter
        request.submission_key = submission_key or None
    return _file_once(request, roster, photos or [], received, reporter.browser)


def _file_once(request: Request, roster: Roster, photos: list[Photo], at: datetime, browser: str) -> Filed:
    try:
        return _file(request, roster, photos, at, browser)
    except IntegrityError:
        # The same form came twice at the same moment, and the other one was first.
        earlier = _same_form(request.submission_key)
        if earlier is None:
            raise
        return _filed_before(earlier)


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
        and (earlier.building, earlier.entrance) == (place.building, place.entrance)
        and earlier.reporter_id == getattr(reporter.user, "pk", None)
    )


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


def read_sentence(
    text: str,
    *,
    title: str = "",
    category: Category | None = None,
    facility: Facility | None = None,
    people: Iterable[Member] = (),
) -> Reading:
    """What kind, about whom, how urgent. A kind that the resident chose stands; danger words raise the urgency.

    Deep in a long letter they mostly tell of others, of before, of what might be: there they show the numbers to call
    and leave the urgency as it is. `people`: who may be complained about by name.
    """
    said = f"{title}\n{text}"
    danger = next((found.kind for found in dangers_in(said)), "")
    is_pressing = danger not in ("", "fraud") and (
        len(text) <= LONG_LETTER or bool(dangers_in(f"{title}\n{text[:OPENING_LENGTH]}"))
    )
    suggestions = suggest(text, catalogue().index, title=title)
    chosen = category or _clear_kind(suggestions, text, facility, danger if is_pressing else "")
    accused = accused_in(said, people)
    target = complained_about({str(chosen.about) if chosen else "", *accused.targets})
    nature = nature_of(said, chosen.nature if chosen else Nature.HELP)
    if accused.targets and nature not in NAMELESS_NATURES:
        nature = Nature.COMPLAINT  # whoever is reproached does not learn by whom
    urgency = Urgency.CRITICAL if is_pressing else chosen.urgency if chosen else Urgency.NORMAL
    shown = [] if chosen else [{"slug": s.slug, "words": list(s.words)} for s in suggestions[:SHOWN_SUGGESTIONS]]
    return Reading(
        category=chosen,
        suggested=shown,
        nature=nature,
        target=target,
        target_user=accused.user,
        danger=danger or (chosen.emergency if chosen else ""),
        urgency=urgency,
        spans=spans_of(chosen, urgency),
    )


@dataclass(frozen=True)
class Accused:
    """Whom a text complains about: values of `Target`, and the one person named; None for nobody or several."""

    targets: frozenset[str] = frozenset()
    user: int | None = None


def accused_in(text: str, people: Iterable[Member]) -> Accused:
    named = people_accused(text, people)
    targets = {*targets_of(text), *(side_of_person(person) for person in named)}
    return Accused(frozenset(map(str, targets)), named[0].user if len(named) == 1 else None)


def _clear_kind(suggestions: list[Suggestion], text: str, facility: Facility | None, danger: str) -> Category | None:
    """The kind that a sentence leaves no doubt about: by its words, by the thing whose plate was scanned, by danger."""
    known = catalogue()
    if is_clear(suggestions, len(text)):
        return known.by_slug.get(suggestions[0].slug)
    if facility:
        with_facility = suggest(text, known.index, title=facility.name)
        spoken_of = {suggestion.slug for suggestion in suggestions}
        if with_facility and (with_facility[0].slug in spoken_of or not spoken_of):
            return known.by_slug.get(with_facility[0].slug)
    kinds = [kind for kind in known.by_slug.values() if danger and kind.emergency == KINDRED.get(danger, danger)]
    named = [kind for kind in kinds if kind.slug in {suggestion.slug for suggestion in suggestions}]
    return next(iter(named or (kinds if len(kinds) == 1 else [])), None)


def complained_about(targets: Collection[str]) -> str:
    """One value for all whom the kind and the sentence name: nobody concerned may slip through because of another."""
    if Target.CHIEF in targets:
        return Target.CHIEF
    if Target.PROPERTY in targets and Target.HOA in targets:
        return Target.BOTH
    return next((t for t in (Target.PROPERTY, Target.HOA, Target.MEMBER) if t in targets), Target.NONE)


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
    return Facts(
        category=category.slug if category else "",
        lead=tuple(category.lead) if category else (),
        co=tuple(category.co) if category else (),
        building=request.building_id,
        urgency=request.urgency,
        target=request.target,
        target_user=request.target_user_id,
        overrides=overrides_of(request.station),
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


def is_private(category: Category | None, target: str, danger: str) -> bool:
    """Only the chief and whoever handles it read it: sensitive kinds, complaints about a person, despair."""
    return bool(category and category.is_sensitive) or target in (Target.MEMBER, Target.CHIEF) or danger == "despair"


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
        is_sensitive=is_private(reading.category, reading.target, reading.danger),
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
