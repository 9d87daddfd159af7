"""Which reports make a hot topic, and what to call it. Pure.

Reports are put together by how much they have to do with each other: the kind, the words (pairs of characters, the
rare ones weighing more) and, within one compound, the place. Two groups are joined as long as their members are related
on average, the closest first; so a long chain of neighbours that only know the next one never becomes one topic.

    related = 35 % kind + 50 % words + 25 % place     (across compounds: 25 % kind + 75 % words)
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.alike import BOUND_TO_A_BUILDING, Matter, kinds_alike, places_alike, weights_of, words_alike
from services.wording import LONGEST, apart, known_in, runs_in

WINDOW = timedelta(days=30)
MOST_HOMES, MOST_REPORTS = 3, 5  # so many homes, or so many reports, make it hot
RELATED = 0.5
KIND, WORDS, PLACE = 0.35, 0.5, 0.25
KIND_ACROSS, WORDS_ACROSS, RELATED_ACROSS = 0.25, 0.75, 0.28
TELLING = 40  # pairs of a report by which others are looked for
COMMON = 0.12  # a pair that so large a part of all has leads to nobody
SALIENT = 3
BUCKETS = 6  # of five days


@dataclass(frozen=True)
class Report:
    matter: Matter
    home: str
    compound: str
    text: str = ""


def is_hot(reports: Sequence[Report]) -> bool:
    return len({report.home for report in reports}) >= MOST_HOMES or len(reports) >= MOST_REPORTS


def hot_groups(reports: Sequence[Report], *, across: bool = False) -> list[list[Report]]:
    """The hot ones, the largest first. `across`: of several compounds, where a building's number says nothing."""
    found = [[reports[place] for place in group] for group in _grouped(reports, across=across)]
    hot = [group for group in found if is_hot(group)]
    return sorted(hot, key=lambda group: (-len(group), min(report.matter.pk for report in group)))


def related(first: Matter, second: Matter, words: float, *, across: bool) -> float:
    if across:
        return KIND_ACROSS * kinds_alike(first, second) + WORDS_ACROSS * words
    kind, place = KIND * kinds_alike(first, second), places_alike(first, second)
    if not place and {first.group, second.group} & BOUND_TO_A_BUILDING:
        return 0.0
    return kind + WORDS * words + PLACE * place


def _grouped(reports: Sequence[Report], *, across: bool) -> list[list[int]]:
    """Places in `reports`, joined while two groups are related on average (missing pairs count as nothing)."""
    near, enough = _pairs(reports, across=across), RELATED_ACROSS if across else RELATED
    groups: dict[int, list[int]] = {place: [place] for place in range(len(reports))}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), score in near.items():
        sums[a][b] = sums[b][a] = score
    heap = [(-score, a, b, 1, 1) for (a, b), score in near.items() if score >= enough]
    heapq.heapify(heap)
    while heap:
        _score, a, b, size_a, size_b = heapq.heappop(heap)
        if len(groups.get(a, ())) != size_a or len(groups.get(b, ())) != size_b:
            continue  # one of them has grown or gone meanwhile: its pairs stand further down
        _join(groups, sums, a, b)
        for other, total in sums[a].items():
            average = total / (len(groups[a]) * len(groups[other]))
            if average >= enough:
                heapq.heappush(heap, (-average, a, other, len(groups[a]), len(groups[other])))
    return [group for group in groups.values() if len(group) > 1]


def _join(groups: dict[int, list[int]], sums: dict[int, dict[int, float]], a: int, b: int) -> None:
    groups[a] += groups.pop(b)
    gone = sums.pop(b)
    for other, total in gone.items():
        del sums[other][b]
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total


def _pairs(reports: Sequence[Report], *, across: bool) -> dict[tuple[int, int], float]:
    """How related those are that share a telling pair of characters or, within a compound, kind and place."""
    weights = weights_of(report.matter.tokens for report in reports)
    met: set[tuple[int, int]] = set()
    for places in _meeting_places(reports, weights, across=across):
        met.update((a, b) for nth, b in enumerate(places) for a in places[:nth])
    scored = {}
    for a, b in met:
        first, second = reports[a].matter, reports[b].matter
        score = related(first, second, words_alike(first.tokens, second.tokens, weights), across=across)
        if score >= (RELATED_ACROSS if across else RELATED) / 2:
            scored[a, b] = score
    return scored


def _meeting_places(reports: Sequence[Report], weights: Mapping[str, float], *, across: bool) -> Iterable[list[int]]:
    by_token: dict[object, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        matter = report.matter
        telling = sorted(matter.tokens, key=lambda token: (-weights[token], token))
        usual = [token for token in telling if weights[token] < weights.get(telling[0], 0.0)]
        for token in {*telling[:TELLING], *usual[:TELLING]}:
            by_token[token].append(place)
        if not across and matter.kind:
            by_token[matter.kind, matter.building].append(place)
    most = max(20, math.ceil(COMMON * len(reports)))
    return [
        places
        for key, places in by_token.items()
        if 1 < len(places) <= most or (len(places) > 1 and isinstance(key, tuple))
    ]


## What it is called


def salient_words(group: Sequence[Report], everything: Sequence[Report], known: Set[str] = frozenset()) -> list[str]:
    """Up to three words that many of the group have and few others do; of `known` words before all others.

    Words stand in at least two fifths of the group's texts; known ones are named first.
    """
    texts, others = [report.text for report in group], [report.text for report in everything]
    enough = max(2, math.ceil(0.4 * len(texts)))
    said = Counter(word for text in texts for word in known_in(text, known))
    found = {word: count for word, count in said.items() if count >= enough} | _runs(texts, enough, known)
    ranked = sorted(found, key=lambda word: (-_salience(word, found[word], len(texts), others, word in known), word))
    return sorted(apart(ranked, SALIENT), key=lambda word: word not in known)


def _runs(texts: Sequence[str], enough: int, known: Set[str]) -> dict[str, int]:
    """Runs of characters that stand in enough texts and are no part of a longer one as frequent."""
    counts = Counter(run for text in texts for run in runs_in(text, known))
    kept = {run: count for run, count in counts.items() if count >= enough}
    longer = Counter[str]()
    for run, count in kept.items():
        for part in (run[1:], run[:-1]):
            longer[part] = max(longer[part], count)
    return {run: count for run, count in kept.items() if longer[run] < count and len(run) <= LONGEST}


def _salience(word: str, count: int, size: int, others: Sequence[str], is_known: bool) -> float:
    beyond = sum(word in text for text in others)
    rare = math.log((len(others) + 1) / (beyond + 1)) + 0.3
    return count / size * rare * min(len(word), 4) * (1.5 if is_known else 1.0)


def trend_of(moments: Iterable[datetime], now: datetime) -> list[int]:
    """How many in each five days of the window, the latest last."""
    length, counts = WINDOW / BUCKETS, [0] * BUCKETS
    for moment in moments:
        place = BUCKETS - 1 - int((now - moment) / length)
        if 0 <= place < BUCKETS:
            counts[place] += 1
    return counts
