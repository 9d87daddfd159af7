"""Which words an event has. Each room registers its own (services/notice_words.py); the inbox says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from stations.titles import label_words

_words: dict[str, str | Promise] = {}


def register(words: Mapping[str, str | Promise]) -> None:
    """`words`: event → a sentence with named placeholders, filled from the notice's facts and `subject`."""
    for event, sentence in words.items():
        if _words.get(event, sentence) != sentence:
            raise ValueError(f"The notice {event!r} has words already.")
        _words[event] = sentence


def words_of(event: str, facts: Mapping[str, Any], subject: str) -> str:
    return str(_words[event]) % {"subject": subject, **{name: _said(name, value) for name, value in facts.items()}}


def _said(name: str, value: Any) -> Any:
    """Titles and reasons are kept in the language of the sources; what people wrote stays as it is."""
    if not value:
        return value
    if name in ("by", "who", "to"):
        return label_words(value)
    return gettext(value) if name == "why" else value


def known_events() -> list[str]:
    return sorted(_words)
