"""Small drawings that stand beside a number and repeat what it says: so a screen reader passes them over.

Colours stand as attributes and as classes: paper and PDF take the first, dark pages the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Number = Decimal | int | None
BAR, DOT = 100, 104
INSET = 6


def bar(value: Number, most: Number) -> SafeString:
    """As long as its share of the largest; something is to be seen of whatever is not nothing."""
    long = max(2.0, _share(value, most) * BAR) if value else 0
    return format_html(
        '<svg class="mk" width="{}" height="10" viewBox="0 0 {} 10" aria-hidden="true">'
        '<rect class="x2" fill="#857a6f" width="{}" height="10" rx="2"/></svg>',
        BAR,
        BAR,
        _n(long),
    )


def dot(value: Number, low: int, mark: Number) -> SafeString:
    """A rate between `low` and 100, and a tick at `mark`; grey below it."""
    if value is None:
        return SafeString("")
    line = format_html('<line class="g" stroke="#e3dcd2" x1="{}" x2="{}" y1="7" y2="7"/>', INSET, DOT - INSET)
    tick = format_html(
        '<line class="tg" stroke="#211c18" stroke-dasharray="2 3" x1="{0}" x2="{0}" y1="0" y2="14"/>', _at(mark, low)
    )
    is_behind = mark is not None and value < mark
    return format_html(
        '<svg class="mk" width="{0}" height="14" viewBox="0 0 {0} 14" aria-hidden="true">{1}{2}'
        '<circle class="{3}" fill="{4}" cx="{5}" cy="7" r="5"/></svg>',
        DOT,
        line,
        tick if mark is not None else "",
        "x2" if is_behind else "x1",
        "#857a6f" if is_behind else "#a61b1f",
        _at(value, low),
    )


def low_end(values: Sequence[Number]) -> int:
    """Where an axis of rates may begin: the ten below the least."""
    known = [value for value in values if value is not None]
    return min(90, int(min(known)) // 10 * 10) if known else 0


def columns(values: Sequence[int]) -> SafeString:
    """One for each month, the last in red."""
    most, step = max([*values, 1]), 200 / len(values)
    rects = [
        (
            "x1" if place == len(values) - 1 else "bar0",
            "#a61b1f" if place == len(values) - 1 else "#e3dcd2",
            _n(place * step + 1),
            _n(56 - max(value / most * 54, 1.5 if value else 0)),
            _n(step - 2),
            _n(max(value / most * 54, 1.5 if value else 0)),
        )
        for place, value in enumerate(values)
    ]
    drawn = format_html_join("", '<rect class="{}" fill="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>', rects)
    return format_html(
        '<svg class="mk wide" viewBox="0 0 200 57" preserveAspectRatio="none" aria-hidden="true">{}'
        '<line class="g" stroke="#e3dcd2" x1="0" x2="200" y1="56.5" y2="56.5"/></svg>',
        drawn,
    )


def spark(values: Sequence[Number]) -> SafeString:
    """A line through what is known; nothing where there are not two points."""
    known = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(v for _p, v in known), max(v for _p, v in known)
    reach, step = (high - low) or 1.0, 112 / (len(values) - 1)
    points = [(_n(4 + place * step), _n(24 - (value - low) / reach * 20)) for place, value in known]
    return format_html(
        '<svg class="mk" width="120" height="28" viewBox="0 0 120 28" aria-hidden="true">'
        '<polyline class="l2" fill="none" stroke="#857a6f" stroke-width="2" points="{}"/>'
        '<circle class="x1" fill="#a61b1f" cx="{}" cy="{}" r="3.5"/></svg>',
        " ".join(f"{x},{y}" for x, y in points),
        *points[-1],
    )


def _share(value: Number, most: Number) -> float:
    return float(value) / float(most) if value and most else 0.0


def _at(value: Number, low: int) -> str:
    share = (float(value or 0) - low) / (100 - low)
    return _n(INSET + max(0.0, min(1.0, share)) * (DOT - 2 * INSET))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
