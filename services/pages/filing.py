"""What the filing form offers beside its fields: tiles of kinds, and the words that make the danger box light up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

from core import icons
from services.danger import danger_of
from services.queries import catalogue

# What people type first, for the browser. The server reads the whole sentence (services/danger.py).
HINTS: dict[str, tuple[str, ...]] = {
    "gas": ("煤气味", "燃气味", "天然气味", "煤气漏", "燃气漏", "漏煤气", "漏燃气", "煤气泄", "燃气泄"),
    "fire": ("着火", "失火", "起火", "冒烟", "浓烟", "烧起来"),
    "lift": ("困在电梯", "电梯困人", "关在电梯", "困电梯里"),
    "medical": ("晕倒", "昏倒", "昏迷", "叫不醒", "喘不上气", "抽搐", "大出血", "摔倒起不来", "老伴不行了"),
    "electric": ("漏电", "触电", "电着人", "电线断了"),
    "violence": ("打人", "家暴", "拿刀", "打起来"),
    "despair": ("不想活", "跳楼", "轻生", "自杀", "想不开"),
    "missing": ("老人走丢", "孩子走丢", "老人走失", "孩子不见了"),
    "crime": ("小偷", "撬门", "被抢"),
    "falling": ("高空抛物", "高空坠物"),
    "fraud": ("诈骗", "被骗"),
    "cry": ("救命", "快来人"),
}


def hints() -> list[dict[str, Any]]:
    """For static/js/danger.js: words, what to do first, and whom to call."""
    rows = []
    for kind, words in HINTS.items():
        danger = danger_of(kind)
        numbers = [number.number for number in danger.numbers]
        rows.append({"words": words, "advice": str(danger.advice), "numbers": numbers})
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
