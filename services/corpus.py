"""What the model learns from: the project's examples, the catalogue's words, and what chiefs put right.

The words of private matters never go into a model: requests that are sensitive are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from services.models import RequestEvent
from services.understanding.training import CORRECTION_SHARE, WORD_SHARE, Example
from services.vocabulary import EventKind

FOLDER = Path(__file__).parent / "data" / "examples"
LATEST_CORRECTIONS = 5000


def written_examples(kinds: Iterable[str], folder: Path = FOLDER) -> list[Example]:
    """One file a kind, one message a line; in files that begin with `_` a line is the kind, a tab, the message; of
    letters with a title, kind, title and text."""
    known = set(kinds)
    found = [
        Example(slug, line)
        for slug in sorted(known)
        if (folder / f"{slug}.txt").exists()
        for line in _lines(folder / f"{slug}.txt")
    ]
    for path in sorted(folder.glob("_*.txt")):
        for line in _lines(path):
            slug, tab, text = line.partition("\t")
            if not tab or not text:
                raise ValueError(f"{path.name}: {line!r} is no kind, tab, text")
            if slug in known:
                title, tab, letter = text.partition("\t")
                found.append(Example(slug, letter, title) if tab else Example(slug, text))
    return found


def words_as_examples(words: Mapping[str, Iterable[str]]) -> list[Example]:
    """Kind → its words. They teach the model what no example says yet."""
    return [
        Example(slug, word.replace("…", ""), share=WORD_SHARE) for slug in sorted(words) for word in sorted(words[slug])
    ]


def corrections(kinds: Iterable[str]) -> list[Example]:
    """What people at the desk put right: the last kind that somebody gave a request, with the resident's own words."""
    known, latest = set(kinds), {}
    rows = RequestEvent.objects.filter(kind=EventKind.CLASSIFIED, request__is_sensitive=False)
    rows = rows.exclude(request__description="").exclude(data__has_key="by")  # the desk's word, not the reporter's
    fields = rows.order_by("-pk").values_list("request_id", "request__description", "data__category", "data__was")
    for request, text, kind, was in fields[:LATEST_CORRECTIONS]:
        if request not in latest:
            latest[request] = (kind, text) if kind in known and kind != was else None
    return [Example(*row, share=CORRECTION_SHARE) for _request, row in sorted(latest.items()) if row]


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
