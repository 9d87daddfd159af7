"""One sentence in, everything that is understood of it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.accused import targets_of
from services.danger import Danger, dangers_denied, dangers_in
from services.suggest import nature_of
from services.understanding.categories import Candidate, Knowledge, by_group, is_clear, rank
from services.understanding.places import SpokenPlace, place_in
from services.understanding.scope import Matters, OutOfScope, load_matters, scope_of
from services.understanding.urgency import CANNOT_WAIT, SHORT, Urgent, urgency_of
from services.vocabulary import Nature

SURE_GROUPS = frozenset({  # groups of which no word of another office takes a request away
    "repair-elevator", "parking", "noise", "sanitation", "property-service", "fire-safety", "greening", "pets",
})  # fmt: skip
SURE = 0.5
LIFT = re.compile("(?<!施工)升降机")  # examples and catalogue say 电梯; on a building site it is another thing
EMERGENCIES = {"lift-trapped": "lift", "gas-smell": "gas"}
OTHER_SMELL = re.compile(
    "[糊煳焦霉臊骚腥馊烟漆漂]味|油烟|胶味|下水|厕所|马桶|化粪池|地漏|粪|尿|垃圾|臭水|油漆|甲醛|装修|消毒水|死老鼠|蚊香"
)
NO_CRY = re.compile("没有|不是|没[漏困关]|谢|演练|如果|万一|要是|怎么|如何|吗|建议|咨询|希望|以前|去年|上次|之前|修好")


@dataclass(frozen=True)
class Understanding:
    """What a text says. `candidates`: kinds, the likeliest first; `is_clear`: the first needs no person's look."""

    candidates: tuple[Candidate, ...]
    groups: tuple[tuple[str, float], ...]
    is_clear: bool
    nature: str
    targets: tuple[str, ...]
    dangers: tuple[Danger, ...]
    denied: frozenset[str]  # dangers that it says there are not
    cry: str  # the danger of which a short cry is, in words that no list has, "" for none
    urgent: Urgent | None
    place: SpokenPlace
    scope: OutOfScope | None

    @property
    def first(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def understand(text: str, known: Knowledge, title: str = "", *, hint: str = "") -> Understanding:
    """`hint`: the name of the thing in front of which somebody stands. Whatever is found, a person may overrule it."""
    candidates = rank(LIFT.sub("电梯", text), known, LIFT.sub("电梯", title), hint)
    groups = by_group(candidates)
    said = f"{title}\n{text}"
    leaning = sum(candidate.confidence for candidate in candidates if candidate.slug in CANNOT_WAIT)
    cry = _cry(candidates, said)
    return Understanding(
        candidates=tuple(candidates),
        groups=tuple(groups),
        is_clear=is_clear(candidates),
        nature=nature_of(said, Nature.HELP),
        targets=targets_of(said),
        dangers=tuple(dangers_in(said)),
        denied=dangers_denied(said),
        cry=cry.code if cry else "",
        urgent=urgency_of(text, title, groups[0][0] if groups else "", leaning) or cry,
        place=place_in(text, title),
        scope=_scope(text, title, groups),
    )


def _cry(candidates: list[Candidate], said: str) -> Urgent | None:
    """A short cry that is surely of a kind that is an emergency by itself, in whatever words and typing errors."""
    first = candidates[0] if candidates else None
    if first is None or first.slug not in EMERGENCIES or first.confidence < SURE or len(said) > SHORT:
        return None
    danger = EMERGENCIES[first.slug]
    if NO_CRY.search(said) or (danger == "gas" and OTHER_SMELL.search(said)):
        return None
    return Urgent(danger, first.words[0] if first.words else "")


def _scope(text: str, title: str, groups: list[tuple[str, float]]) -> OutOfScope | None:
    if groups and groups[0][0] in SURE_GROUPS and groups[0][1] >= SURE:
        return None
    return scope_of(text, matters(), title)


@lru_cache(maxsize=1)
def matters() -> Matters:
    return load_matters()
