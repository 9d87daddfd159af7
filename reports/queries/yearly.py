"""The figures of an overview: a month, what it is compared with, and the year up to it. One statement; of a street and
what is smaller three."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.happenings import COUNTS, TIMED_TO_CONTACT, TIMED_TO_SOLVE
from reports.indicators import Counts, measures_of
from reports.periods import ONE_DAY, Period
from reports.queries.book import Book
from reports.queries.figures import Figures
from reports.queries.rolled import day_in, of_each, rolled
from reports.vocabulary import Dim
from services.queries import catalogue

MONTHS = 13  # the same month of last year is the first
KEYS = (
    "received",
    "resolved",
    "resolved_in_time",
    "contacted_in_time",
    "response_rate",
    "resolution_rate",
    "satisfaction_rate",
    "score",
    "overdue",
    "reopened",
    "contact_median",
    "solve_median",
    "solve_p90",
)  # what may be asked of these figures; no more is read, for 40 columns of 1,400 rows would be most of the time
READ = measures_of(*KEYS)
_SPLITS = {Dim.CATEGORY: "received", Dim.CONTACT: "contacted", Dim.SOLVE: "resolved"}


@dataclass(frozen=True)
class Year:
    """`months`: thirteen, oldest first, the last as far as it has come. `groups`: slug → received in each of them.

    `before` and `a_year_ago` are cut to as many days; durations are those of the whole months (a median does not grow
    with the days), and the page says so.
    """

    months: list[Figures]
    before: Figures
    a_year_ago: Figures
    groups: dict[str, list[int]]

    @property
    def now(self) -> Figures:
        return self.months[-1]


def year_of(book: Book, period: Period) -> Year:
    months = period.back(MONTHS)
    others = [period.before, period.a_year_ago]
    sums: dict[Period, Counter[str]] = defaultdict(Counter)
    steps: dict[Dim, dict[Period, Counter[int]]] = {Dim.CONTACT: defaultdict(Counter), Dim.SOLVE: defaultdict(Counter)}
    groups: dict[str, list[int]] = defaultdict(lambda: [0] * MONTHS)
    groups_of = _groups()
    periods = [*months, *(period for period in others if period not in months)]
    pieces = [book.piece(period) for period in periods]
    steps_at = {str(dim): [kept[period] for period in periods] for dim, kept in steps.items()}
    for at, dim, key, counts in of_each(book.scope.keys, pieces, _SPLITS if book.is_large else {}, READ):
        if dim == Dim.ALL:
            sums[periods[at]] = Counter(dict(zip(READ, counts, strict=True)))
        elif dim == Dim.CATEGORY:
            groups[groups_of.get(key, "")][at] += counts[0]
        else:
            steps_at[dim][at][int(key)] += counts[0]
    if not book.is_large:
        _add_small(book, months, steps, groups)
    _add_pending(book, months, others, sums, steps, groups)

    def figures(at: Period, timed: Period) -> Figures:
        counts = Counts(sums[at], steps[Dim.CONTACT][timed], steps[Dim.SOLVE][timed], book.scope.households)
        return Figures(counts, book.rules, at)

    return Year(
        [figures(month, month) for month in months],
        figures(others[0], months[-2]),
        figures(others[1], months[0]),
        {slug: counts for slug, counts in groups.items() if any(counts)},
    )


def _add_small(book: Book, months: list[Period], steps: Any, groups: dict[str, list[int]]) -> None:
    """A street, a community, a station is not split in the roll-ups: its kinds are those of its stations, and how long
    things took is read from the entries. Two statements."""
    groups_of = _groups()
    place_of = {month.first: at for at, month in enumerate(months)}
    pieces, stations = [book.piece(month) for month in months], [*book.scope.by_key]
    for (start, key), counted in rolled(
        lambda _grain: stations, pieces, [Dim.CATEGORY], ["start", "key"], measures=["received"]
    ):
        groups[groups_of.get(key, "")][place_of[day_in(start)]] += counted.get("received", 0)
    month_of_day = {month.first + ONE_DAY * nth: month for month in months for nth in range(month.days)}
    for day, happening, step, count in book.steps(months[0].first, months[-1].last):
        dim = Dim.CONTACT if happening in TIMED_TO_CONTACT else Dim.SOLVE
        steps[dim][month_of_day[day]][step] += count


def _groups() -> dict[str, str]:
    return {str(pk): kind.group.slug for pk, kind in catalogue().by_id.items()}


def _add_pending(
    book: Book, months: list[Period], others: list[Period], sums: Any, steps: Any, groups: dict[str, list[int]]
) -> None:
    groups_of = _groups()
    for line, count in book.pending.added.items():
        for period in {*months, *others}:
            if line.day in period:
                for measure in COUNTS[line.happening]:
                    sums[period][measure] += count
        month = _place_of(line.day, months)
        if month is None:
            continue
        if "received" in COUNTS[line.happening]:
            groups[groups_of.get(str(line.what.category), "")][month] += count
        if line.happening in TIMED_TO_CONTACT:
            steps[Dim.CONTACT][months[month]][line.step] += count
        elif line.happening in TIMED_TO_SOLVE:
            steps[Dim.SOLVE][months[month]][line.step] += count


def _place_of(day: date, months: list[Period]) -> int | None:
    return next((place for place, month in enumerate(months) if day in month), None)
