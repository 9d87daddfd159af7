"""Which kinds of request does a text speak of? A plain, explainable first version: the catalogue's words, weighed.

Pure. A suggestion always names the words that it stands on. How a text is weighed:

1. the words of all kinds are looked for, the longest first; one that stands inside a longer one does not count again
   (「垃圾费」 is about money, not about 「垃圾」); 「A…B」 allows up to eight characters of the same clause in between
2. a word just denied (「不是电梯，…」) does not count
3. a longer word weighs more; a word that several kinds share weighs less
4. the title counts more than the text, and the text's beginning more than the rest of a long letter
5. a word said again adds less each time; words of sister kinds (same group) support a kind that has words itself
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

LENGTH_WEIGHTS = {1: 0.8, 2: 1.0, 3: 1.6, 4: 2.2, 5: 2.6}  # by characters; longer ones weigh like five
TITLE_WEIGHT = 2.5
OPENING_WEIGHT = 1.4
OPENING_LENGTH = 60  # characters at the start of a text that usually say what it is about
AGAIN_WEIGHT = 0.35
SISTER_SUPPORT = 0.35
GAP = 8
CLEAR_SCORE = 2.2  # one word of three characters at the start is enough
SHORT_TEXT, SHORT_SCORE = 15, 1.3  # 「停电了」: who says no more than that has said it with one word of two
CLEAR_LEAD = 2.2  # the first must have so many times the score of the best of another group
CLEAR_LEAD_IN_GROUP = 1.15
ENOUGH_TEXT = 6000  # characters read: a longer letter has said by then what it is about

CLAUSE_END = re.compile(r"[,.!?;:\n、，。！？；：…]")
DENIAL = re.compile(r"(?<!是)(?<!要)(?:不是|并非|不关|无关)[^,.!?;:\n]{0,3}$")
ONE_AFTER_ANOTHER = re.compile(r"^[^.!?\n]{0,12}就是")


class WordEntry(NamedTuple):
    """The words of one kind, as the catalogue has them."""

    slug: str
    group: str
    words: Iterable[str]


@dataclass(frozen=True)
class Suggestion:
    """A kind that the text may be about; `words` are those found in the text, the weightiest first."""

    slug: str
    group: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Word:
    text: str
    head: str
    tail: str  # the part after 「…」, else empty
    weight: float
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class WordIndex:
    """The words of all kinds, ready to be found: by their first two characters, the longest first."""

    groups: Mapping[str, str] = field(default_factory=dict)  # slug → group
    by_head: Mapping[str, tuple[_Word, ...]] = field(default_factory=dict)

    @classmethod
    def build(cls, entries: Iterable[WordEntry]) -> WordIndex:
        """Words of fewer than two characters are taken too (「狗」); empty ones and doubles are left out."""
        groups: dict[str, str] = {}
        owners: dict[str, list[str]] = defaultdict(list)
        for slug, group, words in entries:
            groups[slug] = group
            for word in dict.fromkeys(normalise(word).strip() for word in words):
                if word.strip("…"):
                    owners[word].append(slug)
        by_head: dict[str, list[_Word]] = defaultdict(list)
        for word, slugs in owners.items():
            head, _gap, tail = word.strip("…").partition("…")
            weight = _length_weight(len(head + tail)) / len(slugs)
            by_head[head[:2]].append(_Word(word, head, tail, weight, tuple(slugs)))
        ordered = {key: tuple(sorted(found, key=lambda w: -len(w.text))) for key, found in by_head.items()}
        return cls(groups, ordered)


@dataclass(frozen=True)
class _Hit:
    word: _Word
    start: int
    end: int


def suggest(text: str, index: WordIndex, title: str = "") -> list[Suggestion]:
    """The kinds that the text speaks of, the likeliest first; empty when no word of the catalogue is in it."""
    weights: dict[_Word, float] = defaultdict(float)
    times: Counter[_Word] = Counter()
    for part, is_title in ((title, True), (text, False)):
        for hit in _hits(normalise(part[:ENOUGH_TEXT]), index):
            again = AGAIN_WEIGHT ** times[hit.word]
            weights[hit.word] += hit.word.weight * _place_weight(hit, is_title=is_title, has_title=bool(title)) * again
            times[hit.word] += 1
    own: dict[str, float] = defaultdict(float)
    words: dict[str, list[_Word]] = defaultdict(list)
    for word in sorted(weights, key=lambda w: (-weights[w], w.text)):
        for slug in word.slugs:
            own[slug] += weights[word]
            words[slug].append(word)
    group_sums: dict[str, float] = defaultdict(float)
    for slug, score in own.items():
        group_sums[index.groups[slug]] += score
    found = []
    for slug, score in own.items():
        group = index.groups[slug]
        total = score + SISTER_SUPPORT * (group_sums[group] - score)
        found.append(Suggestion(slug, group, round(total, 3), tuple(word.text for word in words[slug])))
    return sorted(found, key=lambda s: (-s.score, s.slug))


def is_clear(suggestions: list[Suggestion], length: int = ENOUGH_TEXT) -> bool:
    """Is the first suggestion good enough to route at once, without a person's look? `length`: of the text."""
    enough = SHORT_SCORE if length <= SHORT_TEXT else CLEAR_SCORE
    if not suggestions or suggestions[0].score < enough:
        return False
    first = suggestions[0]
    for other in suggestions[1:]:
        lead = CLEAR_LEAD_IN_GROUP if other.group == first.group else CLEAR_LEAD
        if first.score < other.score * lead:
            return False
    return True


def normalise(text: str) -> str:
    """One form for one word: full-width and half-width, capitals and small letters; 「…」 stays."""
    return "…".join(unicodedata.normalize("NFKC", part) for part in text.split("…")).lower()


def _length_weight(length: int) -> float:
    return LENGTH_WEIGHTS[min(length, max(LENGTH_WEIGHTS))]


def _place_weight(hit: _Hit, *, is_title: bool, has_title: bool) -> float:
    if is_title:
        return TITLE_WEIGHT
    return 1.0 if has_title or hit.start >= OPENING_LENGTH else OPENING_WEIGHT


def _hits(text: str, index: WordIndex) -> Iterator[_Hit]:
    """The words in the text from left to right; none stands wholly inside one that was found before."""
    covered = 0
    for start in range(len(text)):
        hit = _longest_at(text, start, index.by_head.get(text[start : start + 2], ())) or _longest_at(
            text, start, index.by_head.get(text[start], ())
        )
        if hit and hit.end > covered:
            covered = hit.end
            if not _is_denied(text, hit):
                yield hit


def _longest_at(text: str, start: int, words: tuple[_Word, ...]) -> _Hit | None:
    for word in words:
        if not text.startswith(word.head, start):
            continue
        end = start + len(word.head)
        if not word.tail:
            return _Hit(word, start, end)
        found = text.find(word.tail, end, end + GAP + len(word.tail))
        if found >= 0 and not CLAUSE_END.search(text, end, found):
            return _Hit(word, start, found + len(word.tail))
    return None


def _is_denied(text: str, hit: _Hit) -> bool:
    before = text[max(0, hit.start - 8) : hit.start]
    return bool(DENIAL.search(before)) and not ONE_AFTER_ANOTHER.match(text[hit.end : hit.end + 16])


# What somebody wants.

TROUBLE = re.compile(
    r"坏|漏|堵|爆|停水|停电|没水|没电|不亮|不热|不通|不动|不走|不好使|不灵|吵|臭|脏|没人管|没人修|不管|不修|扰民|占|违|被偷"
    r"|投诉|举报|困在|不作为|太差|难闻"
)
PRAISE = re.compile(
    r"表扬|点.{0,4}赞|锦旗|感谢信|夸[夸一奖]|好人好事|拾金不昧|辛苦了|好样的|帮了大忙"
    r"|(?:感谢|谢谢|多亏)[^,。!?;]{0,6}(?:师傅|大姐|大哥|阿姨|楼长|站长|物业|保安|保洁|驿站|志愿者)"
)
REPORT = re.compile(r"举报|检举|揭发")
COMPLAINT = re.compile(
    r"投诉|控诉|不满意|不作为|乱作为|乱收费|态度.{0,3}(?:差|恶劣|不好|蛮横|横)|差劲|推诿|敷衍|收钱不|光收钱|只收钱"
)
SUGGESTION = re.compile(
    r"(?:建议|提议|呼吁|倡议)(?!书)|提个?.{0,2}(?:建议|意见)|几点建议"
    r"|(?:能不能|可不可以|希望|最好)能?(?:多|增加|增设|加个|设个|设置|搞个|办个|添)"
)
INQUIRY = re.compile(
    r"请问|咨询|想问|问一下|问问|打听|[怎咋]么?(?:办理|申请|报名|交|领|预约)|[在去上到]哪儿?(?:办|交|领|报)"
    r"|(?:需要|要|带)(?:什么|啥|哪些)(?:材料|手续|证件|条件)|(?:什么|啥)时候(?:能|可以|开始|报名)"
    r"|几点(?:开|上班|下班)|[吗么呢]\?"
)

WISH_FIRST = 10  # a text that begins with its wish is a suggestion, whatever trouble it goes on to name


def nature_of(text: str, default: str) -> str:
    """Inquiry, help, complaint, report, suggestion or praise; in doubt `default`, the nature of the kind."""
    text = normalise(text)
    troubled = bool(TROUBLE.search(text))
    if PRAISE.search(text) and not troubled:
        return "praise"
    if REPORT.search(text):
        return "report"
    if COMPLAINT.search(text):
        return default if default == "report" else "complaint"
    wish = SUGGESTION.search(text)
    if wish and (not troubled or wish.start() < WISH_FIRST):
        return "suggestion"
    return "inquiry" if INQUIRY.search(text) and not troubled else default
