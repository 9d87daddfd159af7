"""Days, weeks, and the month of the statistics; what each is compared with.

Pure. A period has a first and a last day, both counted. The month may begin on another day than the 1st (a setting):
one that begins on the 19th ends on the 18th and is called after the month in which it ends.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LAST_FIRST_DAY = 28  # a later one is not in every month


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """`first` to `last`; `until()` cuts it short: the month up to today is compared with as many days of the last."""

    kind: Kind
    first: date
    last: date
    month_start: int = 1

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def key(self) -> str:
        """「2026-11」 of a month (as in addresses), else the first day."""
        if self.kind != Kind.MONTH:
            return self.first.isoformat()
        year, month = _month_of(self.first, self.month_start)
        return f"{year:04}-{month:02}"

    @property
    def whole(self) -> Period:
        """The same before it was cut."""
        return _BEGINNING[self.kind](self.first, self.month_start)

    @property
    def is_whole(self) -> bool:
        return self.last == self.whole.last

    def until(self, day: date) -> Period:
        """What of it has passed by the end of `day`; at least its first day."""
        return replace(self, last=min(self.last, max(day, self.first)))

    @property
    def before(self) -> Period:
        """环比: the period before, cut to as many days when this one is cut."""
        return self._as_long(_BEGINNING[self.kind](self.first - ONE_DAY, self.month_start))

    @property
    def a_year_ago(self) -> Period:
        """同比: the same month of last year; the week or day 52 weeks ago, so that weekdays agree."""
        if self.kind != Kind.MONTH:
            return self._as_long(_BEGINNING[self.kind](self.first - 52 * WEEK, self.month_start))
        year, month = _month_of(self.first, self.month_start)
        return self._as_long(month_named(year - 1, month, self.month_start))

    def back(self, count: int) -> list[Period]:
        """The `count` whole periods that end with this one (itself as it is), oldest first: for a line."""
        found = [self]
        while len(found) < count:
            found.append(_BEGINNING[self.kind](found[-1].first - ONE_DAY, self.month_start))
        return found[::-1]

    def _as_long(self, other: Period) -> Period:
        if self.is_whole:
            return other
        return other.until(other.first + timedelta(days=self.days - 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def day_of(day: date, month_start: int = 1) -> Period:
    return Period(Kind.DAY, day, day, month_start)


def week_of(day: date, month_start: int = 1) -> Period:
    monday = day - timedelta(days=day.weekday())
    return Period(Kind.WEEK, monday, monday + WEEK - ONE_DAY, month_start)


def month_of(day: date, month_start: int = 1) -> Period:
    """The statistical month in which `day` lies."""
    return month_named(*_month_of(day, month_start), month_start)


def month_named(year: int, month: int, month_start: int = 1) -> Period:
    """「2026-11」: with a start on the 19th that is 19 October to 18 November."""
    if not 1 <= month_start <= LAST_FIRST_DAY:
        raise ValueError(f"a month begins on day 1 to {LAST_FIRST_DAY}, not {month_start}")
    if month_start == 1:
        first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    else:
        first, last = date(*_month_before(year, month), month_start), date(year, month, month_start - 1)
    return Period(Kind.MONTH, first, last, month_start)


def parse_month(key: str, month_start: int = 1) -> Period | None:
    """From an address; None for what is no month."""
    year, _dash, month = key.partition("-")
    is_month = len(key) == 7 and key.isascii() and year.isdigit() and month.isdigit()
    if not is_month or not 1 <= int(month) <= 12 or int(year) < 2000:
        return None
    return month_named(int(year), int(month), month_start)


def _month_of(day: date, month_start: int) -> tuple[int, int]:
    """(year, month) after which the statistical month of `day` is called."""
    if month_start == 1 or day.day < month_start:
        return day.year, day.month
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


_BEGINNING = {Kind.DAY: day_of, Kind.WEEK: week_of, Kind.MONTH: month_of}
