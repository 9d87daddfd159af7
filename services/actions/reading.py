"""What filing understood of a sentence: the kind, about whom, how urgent, and why it thinks so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from core.text import first_sentence
from services.accused import people_accused, side_of_person, speaks_ill, targets_of
from services.deadlines import UNCLEAR_SPANS
from services.models import Category, Request
from services.queries import catalogue, spans_of
from services.queries.understanding import knowledge, understood
from services.routing import Member
from services.suggest import nature_of, suggest
from services.understanding import Candidate, SpokenPlace, Understanding
from services.understanding.taking import SHOWN_SUGGESTIONS, WORTH_ASKING, Said, said_in, still_possible, take
from services.vocabulary import NAMELESS_NATURES, Nature, Target
from stations.models import Facility

MILD_NATURES = (Nature.PRAISE, Nature.INQUIRY)


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
    place: SpokenPlace = field(default=SpokenPlace())
    because: dict[str, Any] = field(default_factory=dict)  # what `Request.understood` keeps


def read_sentence(
    text: str,
    *,
    title: str = "",
    category: Category | None = None,
    facility: Facility | None = None,
    people: Iterable[Member] = (),
) -> Reading:
    """What kind, about whom, how urgent. `people`: who may be complained about by name."""
    said = f"{title}\n{text}"
    found = understood(text, title, hint=facility.name if facility else "")
    taken = take(
        found,
        said_in(found, text, title),
        catalogue().by_slug,
        chosen=category,
        here=_groups_of(facility) if facility else (),
    )
    chosen = taken.kind
    accused = accused_in(said, people, found.targets)
    target = complained_about({str(chosen.about) if chosen else "", *accused.targets})
    nature = nature_of(said, chosen.nature if chosen else Nature.HELP)
    if accused.targets and nature not in NAMELESS_NATURES:
        nature = Nature.COMPLAINT  # whoever is reproached does not learn by whom
    return Reading(
        category=chosen,
        suggested=[] if chosen else _suggested(found, accused.targets, is_ill=speaks_ill(said)),
        nature=nature,
        target=target,
        target_user=accused.user,
        danger=taken.danger,
        urgency=taken.urgency,
        spans=spans_of(chosen, taken.urgency),
        place=found.place,
        because=_because(found, None if category else chosen),
    )


def danger_as(request: Request, category: Category | None) -> str:
    """The danger of a request once it is of another kind: what its words say stays, what came from the kind goes."""
    if category == request.category:
        return request.danger
    return said_of(request).danger or request.understood.get("heard", "") or (category.emergency if category else "")


def said_of(request: Request) -> Said:
    """What the words of a request tell of danger. A title that was made of its first sentence is none."""
    text = request.description
    title = "" if request.title == first_sentence(text, 40) else request.title
    return said_in(understood(text, title), text, title)


def _suggested(found: Understanding, accused: Collection[str], *, is_ill: bool) -> list[dict[str, Any]]:
    """The likeliest kinds. Whoever complains about somebody neither praises nor asks, and means nobody else."""
    known = catalogue().by_slug
    guesses = [each for each in still_possible(found, known)[:SHOWN_SUGGESTIONS] if each.confidence >= WORTH_ASKING]
    likely = [(candidate, known.get(candidate.slug)) for candidate in guesses]
    return [_shown(candidate) for candidate, kind in likely if not (kind and _is_beside(kind, accused, is_ill=is_ill))]


def _is_beside(kind: Category, accused: Collection[str], *, is_ill: bool) -> bool:
    if is_ill and kind.nature == Nature.PRAISE:
        return True
    return bool(accused) and (kind.nature in MILD_NATURES or kind.about not in (Target.NONE, *accused))


def _shown(candidate: Candidate) -> dict[str, Any]:
    return {"slug": candidate.slug, "words": list(candidate.words), "sure": round(candidate.confidence, 2)}


def _because(found: Understanding, read: Category | None) -> dict[str, Any]:
    """Why it was understood so, for staff. `read`: the kind, unless the resident chose it."""
    model = knowledge().model
    because: dict[str, Any] = {"model": model.version if model else ""}
    candidate = next((each for each in found.candidates if read and each.slug == read.slug), None)
    if candidate:
        because |= {"kind": candidate.slug, "words": list(candidate.words), "sure": round(candidate.confidence, 2)}
    if found.urgent:
        because["urgent"] = list(found.urgent)
    if found.scope:
        because["scope"] = found.scope.matter.slug
    return because


@dataclass(frozen=True)
class Accused:
    """Whom a text complains about: values of `Target`, and the one person named; None for nobody or several."""

    targets: frozenset[str] = frozenset()
    user: int | None = None


def accused_in(text: str, people: Iterable[Member], sides: Iterable[str] | None = None) -> Accused:
    """`sides`: what `targets_of` said of the text, where that is known already."""
    named = people_accused(text, people)
    targets = {*(targets_of(text) if sides is None else sides), *(side_of_person(person) for person in named)}
    return Accused(frozenset(map(str, targets)), named[0].user if len(named) == 1 else None)


def _groups_of(facility: Facility) -> set[str]:
    return {suggestion.group for suggestion in suggest(facility.name, catalogue().index)}


def complained_about(targets: Collection[str]) -> str:
    """One value for all whom the kind and the sentence name: nobody concerned may slip through because of another."""
    if Target.CHIEF in targets:
        return Target.CHIEF
    if Target.PROPERTY in targets and Target.HOA in targets:
        return Target.BOTH
    return next((t for t in (Target.PROPERTY, Target.HOA, Target.MEMBER) if t in targets), Target.NONE)
