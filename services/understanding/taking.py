"""What is done with what was understood: which kind is taken at once, how urgent that is, whom to call first.

Pure. Filing does so with the catalogue of the database, `manage.py evaluate` with whichever there is: what is measured
is what residents get.

A kind that is an emergency by itself (a smell of gas, people in a lift) is taken only where the words tell of that
danger, or where a short cry leaves no doubt. The likeness of words is not enough: 「没有煤气味，就是灶打不着」 is as
like a smell of gas as any sentence can be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, Protocol, TypeVar

from services.danger import dangers_in
from services.suggest import OPENING_LENGTH
from services.understanding.categories import Candidate, is_clear
from services.understanding.reading import Understanding
from services.understanding.urgency import SMOKE_OF_OTHERS
from services.vocabulary import AROUND_THE_CLOCK, Urgency

SHOWN_SUGGESTIONS = 3
KINDRED = {"fraud": "crime", "missing": "crime"}  # dangers without a kind of their own: whose people see to them
WORTH_ASKING = 0.1  # nobody is asked what is hardly a guess: of 「垫梯不好使了」, whether it is praise
LONG_LETTER = 200  # characters
ENOUGH_AT_THE_PLATE = 0.35  # whoever stands in front of a lift and says 「又不动了」 means the lift


class Kind(Protocol):
    """What must be known of a kind: rows of the database and of the catalogue's file have it."""

    @property
    def slug(self) -> str: ...
    @property
    def urgency(self) -> str: ...
    @property
    def emergency(self) -> str: ...


K = TypeVar("K", bound=Kind)


class Said(NamedTuple):
    """The gravest danger that words tell of, "" for none; and whether it is so near that all else waits."""

    danger: str = ""
    is_pressing: bool = False


@dataclass(frozen=True)
class Taken(Generic[K]):
    """`is_raised`: the words say that it cannot wait, whatever is usual for the kind."""

    kind: K | None
    danger: str
    urgency: str
    is_raised: bool


def said_in(found: Understanding, text: str, title: str = "") -> Said:
    """Deep in a long text dangers are mostly of others, of before, of what might be: there they show the numbers to
    call and leave the urgency as it is. So they do in a letter with a title, unless it cannot wait (urgency.py)."""
    if not found.dangers:
        return Said()
    kind = found.dangers[0].kind
    is_near = len(text) <= LONG_LETTER or bool(dangers_in(text[:OPENING_LENGTH]))
    if title:
        is_near = found.urgent is not None
    return Said(kind, is_near and kind != "fraud")


def take(
    found: Understanding,
    said: Said,
    kinds: Mapping[str, K],
    *,
    chosen: K | None = None,
    here: Collection[str] = (),
) -> Taken[K]:
    """`chosen`: the kind that the resident chose stands, with the numbers to call. `here`: groups of the thing whose
    plate was scanned."""
    kind = chosen or _clear_kind(found, said, kinds, here)
    by_kind = kind.emergency if kind and (chosen or _tells_of(found, kind.emergency)) else ""
    urgency = _urgency(kind, found, said)
    is_raised = said.is_pressing or bool(found.urgent) or (bool(by_kind) and urgency == Urgency.CRITICAL)
    return Taken(kind, said.danger or by_kind, urgency, is_raised)


def still_possible(found: Understanding, kinds: Mapping[str, Kind]) -> list[Candidate]:
    """All but the emergencies that the words deny."""
    denied = {slug for slug, kind in kinds.items() if kind.emergency in found.denied}
    return _without(found.candidates, denied)


def _clear_kind(found: Understanding, said: Said, kinds: Mapping[str, K], here: Collection[str]) -> K | None:
    """The kind that leaves no doubt: by all that is said, by the thing whose plate was scanned, by a danger."""
    candidates = _without(found.candidates, {slug for slug, kind in kinds.items() if not _may_be_taken(kind, found)})
    first = candidates[0] if candidates else None
    danger = said.danger if said.is_pressing else ""
    about_it = first and first.group in here and first.confidence >= ENOUGH_AT_THE_PLATE
    told = next((each for each in candidates if danger and _is_alarm(kinds.get(each.slug), danger)), None)
    if told and told.confidence >= WORTH_ASKING:
        return kinds.get(told.slug)  # 「煤器味大得很」 is no bad smell either
    is_smoke = first and danger == "fire" and first.group in SMOKE_OF_OTHERS  # 「楼道冒烟」 is no bad smell
    if first and (is_clear(candidates) or about_it) and not is_smoke:
        return kinds.get(first.slug)
    fitting = [kind for kind in kinds.values() if danger and kind.emergency == KINDRED.get(danger, danger)]
    likely = {candidate.slug for candidate in candidates[:SHOWN_SUGGESTIONS]}
    named = [kind for kind in fitting if kind.slug in likely]
    return next(iter(named or (fitting if len(fitting) == 1 else [])), None)


def _is_alarm(kind: Kind | None, danger: str) -> bool:
    return kind is not None and kind.emergency == danger and kind.urgency == Urgency.CRITICAL


def _may_be_taken(kind: Kind, found: Understanding) -> bool:
    """Some kinds that name a danger are everyday ones too (a guard who sleeps): those need not cry."""
    if not kind.emergency or _tells_of(found, kind.emergency):
        return True
    return kind.urgency != Urgency.CRITICAL and kind.emergency not in found.denied


def _tells_of(found: Understanding, danger: str) -> bool:
    told = {KINDRED.get(each.kind, each.kind) for each in found.dangers} | {each.kind for each in found.dangers}
    return bool(danger) and danger in told | {found.cry}


def _without(candidates: Collection[Candidate], slugs: Collection[str]) -> list[Candidate]:
    """What is left, with the shares that it would have if the others did not exist."""
    rest = 1 - sum(each.confidence for each in candidates if each.slug in slugs)
    left = [each for each in candidates if each.slug not in slugs]
    if len(left) == len(candidates) or rest <= 0:
        return left
    return [replace(each, confidence=min(1.0, each.confidence / rest)) for each in left]


def _urgency(kind: Kind | None, found: Understanding, said: Said) -> str:
    """Danger is critical; water gone or a risk of fire is urgent whatever its kind usually is."""
    if said.is_pressing:
        return Urgency.CRITICAL
    usual = kind.urgency if kind else Urgency.NORMAL
    return Urgency.URGENT if found.urgent and usual not in AROUND_THE_CLOCK else usual
