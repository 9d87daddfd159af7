"""What a station cannot settle: school places, wages, social insurance, a developer before hand-over.

Pure but for the one file that is read (services/data/out_of_scope.toml). It decides nothing: the chief gets such a
request like any other, and the page says where one can turn besides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.suggest import WordEntry, WordIndex, suggest

FILE = Path(__file__).parents[1] / "data" / "out_of_scope.toml"
ENOUGH = 2.2  # a word of three characters at the start, or two shorter ones
READ = 160  # characters: whose matter it is, is said at the start
FIELDS = {"slug", "name", "name_en", "turn_to", "turn_to_en", "phone", "words"}


@dataclass(frozen=True)
class Matter:
    """Something that others settle, and who they are. The words are in the reader's language (`said`)."""

    slug: str
    name: str
    name_en: str
    turn_to: str
    turn_to_en: str
    phone: str = ""


@dataclass(frozen=True)
class OutOfScope:
    matter: Matter
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Matters:
    by_slug: Mapping[str, Matter]
    index: WordIndex


def load_matters(path: Path = FILE) -> Matters:
    """A fault is a ValueError that names the matter."""
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("matter", [])
    for row in rows:
        if set(row) != FIELDS or not row["words"] or not row["turn_to"]:
            raise ValueError(f"{path.name}: matter {row.get('slug', '?')}: a field is missing, empty or unknown")
    matters = {row["slug"]: Matter(**{name: row[name] for name in FIELDS - {"words"}}) for row in rows}
    if len(matters) != len(rows):
        raise ValueError(f"{path.name}: a slug stands there twice")
    return Matters(matters, WordIndex.build(_entries(rows)))


def _entries(rows: Iterable[Mapping[str, Any]]) -> Iterable[WordEntry]:
    return (WordEntry(row["slug"], row["slug"], row["words"]) for row in rows)


def scope_of(text: str, matters: Matters, title: str = "") -> OutOfScope | None:
    """The matter of others that a text is about, or None: a station may well see to it."""
    found = suggest(text[:READ], matters.index, title=title)
    if not found or found[0].score < ENOUGH:
        return None
    return OutOfScope(matters.by_slug[found[0].slug], found[0].words, found[0].score)
