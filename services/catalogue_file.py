"""Reads the request catalogue (services/data/catalogue.toml) and says exactly where it is wrong.

The file is the starting state: a database takes it over once, then administrators edit the rows. The fields and their
meaning are explained on top of the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.danger import DANGER_KINDS
from services.deadlines import Span
from services.vocabulary import Nature, QuestionKind, Target, Urgency
from stations.vocabulary import Post, TeamKind

CATALOGUE = Path(__file__).parent / "data" / "catalogue.toml"
POST_CODES = frozenset(Post.values) | {f"team:{kind}" for kind in TeamKind.values}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z][a-z0-9_]*")
FEWEST_WORDS = 12
GROUP_FIELDS = frozenset({"slug", "name", "name_en", "icon", "order"})
CATEGORY_FIELDS = frozenset({
    "slug", "name", "name_en", "group", "nature", "lead", "with", "urgency", "accept", "contact", "resolve",
    "outside_bodies", "outside_advice", "sensitive", "about", "emergency", "icon", "hint", "words",
})  # fmt: skip
QUESTION_FIELDS = frozenset({"code", "label", "label_en", "kind"})


@dataclass(frozen=True)
class Option:
    zh: str
    en: str


@dataclass(frozen=True)
class QuestionSpec:
    code: str
    label: str
    label_en: str
    kind: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class GroupSpec:
    slug: str
    name: str
    name_en: str
    icon: str
    order: int


@dataclass(frozen=True)
class CategorySpec:
    """One kind of request; `co` is the file's `with` (a word that Python keeps for itself)."""

    slug: str
    name: str
    name_en: str
    group: str
    nature: str
    lead: tuple[str, ...]
    co: tuple[str, ...]
    urgency: str
    accept: str
    contact: str
    resolve: str
    outside_bodies: tuple[str, ...]
    outside_advice: str
    sensitive: bool
    about: str
    emergency: str
    icon: str
    hint: str
    words: tuple[str, ...]
    questions: tuple[QuestionSpec, ...]


@dataclass(frozen=True)
class Catalogue:
    groups: tuple[GroupSpec, ...]
    categories: tuple[CategorySpec, ...]


def load_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """The catalogue in the order of the file. A fault is a ValueError that names the place: `category no-water`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: not TOML: {error}") from error
    return parse_catalogue(raw)


def parse_catalogue(raw: Mapping[str, Any]) -> Catalogue:
    groups = tuple(_group(row, _place("group", row, n)) for n, row in enumerate(raw.get("group", []), 1))
    _once((group.slug for group in groups), "group")
    slugs = frozenset(group.slug for group in groups)
    rows = raw.get("category", [])
    categories = tuple(_category(row, slugs, _place("category", row, n)) for n, row in enumerate(rows, 1))
    _once((category.slug for category in categories), "category")
    if empty := sorted(slugs - {category.group for category in categories}):
        raise ValueError(f"group {empty[0]}: no category stands in it")
    return Catalogue(groups, categories)


def _group(row: Mapping[str, Any], place: str) -> GroupSpec:
    _fields(row, GROUP_FIELDS, frozenset(), place)
    _texts(row, {"slug": 40, "name": 40, "name_en": 60, "icon": 40}, place)
    _matches(SLUG, row["slug"], place, "slug")
    if type(row["order"]) is not int:
        raise ValueError(f"{place}: order must be a whole number")
    return GroupSpec(**row)


def _category(row: Mapping[str, Any], groups: frozenset[str], place: str) -> CategorySpec:
    _fields(row, CATEGORY_FIELDS, frozenset({"question"}), place)
    _texts(row, {"slug": 40, "name": 40, "name_en": 60, "icon": 40, "hint": 80}, place)
    _texts(row, {"outside_advice": 80, "about": 8, "emergency": 10}, place, may_be_empty=True)
    _matches(SLUG, row["slug"], place, "slug")
    _known(row["group"], groups, place, "group")
    _known(row["nature"], Nature.values, place, "nature")
    _known(row["urgency"], Urgency.values, place, "urgency")
    _known(row["about"], set(Target.values) - {Target.MEMBER}, place, "about")
    _known(row["emergency"], {"", *DANGER_KINDS}, place, "emergency")
    if type(row["sensitive"]) is not bool:
        raise ValueError(f"{place}: sensitive must be true or false")
    _posts(row, place)
    _bodies(row["outside_bodies"], place)
    for field in ("accept", "contact", "resolve"):
        _span(row[field], place, field)
    _words(row["words"], place)
    asked = enumerate(row.get("question", []), 1)
    questions = tuple(_question(each, _place(f"{place}: question", each, n)) for n, each in asked)
    _once((question.code for question in questions), f"{place}: question")
    values: dict[str, Any] = {name: row[name] for name in CATEGORY_FIELDS - {"with"}}
    values |= {name: tuple(row[name]) for name in ("lead", "words", "outside_bodies")} | {"co": tuple(row["with"])}
    return CategorySpec(**values, questions=questions)


def _question(row: Mapping[str, Any], place: str) -> QuestionSpec:
    _fields(row, QUESTION_FIELDS, frozenset({"options"}), place)
    _texts(row, {"code": 40, "label": 60, "label_en": 80}, place)
    _matches(CODE, row["code"], place, "code")
    _known(row["kind"], QuestionKind.values, place, "kind")
    options = row.get("options", [])
    needs_options = row["kind"] in (QuestionKind.ONE, QuestionKind.SEVERAL)
    if needs_options != bool(options) or len(options) == 1:
        raise ValueError(f"{place}: two options or more for a choice, none for any other kind")
    for option in options:
        _fields(option, frozenset({"zh", "en"}), frozenset(), f"{place}: option")
        _texts(option, {"zh": 40, "en": 60}, f"{place}: option")
    return QuestionSpec(row["code"], row["label"], row["label_en"], row["kind"], tuple(Option(**o) for o in options))


def _posts(row: Mapping[str, Any], place: str) -> None:
    if not row["lead"]:
        raise ValueError(f"{place}: lead names nobody")
    for field in ("lead", "with"):
        for post in row[field]:
            _known(post, POST_CODES, place, field)
        _once(row[field], f"{place}: {field}")


def _bodies(names: object, place: str) -> None:
    """Names, not advice: they are printed as 「已报到…」."""
    if not isinstance(names, list) or not all(isinstance(name, str) and 0 < len(name) <= 20 for name in names):
        raise ValueError(f"{place}: outside_bodies must be names of 1 to 20 characters")
    _once(names, f"{place}: outside_bodies")


def _words(words: list[str], place: str) -> None:
    _once(words, f"{place}: words")
    if len(words) < FEWEST_WORDS:
        raise ValueError(f"{place}: fewer than {FEWEST_WORDS} words")
    for word in words:
        parts = word.split("…")
        if len(parts) > 2 or not all(part and part == part.strip() for part in parts) or len("".join(parts)) < 2:
            raise ValueError(f"{place}: word {word!r} needs two characters and at most one …")


def _span(value: object, place: str, field: str) -> None:
    try:
        Span.parse(str(value))
    except ValueError as error:
        raise ValueError(f"{place}: {field} {value!r} is no span like 30m, 4h, 2wd") from error


def _place(what: str, row: object, number: int) -> str:
    name = row.get("slug") or row.get("code") if isinstance(row, Mapping) else None
    return f"{what} {name or f'no. {number}'}"


def _fields(row: object, needed: frozenset[str], allowed: frozenset[str], place: str) -> None:
    if not isinstance(row, Mapping):
        raise ValueError(f"{place}: not a table")
    if missing := sorted(needed - row.keys()):
        raise ValueError(f"{place}: {missing[0]} is missing")
    if unknown := sorted(row.keys() - needed - allowed):
        raise ValueError(f"{place}: nobody knows a field {unknown[0]}")


def _texts(row: Mapping[str, Any], longest: Mapping[str, int], place: str, *, may_be_empty: bool = False) -> None:
    for field, limit in longest.items():
        value = row[field]
        if not isinstance(value, str) or len(value) > limit or not (value.strip() or may_be_empty):
            raise ValueError(f"{place}: {field} must be a text of {0 if may_be_empty else 1} to {limit} characters")


def _matches(pattern: re.Pattern[str], value: str, place: str, field: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"{place}: {field} {value!r} is not of the form {pattern.pattern}")


def _known(value: object, allowed: Iterable[str], place: str, field: str) -> None:
    if value not in set(allowed):
        raise ValueError(f"{place}: unknown {field} {value!r}")


def _once(values: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{place} {value}: stands there twice")
        seen.add(value)
