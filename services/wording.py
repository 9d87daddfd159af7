"""Which words of residents' texts are shown to people: whole ones. Pure.

A text is cut at the words that are known (of the catalogue, its synonyms, of places) and at marks. What stands between
them is shown where it is long enough to be a word and has nothing at its ends that no word has there. So 「元门」 of
「单元门」 and 「屋里才」 are never shown: what is doubtful is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from core.text import HAN
from services.alike import EMPTY

MOST_SHARED = 3
# Of what is not known: two characters are as often the end of one word and the beginning of the next.
SHORTEST, LONGEST = 3, 8
LONGEST_KNOWN = 8
PLACES = frozenset({"单元", "号楼", "楼道", "楼层", "小区", "门口", "驿站", "社区"})
# No word begins or ends with one of these.
EDGES = frozenset(
    "的了我你他她们在是不也都就和与有为把被对向从到这那请问吗呢啊吧呀嘛啦一二两三四五六七八九十几第年月日号您好上下很还要能会让给"
    "才又再太总老只可但而且并或如得着过没别谁啥每个些点已所于以因其该将跟同比当去来"
)
NO_BEGINNING = EDGES | frozenset("里们器")
# Cut, too, where it is said how much, and that a firm is one: 「非常大」 and 「限公司」 name nothing.
BREAKS = re.compile(f"[^{HAN}]+|[的了吗呢啊吧呀嘛啦]|非常|特别|十分|有限公司|公司")


def known_in(text: str, known: Set[str]) -> set[str]:
    return {text[start:end] for start, end in _spans(text, known)}


def runs_in(text: str, known: Set[str]) -> set[str]:
    """Runs of Chinese characters beside the known words, also those too long to be shown: a part of one is no word."""
    found: set[str] = set()
    for piece in BREAKS.split(_without(text, known | PLACES)):
        found |= {
            piece[start : start + length]
            for length in range(SHORTEST, LONGEST + 2)
            for start in range(len(piece) - length + 1)
        }
    return {run for run in found if _is_whole(run)}


def apart(words: Iterable[str], most: int) -> list[str]:
    """The first `most` that have no two characters in common: no pieces of one longer run."""
    chosen: list[str] = []
    for word in words:
        if len(chosen) < most and not any(_overlap(word, other) for other in chosen):
            chosen.append(word)
    return chosen


def shared_words(first: str, second: str, known: Set[str]) -> list[str]:
    """What both say, known words first, the longest first."""
    both = {word for word in known_in(first, known) & known_in(second, known) if not _pairs(word) <= EMPTY}
    runs = runs_in(first, known) & runs_in(second, known)
    longer = {part for run in runs for part in (run[1:], run[:-1])}
    whole = {run for run in runs if run not in longer and len(run) <= LONGEST}
    ranked = [sorted(words, key=lambda word: (-len(word), word)) for words in (both, whole)]
    return apart([*ranked[0], *ranked[1]], MOST_SHARED)


def _spans(text: str, known: Set[str]) -> list[tuple[int, int]]:
    return [
        (start, start + length)
        for start in range(len(text) - 1)
        for length in range(2, min(LONGEST_KNOWN, len(text) - start) + 1)
        if text[start : start + length] in known
    ]


def _without(text: str, known: Set[str]) -> str:
    letters = list(text)
    for start, end in _spans(text, known):
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _is_whole(run: str) -> bool:
    return run[0] not in NO_BEGINNING and run[-1] not in EDGES and not _pairs(run) & EMPTY


def _pairs(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)}


def _overlap(first: str, second: str) -> bool:
    return bool(_pairs(first) & _pairs(second))
