"""The working calendar of China: which days and hours are worked, and arithmetic in working time.

Pure: no database and no reading of the clock. The days come from the State Council's yearly notice (through
`chinesecalendar`, with make-up working weekends); exceptions that staff have entered come in as `overrides`.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKDAY = (time(8, 30), time(18, 0))
WORKDAY_LENGTH = datetime.combine(date.min, WORKDAY[1]) - datetime.combine(date.min, WORKDAY[0])
PUBLISHED_YEARS = frozenset(day.year for day in chinese_calendar.holidays)

LONGEST_PROMISE = timedelta(days=60)  # what is filed today may be promised, and put off, until then

ONE_DAY = timedelta(days=1)
NOTHING = timedelta(0)


def in_shanghai(moment: datetime) -> datetime:
    """The same moment on the wall clock of Shanghai. A naive datetime is a ValueError: its zone would be a guess."""
    if moment.utcoffset() is None:
        raise ValueError(f"an aware datetime is needed, not {moment!r}")
    return moment.astimezone(SHANGHAI)


def unpublished_years(today: date) -> list[int]:
    """Years that a promise made `today` can reach and whose official notice is not in the library.

    In them Monday to Friday are taken as worked, but for the days that staff have set.
    """
    return [year for year in sorted({today.year, (today + LONGEST_PROMISE).year}) if year not in PUBLISHED_YEARS]


@lru_cache(maxsize=8192)
def _usually_worked(day: date) -> bool:
    # The library refuses years whose notice has not come out yet; until then the plain week is the best knowledge.
    if day.year in PUBLISHED_YEARS:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5


class WorkCalendar:
    """Working days and working time (08:30–18:00). Moments go in aware, in any zone, and come out in Asia/Shanghai."""

    def __init__(self, overrides: Mapping[date, bool] = MappingProxyType({})):
        """`overrides`: day → is it worked? They win over the published calendar."""
        self._overrides = dict(overrides)

    def is_working_day(self, day: date) -> bool:
        """Is `day` worked, by the overrides, else the published calendar, else Monday to Friday? Never an error."""
        known = self._overrides.get(day)
        return _usually_worked(day) if known is None else known

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day` (before it, when negative); zero gives `day` back.

        `day` itself does not count, worked or not (Civil Code art. 201), and the last day is always a working day
        (art. 203).
        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def opening(self, day: date) -> datetime:
        return datetime.combine(day, WORKDAY[0], SHANGHAI)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, WORKDAY[1], SHANGHAI)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`, exact; negative when `end` comes first. Parts always add up."""
        start, end = in_shanghai(start), in_shanghai(end)
        if end < start:
            return -self.working_time_between(end, start)
        day, worked_days = start.date(), 0
        while day < end.date():
            worked_days += self.is_working_day(day)
            day += ONE_DAY
        return worked_days * WORKDAY_LENGTH + self._worked_before(end) - self._worked_before(start)

    def add_working_time(self, moment: datetime, amount: timedelta) -> datetime:
        """The moment when `amount` of working time has passed since `moment`; zero gives `moment` back.

        The end of a working day is 18:00 of that day, not 08:30 of the next. A negative amount counts back, and
        then ends at 08:30 of a day, not at 18:00 of the one before.
        """
        moment = in_shanghai(moment)
        if amount == NOTHING:
            return moment
        day, left, step = moment.date(), abs(amount), ONE_DAY
        if amount > NOTHING:
            left += self._worked_before(moment)
        else:
            step = -ONE_DAY
            left += self._length(day) - self._worked_before(moment)
        while not (self.is_working_day(day) and left <= WORKDAY_LENGTH):
            left -= self._length(day)
            day += step
        return self.opening(day) + left if amount > NOTHING else self.closing(day) - left

    def _length(self, day: date) -> timedelta:
        return WORKDAY_LENGTH if self.is_working_day(day) else NOTHING

    def _worked_before(self, moment: datetime) -> timedelta:
        """Working time of the moment's own day that has passed by then."""
        since_opening = moment - self.opening(moment.date())
        return max(NOTHING, min(since_opening, self._length(moment.date())))
