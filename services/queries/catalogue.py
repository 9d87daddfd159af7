"""The catalogue as filing and the pages need it: read once, kept in the process for a minute."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from services.deadlines import SPANS_OF_URGENCY, UNCLEAR_SPANS
from services.finding import synonyms
from services.models import Category, CategoryGroup, Question
from services.suggest import WordEntry, WordIndex
from services.vocabulary import NAMELESS_NATURES, Urgency

AND = re.compile(r"[、，与和]")
TELLING = 3  # characters of a word that names one kind of thing: 「电梯困人」, not 「水管」
PAIR = 2  # characters of a Chinese word
SECONDS = 60  # how long another process may still work with an older catalogue


@dataclass(frozen=True)
class Catalogue:
    groups: tuple[CategoryGroup, ...]
    by_slug: dict[str, Category]  # active ones, in their order
    by_id: dict[int, Category]  # all of them: old requests keep their kind
    questions: dict[int, tuple[Question, ...]]
    index: WordIndex
    called: dict[str, frozenset[int]]  # a name, or a word that says it all → ids of the kinds that are called so
    words: frozenset[str]  # of all kinds
    read_at: float = field(default_factory=time.monotonic)

    def grouped(self) -> list[tuple[CategoryGroup, list[Category]]]:
        rows = [(group, [c for c in self.by_slug.values() if c.group_id == group.pk]) for group in self.groups]
        return [(group, categories) for group, categories in rows if categories]


def spans_of(category: Category | None, urgency: str) -> tuple[str, str, str]:
    """accept, contact, resolve: the kind's own ones, unless this request is more urgent than its kind."""
    if category and category.urgency == urgency:
        return (category.accept, category.contact, category.resolve)
    if urgency in SPANS_OF_URGENCY:
        return SPANS_OF_URGENCY[Urgency(urgency)]
    return (category.accept, category.contact, category.resolve) if category else UNCLEAR_SPANS


_kept: Catalogue | None = None


def catalogue() -> Catalogue:
    global _kept
    if _kept is None or time.monotonic() - _kept.read_at > SECONDS:
        _kept = _read()
    return _kept


def forget_catalogue() -> None:
    global _kept
    _kept = None


def _read() -> Catalogue:
    groups = tuple(CategoryGroup.objects.all())
    categories = list(Category.objects.select_related("group").all())
    active = {category.slug: category for category in categories if category.is_active}
    questions: dict[int, tuple[Question, ...]] = {}
    for question in Question.objects.filter(is_active=True):
        questions[question.category_id] = (*questions.get(question.category_id, ()), question)
    index = WordIndex.build(WordEntry(c.slug, c.group.slug, c.words) for c in active.values())
    called: dict[str, frozenset[int]] = {}
    for category in categories:
        for name in _names_of(category):
            called[name] = called.get(name, frozenset()) | {category.pk}
    for word, kinds in _words_of_groups(categories).items():
        called[word] = called.get(word, frozenset()) | kinds
    words = frozenset(word for category in categories for word in category.words)
    return Catalogue(groups, active, {c.pk: c for c in categories}, questions, index, called, words)


def known_words() -> frozenset[str]:
    """Of all kinds, with what else they are called."""
    return frozenset(word for word in catalogue().words | synonyms() if "…" not in word)


def _names_of(kind: Category) -> set[str]:
    """Its and its group's name, the parts of both (「水管爆了」 of 「停水、水管爆了」), words that say it all."""
    names = [kind.name, kind.name_en, kind.group.name, kind.group.name_en]
    parts = {part.strip().casefold() for name in names for part in (name, *AND.split(name))}
    return (parts | {word for word in kind.words if len(word) >= TELLING}) - {""}


def _words_of_groups(categories: list[Category]) -> dict[str, frozenset[int]]:
    """「噪音」 and 「扰民」 of 「噪音扰民」: a long name is made of words of two characters.

    Not those that other groups' kinds speak of as well: 「公共」, 「服务」 and 「安全」 would find half of everything.
    """
    said: dict[int, str] = {}
    for kind in categories:
        said[kind.group_id] = "\n".join([said.get(kind.group_id, ""), kind.name, *kind.words])
    found: dict[str, frozenset[int]] = {}
    for group in {kind.group_id: kind.group for kind in categories}.values():
        elsewhere = "\n".join(words for pk, words in said.items() if pk != group.pk)
        parts = [part for part in AND.split(group.name) if len(part) >= 2 * PAIR and len(part) % PAIR == 0]
        pairs = {part[at : at + PAIR] for part in parts for at in range(0, len(part), PAIR)}
        kinds = frozenset(kind.pk for kind in categories if kind.group_id == group.pk)
        found |= {pair: found.get(pair, frozenset()) | kinds for pair in pairs if pair not in elsewhere}
    return found


def kinds_to_follow() -> dict[str, str]:
    """Slug → name in the reader's language, of the kinds that neighbours may hear of."""
    kinds = catalogue().by_slug.values()
    return {kind.slug: str(kind) for kind in kinds if not kind.is_sensitive and kind.nature not in NAMELESS_NATURES}
