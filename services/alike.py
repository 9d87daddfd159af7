"""Do two requests speak of the same matter? By their words, their kind, their place and the days between them. Pure.

Words are compared as pairs of characters, the rare ones weighing more: among forty requests about lifts 「电梯」 says
little and 「怪响」 much. The place and the kind say the rest: 「又坏了」 is the same matter only at the same door.

    likeness = (45 % words + 25 % kind + 30 % place) × (1 … 0.8, from the same day to thirty days)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

WORDS, KIND, PLACE, AGE = 0.45, 0.25, 0.30, 0.2
ALIKE = 0.5  # from here on somebody is shown the other one
DAYS = 30
MOST_TOKENS = 400  # of a long letter
SURPRISE = 20  # so many requests are imagined in which no word stands: with three at hand none is common yet
NEVER_SAYS_WHERE = 0.6  # both without a building: the compound's own matter, or nobody said
# Here another building is another matter, however alike the words are.
BOUND_TO_A_BUILDING = frozenset({"repair-elevator", "repair-facilities", "neighbour-dispute"})
# Pairs that are in every letter, or that only say where.
EMPTY_PAIRS = (
    "你好您好请问谢谢感谢麻烦希望我们我家他们你们大家咱们一下一个这个那个这里那里什么怎么没有还是已经现在"
    "今天昨天晚上早上上午下午每天一直就是可以不能能不是不不是的人的时时候了好好几几天几次多次领导尊敬敬的"
    "的领书记您们居民小区区的号楼楼的单元元的楼道我是是我住在在我家的有人人的了吗了没们的们小门口问题解决"
    "相关部门有关请求求解反映情况因为所以但是而且如果不知知道为什我想想问市民业主驿站帮忙看看处理尽快快处"
    "坏了了三了两又坏了又也是家也一样"
)
EMPTY = frozenset(EMPTY_PAIRS[i : i + 2] for i in range(0, len(EMPTY_PAIRS), 2))


@dataclass(frozen=True)
class Matter:
    """What is compared of a request. `kind` and `group` are slugs, "" for an unclear one. `building`: its id, or as it
    was said the number of one that the compound does not have: that is another building, too."""

    pk: int
    tokens: frozenset[str]
    kind: str
    group: str
    building: int | str | None
    entrance: int | None
    facility: int | None
    at: datetime


@dataclass(frozen=True)
class Likeness:
    score: float
    words: float
    kind: float
    place: float

    @property
    def is_alike(self) -> bool:
        return self.score >= ALIKE

    @property
    def is_said_alike(self) -> bool:
        """Kind and place may agree although one lamp and one door are two matters: a word must be the same."""
        return self.words > 0


def tokens_of(column: str) -> frozenset[str]:
    """The telling pairs of a column of bigrams (core.text.bigrams): Chinese ones; numbers and filler are left out."""
    pairs = [token for token in column.split() if len(token) == 2 and not token.isascii() and token not in EMPTY]
    return frozenset(pairs[:MOST_TOKENS])


def weights_of(pool: Iterable[frozenset[str]]) -> dict[str, float]:
    """How much each pair tells: the rarer in the pool, the more."""
    sets = list(pool)
    counts = Counter(token for tokens in sets for token in tokens)
    return {token: math.log((len(sets) + SURPRISE) / (count + 1)) for token, count in counts.items()}


def words_alike(first: frozenset[str], second: frozenset[str], weights: Mapping[str, float]) -> float:
    """0 … 1: the weight of what both have, against the weight of each (cosine)."""
    both = sum(weights[token] for token in first & second)
    if not both:
        return 0.0
    return both / math.sqrt(sum(weights[t] for t in first) * sum(weights[t] for t in second))


def kinds_alike(first: Matter, second: Matter) -> float:
    if not first.kind or not second.kind:
        return 0.4
    if first.kind == second.kind:
        return 1.0
    return 0.6 if first.group == second.group else 0.0


def places_alike(first: Matter, second: Matter) -> float:
    """Of one compound."""
    if first.facility and second.facility:
        return 1.0 if first.facility == second.facility else 0.2
    if first.building and second.building:
        if first.building != second.building:
            return 0.0
        apart = first.entrance and second.entrance and first.entrance != second.entrance
        return 0.8 if apart else 1.0
    return 0.5 if first.building or second.building else NEVER_SAYS_WHERE


def likeness(first: Matter, second: Matter, weights: Mapping[str, float]) -> Likeness:
    words, kind, place = (
        words_alike(first.tokens, second.tokens, weights),
        kinds_alike(first, second),
        places_alike(first, second),
    )
    if not place and {first.group, second.group} & BOUND_TO_A_BUILDING:
        return Likeness(0.0, words, kind, place)
    days = abs((first.at - second.at).total_seconds()) / 86400
    fresh = 1 - AGE * min(1.0, days / DAYS)
    score = (WORDS * words + KIND * kind + PLACE * place) * fresh
    return Likeness(score, words, kind, place)


def look_alikes(subject: Matter, pool: Sequence[Matter], limit: int) -> list[tuple[Matter, Likeness]]:
    """Those of `pool` that are alike, the likest first, the older of equals first."""
    weights = weights_of([subject.tokens, *(other.tokens for other in pool)])
    pairs = [(other, likeness(subject, other, weights)) for other in pool if other.pk != subject.pk]
    alike = [pair for pair in pairs if pair[1].is_alike]
    return sorted(alike, key=lambda pair: (-round(pair[1].score, 6), pair[0].at, pair[0].pk))[:limit]
