"""Into which roll-ups one entry goes. Pure; folding, checking and the SQL of rebuilding keep to this."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from reports.happenings import COUNTS, NO_DAY, TIMED_TO_CONTACT
from reports.periods import month_of
from reports.vocabulary import LARGE, LEVELS, STATION, Dim, Grain


class What(NamedTuple):
    """By what a request is counted: as it is now, so a kind that was put right is right in last month, too."""

    station: int
    category: int | None
    building: int | None
    nature: str
    channel: str


class Line(NamedTuple):
    """One entry, as it is stored and as it is added up."""

    day: date
    happening: int
    step: int
    what: What


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


def holds_days(division: str) -> bool:
    """Rows by day are most of all rows: only where they are not quickly added up from others."""
    return len(division) == LARGE


def cells_of(station: str, division: str, day: date, splits: list[tuple[str, str]], month_start: int) -> Iterator[Cell]:
    """By day for stations and counties, by month for every division: days of a street are added up from its stations,
    those of a city from its counties (see holds_days). Counties and above are split by everything. What is smaller has
    so few entries that a split of it is read from them; but a station's months are split by category, for all stations
    are compared by that."""
    month = month_of(day, month_start).first
    for scope in (station, *divisions_of(division)):
        is_large = scope != station and len(scope) <= LARGE
        has_days = scope == station or holds_days(scope)
        if has_days:
            yield Cell(scope, Grain.DAY, Dim.ALL, day, "")
        yield Cell(scope, Grain.MONTH, Dim.ALL, month, "")
        for dim, key in splits:
            if is_large and has_days:
                yield Cell(scope, Grain.DAY, dim, day, key)
            if is_large or (scope == station and dim == Dim.CATEGORY):
                yield Cell(scope, Grain.MONTH, dim, month, key)


def cells_now(division: str, happening: int) -> Iterator[Cell]:
    """How it stands (happenings.WAITS), of counties and above: of what is smaller the open requests are counted.
    How many stand so is kept in the column `opened`."""
    for scope in divisions_of(division):
        if len(scope) <= LARGE:
            yield Cell(scope, Grain.NOW, Dim.WAITING, NO_DAY, str(int(happening)))


def cells_with(added: Mapping[Line, int], seats: Mapping[int, str], month_start: int) -> dict[Cell, Counter[str]]:
    """What these lines add to each row of the roll-ups. `seats`: station → its community."""
    found: dict[Cell, Counter[str]] = defaultdict(Counter)
    for line, count in added.items():
        what = line.what
        if line.day == NO_DAY:
            for cell in cells_now(seats[what.station], line.happening):
                found[cell]["opened"] += count
            continue
        splits = list(splits_of(what.category, what.nature, what.channel, line.happening, line.step))
        for cell in cells_of(f"{STATION}{what.station}", seats[what.station], line.day, splits, month_start):
            for measure in COUNTS[line.happening]:
                found[cell][measure] += count
    return found
