"""One sentence in, everything that is understood of it out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from services.accused import targets_of
from services.danger import Danger, dangers_in
from services.suggest import nature_of
from services.understanding.categories import Candidate, Knowledge, by_group, is_clear, rank
from services.understanding.places import SpokenPlace, place_in
from services.understanding.scope import Matters, OutOfScope, load_matters, scope_of
from services.understanding.urgency import CANNOT_WAIT, Urgent, urgency_of
from services.vocabulary import Nature

SURE_GROUPS = frozenset({  # groups of which no word of another office takes a request away
    "repair-elevator", "parking", "noise", "sanitation", "property-service", "fire-safety", "greening", "pets",
})  # fmt: skip
SURE = 0.5


@dataclass(frozen=True)
class Understanding:
    """What a text says. `candidates`: kinds, the likeliest first; `is_clear`: the first needs no person's look."""

    candidates: tuple[Candidate, ...]
    groups: tuple[tuple[str, float], ...]
    is_clear: bool
    nature: str
    targets: tuple[str, ...]
    dangers: tuple[Danger, ...]
    urgent: Urgent | None
    place: SpokenPlace
    scope: OutOfScope | None

    @property
    def first(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def understand(text: str, known: Knowledge, title: str = "", *, hint: str = "") -> Understanding:
    """`hint`: the name of the thing in front of which somebody stands. Whatever is found, a person may overrule it."""
    candidates = rank(text, known, title, hint)
    groups = by_group(candidates)
    said = f"{title}\n{text}"
    leaning = sum(candidate.confidence for candidate in candidates if candidate.slug in CANNOT_WAIT)
    return Understanding(
        candidates=tuple(candidates),
        groups=tuple(groups),
        is_clear=is_clear(candidates),
        nature=nature_of(said, Nature.HELP),
        targets=targets_of(said),
        dangers=tuple(dangers_in(said)),
        urgent=urgency_of(text, title, groups[0][0] if groups else "", leaning),
        place=place_in(text, title),
        scope=_scope(text, title, groups),
    )


def _scope(text: str, title: str, groups: list[tuple[str, float]]) -> OutOfScope | None:
    if groups and groups[0][0] in SURE_GROUPS and groups[0][1] >= SURE:
        return None
    return scope_of(text, matters(), title)


@lru_cache(maxsize=1)
def matters() -> Matters:
    return load_matters()
