"""Into which roll-ups one entry goes. Pure; folding, checking and the SQL of rebuilding keep to this."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from reports.happenings import TIMED_TO_CONTACT
from reports.periods import month_of
from reports.vocabulary import LARGE, LEVELS, Dim, Grain


class Cell(NamedTuple):
    """What identifies a row of the roll-ups."""

    scope: str
    grain: str
    dim: str
    start: date
    key: str


def splits_of(category: int | None, nature: str, channel: str, happening: int, step: int) -> Iterator[tuple[str, str]]:
    yield Dim.CATEGORY, "" if category is None else str(category)
    yield Dim.NATURE, nature
    yield Dim.CHANNEL, channel
    if step >= 0:
        yield (Dim.CONTACT if happening in TIMED_TO_CONTACT else Dim.SOLVE), str(step)


def divisions_of(division: str) -> list[str]:
    return [division[:digits] for digits in LEVELS if digits <= len(division)]


def cells_of(station: str, division: str, day: date, splits: list[tuple[str, str]], month_start: int) -> Iterator[Cell]:
    """By month everything is split; by day only divisions so large that their entries would be too many to read."""
    month = month_of(day, month_start).first
    for scope in (station, *divisions_of(division)):
        is_large = scope != station and len(scope) <= LARGE
        yield Cell(scope, Grain.DAY, Dim.ALL, day, "")
        yield Cell(scope, Grain.MONTH, Dim.ALL, month, "")
        for dim, key in splits:
            yield Cell(scope, Grain.MONTH, dim, month, key)
            if is_large:
                yield Cell(scope, Grain.DAY, dim, day, key)
