"""Charts as SVG, drawn here on the server: no script, nothing inline that the Content-Security-Policy forbids.

Each has a title, a description and a table with the same numbers, so nobody depends on seeing it. Colours are
presentation attributes (paper and PDF show these) which static/css/figures.css overrides by class (dark, 长辈版);
lines differ in dashes and shades in numbers, so colour never speaks alone. `{% chart %}` (templatetags) prints one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from math import floor, log10
from unicodedata import east_asian_width
from zlib import crc32

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Number = Decimal | int | float
FONT = "PingFang SC,Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif"
INK, GRID, FIRST, SECOND, PALE = "#5a5149", "#e3dcd2", "#a61b1f", "#857a6f", "#d8cfc3"
SHADES = 5
LEAST_SPAN = 5.0  # percentage points of an axis: else 87.50 after 87.30 falls like a cliff
NOTHING = "—"


@dataclass(frozen=True)
class Series:
    """`words`: the values as they are printed; else they print themselves. None: there is no value there."""

    name: str
    values: Sequence[Number | None]
    words: Sequence[str] = ()

    def says(self, at: int) -> str:
        value = self.values[at]
        if value is None:
            return NOTHING
        return self.words[at] if self.words else f"{value:,}"

    @property
    def known(self) -> list[Number]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    svg: SafeString
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Panel:
    """One of small_multiples: `value` and `note` stand beside its title."""

    title: str
    value: str
    note: str
    svg: SafeString


@dataclass(frozen=True)
class Panels:
    panels: Sequence[Panel]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Cell:
    text: str
    shade: int  # 0: nothing, to SHADES
    href: str = ""


@dataclass(frozen=True)
class Grid:
    """A heat grid is a table: it is its own data table."""

    title: str
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def line_chart(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    target: tuple[str, Number] | None = None,
    truncated: bool = False,
) -> Chart:
    """Up to two lines over the same labels, the second one dashed. `truncated`: of rates, whose axis need not begin at
    nothing."""
    width, height, left, right, top, bottom = 440, 220, 44, 66, 14, 26
    low, high, ticks = _axis([v for one in series for v in one.known] + ([target[1]] if target else []), truncated)
    across = (width - left - right) / max(len(labels) - 1, 1)

    def x(at: int) -> float:
        return round(left + at * across, 1)

    def y(value: Number) -> float:
        return round(top + (height - top - bottom) * (high - float(value)) / (high - low), 1)

    drawn = [_tick(left, width - right, y(tick), tick) for tick in ticks]
    if target:
        drawn.append(_target(left, width - right, y(target[1]), target[0]))
    step = max(1, -(-len(labels) // 7))
    shown = [(x(at), height - 6, label) for at, label in enumerate(labels) if (len(labels) - 1 - at) % step == 0]
    drawn.append(format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', shown))
    ends: list[float] = []
    for number, one in enumerate(series, 1):
        drawn.append(_line(one, number, [x(at) for at in range(len(one.values))], y))
        drawn.append(_end(one, number, x, y, ends, is_alone=len(series) == 1))
    rows = [[label, *(one.says(at) for one in series)] for at, label in enumerate(labels)]
    return Chart(title, description, _svg(title, description, width, height, drawn), _head(series), rows)


def bar_chart(title: str, description: str, labels: Sequence[str], one: Series, *, marked: int = -1) -> Chart:
    """Lying bars with their values, from nothing; `marked` (an index) in the colour of the house."""
    row, left, width = 30, 130, 440
    most, height = float(max([*one.known, 0])) or 1, row * len(labels)
    drawn = []
    for at, label in enumerate(labels):
        length = round((width - left - 70) * float(one.values[at] or 0) / most, 1)
        css, fill = ("x1", FIRST) if at == marked else ("x2", SECOND)
        drawn.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect class="{}" fill="{}" x="{}" y="{}" width="{}" height="14" rx="2"/>'
                '<text class="v" x="{}" y="{}">{}</text>',
                *(left - 8, at * row + 19, _short(label, 9)),
                *(css, fill, left, at * row + 8, max(length, 1)),
                *(left + length + 6, at * row + 19, one.says(at)),
            )
        )
    rows = [[label, one.says(at)] for at, label in enumerate(labels)]
    return Chart(title, description, _svg(title, description, width, height, drawn), ["", one.name], rows)


def spark_line(title: str, description: str, values: Sequence[Number | None]) -> SafeString:
    """A small line without axes beside a figure that is printed; the last point is marked."""
    width, height, edge = 120, 32, 4
    known = [float(value) for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span, across = (high - low) or 1, (width - 2 * edge) / max(len(values) - 1, 1)

    def y(value: Number) -> float:
        return round(edge + (height - 2 * edge) * (high - float(value)) / span, 1)

    places = [round(edge + at * across, 1) for at in range(len(values))]
    drawn = [_line(Series("", values), 1, places, y)]
    last = next((at for at in range(len(values) - 1, -1, -1) if values[at] is not None), None)
    if last is not None:
        drawn.append(_dot(places[last], y(values[last] or 0), 1))
    return _svg(title, description, width, height, drawn, css="ch spark")


def small_multiples(labels: Sequence[str], several: Sequence[tuple[str, Series, str]]) -> Panels:
    """(title, series, note) of each panel: columns over the same labels, each on its own scale, the last one marked."""
    panels = []
    for title, one, note in several:
        description = _("%(name)s：最近%(value)s，%(note)s") % {"name": title, "value": one.says(-1), "note": note}
        panels.append(Panel(title, one.says(-1), note, columns(title, description, one.values)))
    rows = [[title, *(one.says(at) for at in range(len(labels)))] for title, one, _note in several]
    return Panels(panels, ["", *labels], rows)


def columns(title: str, description: str, values: Sequence[Number | None]) -> SafeString:
    width, height, gap = 200, 56, 2
    most = max([float(value) for value in values if value is not None] + [0]) or 1
    across = width / max(len(values), 1)
    wide, last, drawn = round(across - gap, 1), len(values) - 1, []
    for at, value in enumerate(values):
        tall = round((height - 2) * float(value or 0) / most, 1)
        css, fill = ("x1", FIRST) if at == last else ("x0", PALE)
        x, y = round(at * across + gap / 2, 1), round(height - tall, 1)
        drawn.append(f'<rect class="{css}" fill="{fill}" x="{x}" y="{y}" width="{wide}" height="{tall}" rx="1"/>')
    drawn.append(f'<line class="g" stroke="{GRID}" x1="0" x2="{width}" y1="{height}" y2="{height}"/>')
    return _svg(title, description, width, height, [_plain("".join(drawn))])


def inline_bar(value: Number | None, most: Number) -> SafeString:
    """A bar in a table's cell, beside its number: decoration, so hidden from those who listen."""
    length = round(96 * float(value or 0) / (float(most) or 1), 1)
    return _bar(max(length, 1 if value else 0))


@lru_cache(maxsize=1024)
def _bar(wide: float) -> SafeString:
    return _hidden(f'<rect class="x2" fill="{SECOND}" x="0" y="4" width="{wide}" height="8" rx="1"/>')


def inline_dot(value: Number | None, low: Number, high: Number, target: Number | None = None) -> SafeString:
    """A dot on a line from `low` to `high` in a table's cell: dots need no zero, so 91 and 97 lie apart."""
    least, scale = float(low), 88 / (float(high) - float(low))

    def x(of: Number) -> float:
        return round(4 + min(max((float(of) - least) * scale, 0), 88), 1)

    is_low = target is not None and value is not None and value < target
    return _dot_on_line(None if value is None else x(value), None if target is None else x(target), is_low)


@lru_cache(maxsize=4096)
def _dot_on_line(x: float | None, target: float | None, is_low: bool) -> SafeString:
    """There are some thousand places on a line, and a report has more dots than that: each is drawn once."""
    drawn = f'<line class="g" stroke="{GRID}" x1="4" x2="92" y1="8" y2="8"/>'
    if target is not None:
        drawn += f'<line class="tg" stroke="{INK}" x1="{target}" x2="{target}" y1="2" y2="14"/>'
    return _hidden(drawn if x is None else drawn + _dot(x, 8, 2 if is_low else 1))


def heat_grid(
    title: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[int]]], links: Sequence[Sequence[str]] = ()
) -> Grid:
    """Counts by two things; the shade is the share of the largest cell, and the number stands in it."""
    told = list(rows)
    most = max((count for _name, counts in told for count in counts), default=0)
    found = []
    for at, (name, counts) in enumerate(told):
        hrefs = links[at] if links else [""] * len(counts)
        cells = [
            Cell(str(n) if n else "", -(-n * SHADES // most) if n else 0, h) for n, h in zip(counts, hrefs, strict=True)
        ]
        found.append((name, cells))
    return Grid(title, columns, found)


def _axis(values: Sequence[Number], truncated: bool) -> tuple[float, float, list[float]]:
    """(lowest, highest, ticks): round numbers around the values. A truncated one never ends above 100 %."""
    known = [float(value) for value in values] or [0.0]
    low, high = (min(known) if truncated else min(0.0, *known)), max(known)
    if truncated and high - low < LEAST_SPAN:
        high = min(100.0, max((low + high + LEAST_SPAN) / 2, LEAST_SPAN))
        low = high - LEAST_SPAN
    rough = ((high - low) or abs(high) or 1) / 4
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    if not truncated and all(value == int(value) for value in known):
        step = max(step, 1.0)
    first = floor(low / step) * step
    ticks = [first]
    while ticks[-1] < high - step * 1e-9 or len(ticks) < 2:
        ticks.append(round(ticks[-1] + step, 10))
    return ticks[0], ticks[-1], ticks


def _tick(left: float, right: float, y: float, value: float) -> SafeString:
    return _plain(
        f'<line class="g" stroke="{GRID}" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
        f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{value:g}</text>'
    )


def _target(left: float, right: float, y: float, words: str) -> SafeString:
    return format_html(
        '<line class="tg" stroke="{}" stroke-dasharray="2 3" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}">{}</text>',
        *(INK, left, right, y, y, left + 4, y - 5, words),
    )


def _line(one: Series, number: int, places: Sequence[float], y: object) -> SafeString:
    """A gap in the values is a gap in the line."""
    path, pen = [], "M"
    for x, value in zip(places, one.values, strict=True):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{x} {y(value)}")  # type: ignore[operator]
        pen = "L"
    dashes = "5 4" if number == 2 else "none"
    colour = FIRST if number == 1 else SECOND
    return _plain(
        f'<path class="l{number}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round" '
        f'stroke-dasharray="{dashes}" d="{"".join(path)}"/>'
    )


def _end(one: Series, number: int, x: object, y: object, taken: list[float], *, is_alone: bool) -> SafeString:
    """The last point with its name and value; a second one moves out of the way of the first.

    A line that is alone needs no name: the title of the chart is its name.
    """
    last = next((at for at in range(len(one.values) - 1, -1, -1) if one.values[at] is not None), None)
    if last is None:
        return SafeString("")
    px, py = x(last), y(one.values[last])  # type: ignore[operator]
    words = py
    if taken and abs(words - taken[0]) < 32:
        words = taken[0] + 32 if words >= taken[0] else taken[0] - 32
    taken.append(words)
    said = '<text class="t{}" x="{}" y="{}">{}</text>'
    if is_alone:
        return format_html("{}" + said, _dot(px, py, number), number, px + 8, words + 4, one.says(last))
    return format_html(
        "{}" + said + said,
        *(_dot(px, py, number), number, px + 8, words - 2, _short(one.name, 5)),
        *(number, px + 8, words + 12, one.says(last)),
    )


def _dot(x: float, y: float, number: int) -> SafeString:
    colour = FIRST if number == 1 else SECOND
    return _plain(f'<circle class="x{number}" fill="{colour}" cx="{x}" cy="{y}" r="3.5"/>')


def _svg(
    title: str, description: str, width: int, height: int, drawn: Iterable[SafeString], css: str = "ch"
) -> SafeString:
    key = f"c{crc32(f'{title}|{description}'.encode()):x}"
    return _plain(
        f'<svg class="{css}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" fill="{INK}" '
        f'font-size="12" font-family="{FONT}" role="img" aria-labelledby="{key}t {key}d">'
        f'<title id="{key}t">{escape(title)}</title><desc id="{key}d">{escape(description)}</desc>'
        f"{_joined(drawn)}</svg>"
    )


def _hidden(drawn: str) -> SafeString:
    return _plain(f'<svg class="ch mini" viewBox="0 0 96 16" width="96" height="16" aria-hidden="true">{drawn}</svg>')


def _plain(drawn: str) -> SafeString:
    """Made of our own words and of numbers alone, so nothing needs to be escaped: that is half of the time of a table
    with a mark in each cell."""
    return SafeString(drawn)


def _joined(drawn: Iterable[SafeString]) -> SafeString:
    return _plain("".join(drawn))


def _head(series: Sequence[Series]) -> list[str]:
    return ["", *(one.name for one in series)]


def _short(text: str, most: int) -> str:
    """`most`: in Chinese characters; two others take the room of one."""
    room = [1 if east_asian_width(sign) in "WF" else 0.55 for sign in text]
    if sum(room) <= most:
        return text
    fits = sum(so_far <= most - 1 for so_far in accumulate(room))
    return f"{text[:fits]}…"
