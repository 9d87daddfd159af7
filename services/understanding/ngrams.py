"""What the model sees of a text: its characters in ones, twos, threes and fours, the title's more than the letter's.

Pure. Numbers are one sign, names of anonymised places (「A市」, 「B7县」) none: a place tells nothing of the matter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from services.suggest import normalise

LONGEST = 4  # characters of a piece
READ = 500  # characters of a letter: by then it has said what it is about
OPENING = 80  # characters at the start, which count double
TITLE_COUNTS, OPENING_COUNTS, REST_COUNTS = 3.0, 1.5, 0.6

RUN = re.compile(r"[^\W_]+")
PLACE = re.compile(r"(?<![a-z])[a-z][0-9]{0,2}(?=市|区|县|镇|街道)(?:市|区|县|镇|街道)?")
FIGURE = re.compile(r"[0-9]+")
COURTESY = re.compile(
    r"尊敬的[^,，:：!！。\n]{0,12}[:：,，!！]?|各位领导|[你您]好[!！,，。]?|领导[,，!！:：]|谢谢[!！。]?$|此致|敬礼[!！]?"
)


def pieces_of(text: str, title: str = "") -> dict[str, float]:
    """Piece → how much it is said: a logarithm, so that a word said ten times is not ten words."""
    counts: dict[str, float] = {}
    body = _plain(text[: 2 * READ])[:READ]
    _count(counts, _plain(title), TITLE_COUNTS)
    _count(counts, body[:OPENING], OPENING_COUNTS)
    _count(counts, body[OPENING:], REST_COUNTS)
    return {piece: math.log1p(count) for piece, count in counts.items()}


def _count(counts: dict[str, float], text: str, weight: float) -> None:
    for piece in _pieces(text):
        counts[piece] = counts.get(piece, 0.0) + weight


def _pieces(text: str) -> Iterable[str]:
    """Within clauses only; a clause's edges are pieces too (「_电梯」)."""
    for run in RUN.findall(text):
        edged = f"_{run}_"
        for length in range(1, LONGEST + 1):
            first, last = (0, len(edged)) if length > 1 else (1, len(edged) - 1)
            for start in range(first, last - length + 1):
                yield edged[start : start + length]


def _plain(text: str) -> str:
    return FIGURE.sub("0", PLACE.sub("", COURTESY.sub("", normalise(text))))
