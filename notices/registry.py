"""The table of notices: event → who is told → in which words. Each room registers its rows (its notice_words.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from notices.vocabulary import Kind, Who
from stations.titles import label_words

Words = str | Promise
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
IN_A_TEXT_MESSAGE = {"number", "station"}


@dataclass(frozen=True)
class Told:
    """One row. `words` has named placeholders, filled from the notice's facts and `subject`.

    `sms`: the sentence that goes out as a text message, "" for none; it may name number and station, nothing that
    somebody wrote, for anybody may see a phone's screen. `urgent`: quiet hours do not hold it back. `sample`: facts
    (and `subject`) from which preview and tests make the notice.
    """

    event: str
    to: Who
    words: Words
    kind: Kind
    urgent: bool = False
    sms: Words = ""
    sample: Mapping[str, Any] = field(default_factory=dict)


_table: dict[str, Told] = {}


def register(rows: Iterable[Told]) -> None:
    for row in rows:
        if _table.get(row.event, row) != row:
            raise ValueError(f"The notice {row.event!r} has a row already.")
        said = set(PLACEHOLDER.findall(str(row.sms)))
        if not said <= IN_A_TEXT_MESSAGE:
            raise ValueError(f"The text message of {row.event!r} tells {sorted(said - IN_A_TEXT_MESSAGE)}.")
        _table[row.event] = row


def told(event: str) -> Told | None:
    """None for an event that the installed version no longer knows."""
    return _table.get(event)


def table() -> list[Told]:
    return sorted(_table.values(), key=lambda row: (list(Kind).index(row.kind), list(Who).index(row.to), row.event))


def known_events() -> list[str]:
    return sorted(_table)


def words_of(event: str, facts: Mapping[str, Any], subject: str) -> str:
    return say(_table[event].words, facts, subject)


def say(words: Words, facts: Mapping[str, Any], subject: str = "") -> str:
    return str(words) % {"subject": subject, **{name: _said(name, value, facts) for name, value in facts.items()}}


def _said(name: str, value: Any, facts: Mapping[str, Any]) -> Any:
    """Titles and reasons are kept in the language of the sources; what people wrote stays as it is.

    A fact with a sister `…_en` is a name that somebody entered in both languages.
    """
    if not value:
        return value
    if name in ("by", "who", "to"):
        return label_words(value)
    if facts.get(f"{name}_en") and get_language() == "en":
        return facts[f"{name}_en"]
    return gettext(value) if name == "why" else value
