"""Which kinds does a text speak of, how sure is that, and which words said so?

Pure. Two witnesses are heard: the model, which learned from examples how people put things, and the words of the
catalogue (services/suggest.py), which administrators edit and which work from the moment they are written. How much
each counts was fitted on examples that the model had not seen, and stands in the model file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.suggest import Suggestion, WordIndex, suggest
from services.understanding.model import Model
from services.understanding.ngrams import pieces_of

CLEAR = 0.6  # so likely a kind must be to be routed at once
CLEAR_LEAD = 0.25  # and so far before the next one of another group
SHOWN_WORDS = 4
READ = 1200  # characters in which the words of the catalogue are looked for
NEW_WORDS = 3.0  # what its words count for a kind that has nothing else to speak for it
WORDS_ALONE = {"sharpness": 0.0, "words": 1.6}  # without a model
FEW = 1e-4  # less likely kinds are not listed


@dataclass(frozen=True)
class Candidate:
    """A kind that the text may be about; `words` spoke for it, the weightiest first."""

    slug: str
    group: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """What is needed to understand: the words of the active kinds, and the model, if there is one."""

    index: WordIndex
    model: Model | None = None


def rank(text: str, known: Knowledge, title: str = "", hint: str = "") -> list[Candidate]:
    """The kinds, the likeliest first; empty when neither model nor catalogue knows anything in the text.

    `hint`: the thing in front of which somebody stands (a plate's facility); it speaks, but more softly than the text.
    """
    groups = known.index.groups
    spoken = {found.slug: found for found in suggest(text[:READ], known.index, title=title)}
    hinted = {found.slug: found.score for found in suggest(hint, known.index)} if hint else {}
    pieces = pieces_of(text, title)
    scores = score_kinds(groups, known.model, pieces, spoken, hinted)
    if not scores:
        return []
    shares = softmax(scores)
    order = sorted(shares, key=lambda slug: (-shares[slug], slug))
    return [
        Candidate(
            slug,
            groups[slug],
            shares[slug],
            _words(slug, spoken, known.model, pieces, hint if slug in hinted else "") if place < 3 else (),
        )
        for place, slug in enumerate(order)
        if shares[slug] >= FEW
    ]


def score_kinds(
    groups: Iterable[str],
    model: Model | None,
    pieces: Mapping[str, float],
    spoken: Mapping[str, Suggestion],
    hinted: Mapping[str, float],
) -> dict[str, float]:
    """The logit of each active kind. A kind that the model never learned has only its words to speak for it."""
    blend: Mapping[str, float] = model.header["blend"] if model else WORDS_ALONE
    learned = dict(zip(model.kinds, model.weigh(pieces), strict=True)) if model else {}
    is_known = bool(model and any(piece in model.places for piece in pieces if len(piece) > 1))
    if not spoken and not hinted and not is_known:
        return {}
    unknown = sum(learned.values()) / len(learned) if learned else 0.0
    return {
        slug: learned.get(slug, unknown) * blend["sharpness"]
        + (NEW_WORDS if model and slug not in learned else blend["words"])
        * math.log1p(spoken[slug].score if slug in spoken else 0.0)
        + HINT * math.log1p(hinted.get(slug, 0.0))
        for slug in groups
    }


HINT = 4.5  # who stands in front of the lift and names nothing else means the lift


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    highest = max(scores.values())
    raised = {slug: math.exp(score - highest) for slug, score in scores.items()}
    total = sum(raised.values())
    return {slug: value / total for slug, value in raised.items()}


def by_group(candidates: Iterable[Candidate]) -> list[tuple[str, float]]:
    """Groups with the sum of their kinds, the likeliest first."""
    sums: dict[str, float] = {}
    for candidate in candidates:
        sums[candidate.group] = sums.get(candidate.group, 0.0) + candidate.confidence
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def is_clear(candidates: list[Candidate]) -> bool:
    """Is the first one sure enough to be routed without a person's look?"""
    if not candidates or candidates[0].confidence < CLEAR:
        return False
    first = candidates[0]
    other = next((each for each in candidates[1:] if each.group != first.group), None)
    return other is None or first.confidence - other.confidence >= CLEAR_LEAD


def _words(
    slug: str, spoken: Mapping[str, Suggestion], model: Model | None, pieces: Mapping[str, float], hint: str
) -> tuple[str, ...]:
    """The catalogue's words, for they are whole words; where there is none, what the model heard."""
    if slug in spoken:
        return spoken[slug].words[:SHOWN_WORDS]
    if hint:
        return (hint,)
    return tuple(model.said_for(slug, pieces)) if model else ()
