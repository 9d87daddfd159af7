"""What filing understood of a sentence: the kind, about whom, how urgent, and why it thinks so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from services.accused import people_accused, side_of_person, targets_of
from services.danger import dangers_in
from services.deadlines import UNCLEAR_SPANS
from services.models import Category
from services.queries import catalogue, spans_of
from services.queries.understanding import knowledge, understood
from services.routing import Member
from services.suggest import OPENING_LENGTH, nature_of, suggest
from services.understanding import Candidate, SpokenPlace, Understanding
from services.understanding.urgency import SMOKE_OF_OTHERS
from services.vocabulary import AROUND_THE_CLOCK, NAMELESS_NATURES, Nature, Target, Urgency
from stations.models import Facility

SHOWN_SUGGESTIONS = 3
WORTH_ASKING = 0.1  # in danger nobody is asked what is hardly a guess: of 「晕倒」, whether it is rubbish
MILD_NATURES = (Nature.PRAISE, Nature.INQUIRY)
KINDRED = {"fraud": "crime", "missing": "crime"}  # dangers without a kind of their own: whose people see to them
LONG_LETTER = 200  # characters
ENOUGH_AT_THE_PLATE = 0.35  # whoever stands in front of a lift and says 「又不动了」 means the lift


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
    """What kind, about whom, how urgent. A kind that the resident chose stands; danger words raise the urgency.

    Deep in a long letter they mostly tell of others, of before, of what might be: there they show the numbers to call
    and leave the urgency as it is. `people`: who may be complained about by name.
    """
    said = f"{title}\n{text}"
    found = understood(text, title, hint=facility.name if facility else "")
    danger = found.dangers[0].kind if found.dangers else ""
    is_pressing = danger not in ("", "fraud") and (
        len(text) <= LONG_LETTER or bool(dangers_in(f"{title}\n{text[:OPENING_LENGTH]}"))
    )
    chosen = category or _clear_kind(found, danger if is_pressing else "", facility)
    accused = accused_in(said, people, found.targets)
    target = complained_about({str(chosen.about) if chosen else "", *accused.targets})
    nature = nature_of(said, chosen.nature if chosen else Nature.HELP)
    if accused.targets and nature not in NAMELESS_NATURES:
        nature = Nature.COMPLAINT  # whoever is reproached does not learn by whom
    urgency = _urgency(chosen, found, is_pressing=is_pressing)
    return Reading(
        category=chosen,
        suggested=[] if chosen else _suggested(found, accused.targets),
        nature=nature,
        target=target,
        target_user=accused.user,
        danger=danger or (chosen.emergency if chosen else ""),
        urgency=urgency,
        spans=spans_of(chosen, urgency),
        place=found.place,
        because=_because(found, None if category else chosen),
    )


def _urgency(chosen: Category | None, found: Understanding, *, is_pressing: bool) -> str:
    """Danger is critical; water gone or a risk of fire is urgent whatever its kind usually is."""
    if is_pressing:
        return Urgency.CRITICAL
    usual = chosen.urgency if chosen else Urgency.NORMAL
    return Urgency.URGENT if found.urgent and usual not in AROUND_THE_CLOCK else usual


def _suggested(found: Understanding, accused: Collection[str]) -> list[dict[str, Any]]:
    """The likeliest kinds. Whoever complains about somebody neither praises nor asks, and means nobody else."""
    known = catalogue().by_slug
    least = WORTH_ASKING if found.dangers else 0.0
    guesses = [each for each in found.candidates[:SHOWN_SUGGESTIONS] if each.confidence >= least]
    likely = [(candidate, known.get(candidate.slug)) for candidate in guesses]
    return [_shown(candidate) for candidate, kind in likely if not (accused and kind and _is_beside(kind, accused))]


def _is_beside(kind: Category, accused: Collection[str]) -> bool:
    return kind.nature in MILD_NATURES or kind.about not in (Target.NONE, *accused)


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


def _clear_kind(found: Understanding, danger: str, facility: Facility | None) -> Category | None:
    """The kind that leaves no doubt: by all that is said, by the thing whose plate was scanned, by a danger."""
    known = catalogue()
    first = found.first
    about_it = first and facility and first.group in _groups_of(facility) and first.confidence >= ENOUGH_AT_THE_PLATE
    is_smoke = first and danger == "fire" and first.group in SMOKE_OF_OTHERS  # 「楼道冒烟」 is no bad smell
    if first and (found.is_clear or about_it) and not is_smoke:
        return known.by_slug.get(first.slug)
    kinds = [kind for kind in known.by_slug.values() if danger and kind.emergency == KINDRED.get(danger, danger)]
    likely = {candidate.slug for candidate in found.candidates[:SHOWN_SUGGESTIONS]}
    named = [kind for kind in kinds if kind.slug in likely]
    return next(iter(named or (kinds if len(kinds) == 1 else [])), None)


def _groups_of(facility: Facility) -> set[str]:
    return {suggestion.group for suggestion in suggest(facility.name, catalogue().index)}


def complained_about(targets: Collection[str]) -> str:
    """One value for all whom the kind and the sentence name: nobody concerned may slip through because of another."""
    if Target.CHIEF in targets:
        return Target.CHIEF
    if Target.PROPERTY in targets and Target.HOA in targets:
        return Target.BOTH
    return next((t for t in (Target.PROPERTY, Target.HOA, Target.MEMBER) if t in targets), Target.NONE)
