"""What the filing form offers beside its fields: tiles of kinds, and the signs that make the danger box light up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

from core import icons
from services.danger import SIGNS, danger_of
from services.queries import catalogue

# Browsers of a few years ago cannot look behind. Without that a sign says a little more, which costs a glance.
LOOKS_BEHIND = re.compile(r"\(\?<[!=](?:[^()\[\]]|\[[^\]]*\])*\)")


def hints() -> list[dict[str, Any]]:
    """For static/js/danger.js: the server's own signs (services/danger.py), what to do first, numbers with names."""
    rows = []
    for kind, patterns in SIGNS.items():
        sign, unless = (LOOKS_BEHIND.sub("", pattern) for pattern in patterns)
        danger = danger_of(kind)
        numbers = [(number.number, str(number.who)) for number in danger.numbers]
        rows.append({"sign": sign, "unless": unless, "advice": str(danger.advice), "numbers": numbers})
    return rows


@dataclass(frozen=True)
class Tile:
    slug: str
    name: str
    icon: SafeString


def tiles() -> list[Tile]:
    return [Tile(group.slug, str(group), draw(group.icon)) for group, _kinds in catalogue().grouped()]


@lru_cache(maxsize=128)
def draw(name: str) -> SafeString:
    """The catalogue names heroicons; whoever edits it may mistype, and the page must stand all the same."""
    try:
        return mark_safe(heroicon_outline(name, size=24, **{"class": "i"}).replace(' data-slot="icon"', ""))
    except IconDoesNotExist:
        return icons.draw("chat")
