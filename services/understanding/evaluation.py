"""How often is it right? Figures from what was said to be true and what was understood. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)  # of confidence


class Verdict(NamedTuple):
    """`ranked`: groups, the likeliest first. `urgent` is None where nobody said. `raised`: by its words;
    `filed_urgent`: by its words or because its kind usually is."""

    truth: str
    ranked: tuple[str, ...]
    confidence: float
    urgent: bool | None = None
    raised: bool = False
    filed_urgent: bool = False

    @property
    def first(self) -> str:
        return self.ranked[0] if self.ranked else ""


class Step(NamedTuple):
    """Of the messages with a confidence from `low` up to `high`: how sure it was on average, how often it was right."""

    low: float
    high: float
    messages: int
    sure: float
    right: float


def top(verdicts: Sequence[Verdict], places: int) -> float:
    return sum(v.truth in v.ranked[:places] for v in verdicts) / len(verdicts) if verdicts else 0.0


def macro_f1(verdicts: Sequence[Verdict]) -> float:
    """The mean over the groups that truly occur."""
    truth, said = Counter(v.truth for v in verdicts), Counter(v.first for v in verdicts)
    right = Counter(v.truth for v in verdicts if v.first == v.truth)
    scores = [2 * right[group] / (truth[group] + said[group]) for group in truth]
    return sum(scores) / len(scores) if scores else 0.0


def confusion(verdicts: Sequence[Verdict]) -> dict[str, Counter[str]]:
    """Truth → what was understood, each with its number."""
    table: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        table.setdefault(verdict.truth, Counter())[verdict.first] += 1
    return dict(sorted(table.items()))


def calibration(verdicts: Sequence[Verdict]) -> list[Step]:
    steps = []
    for low, high in pairwise(STEPS):
        rows = [v for v in verdicts if low <= v.confidence < high]
        if rows:
            sure = sum(v.confidence for v in rows) / len(rows)
            steps.append(Step(low, min(high, 1.0), len(rows), sure, top(rows, 1)))
    return steps


def calibration_error(verdicts: Sequence[Verdict]) -> float:
    """How far confidence and truth are apart, on average (ECE)."""
    return sum(step.messages * abs(step.sure - step.right) for step in calibration(verdicts)) / max(1, len(verdicts))


class Urgency(NamedTuple):
    urgent: int
    found: int
    normal: int
    raised: int

    @property
    def recall(self) -> float:
        return self.found / self.urgent if self.urgent else 0.0

    @property
    def false_alarms(self) -> float:
        return self.raised / self.normal if self.normal else 0.0


def urgency(verdicts: Sequence[Verdict]) -> Urgency:
    urgent = [v for v in verdicts if v.urgent]
    normal = [v for v in verdicts if v.urgent is False]
    return Urgency(len(urgent), sum(v.raised for v in urgent), len(normal), sum(v.raised for v in normal))
