"""By which tokens a request is found, and how one thing is called by many names. Pure.

Two columns: `search` holds what it is about, and whoever may read the request may search there; `reporter_search`
holds who filed it (name, its sound, initials, phone and the phone's last four), for those who may know that. Both
carry the station's token, so that an index finds what a station has without looking at the others'.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from core.text import bigrams, pinyin_of

SYNONYMS = Path(__file__).parent / "data" / "synonyms.toml"
MOST_TERMS, MOST_WORDINGS = 5, 8
TAIL = 4
STATION = "atstation"


def station_token(station_id: int) -> str:
    """Nobody types it; if somebody did, they would find what they may see anyhow."""
    return f"{STATION}{station_id}"


def text_tokens(text: str, station_id: int) -> str:
    return bigrams(f"{text} {station_token(station_id)}")


def reporter_tokens(name: str, phone: str, station_id: int) -> str:
    """「张三」, 13812340427 → " 张三 三 zhangsan zs 13812340427 0427 atstation7 "; nothing for somebody unknown."""
    parts = [name, pinyin_of(name) if name else "", phone, phone[-TAIL:] if len(phone) > TAIL else ""]
    return bigrams(" ".join([*parts, station_token(station_id)])) if name or phone else ""


def terms_of(q: str) -> list[list[str]]:
    """What is asked for, each in all its wordings, as typed first: 「升降机 异响」 → [[升降机, 电梯, …], [异响, …]]."""
    return [wordings_of(term) for term in q.split()[:MOST_TERMS]]


def wordings_of(term: str) -> list[str]:
    found = [term]
    for words in _synonyms():
        said = max((word for word in words if word in term), key=len, default="")
        if said:
            found += [term.replace(said, word) for word in words if word != said]
    return list(dict.fromkeys(found))[:MOST_WORDINGS]


def synonyms() -> frozenset[str]:
    return frozenset(word for words in _synonyms() for word in words)


def is_synonym(term: str) -> bool:
    return any(term in words for words in _synonyms())


@lru_cache(maxsize=1)
def _synonyms() -> list[list[str]]:
    return [list(words) for words in tomllib.loads(SYNONYMS.read_text("utf-8"))["same"]]


def is_wordless(q: str) -> bool:
    """Nothing but marks: 「???」."""
    return not re.search(r"[^\W_]", q)
