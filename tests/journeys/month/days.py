"""The autumn of 2026 as it hangs on the wall, and working time by adding up days. Nothing of the portal's calendar."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# The State Council's notice for 2026: 中秋, 国庆, and the two weekend days that are worked for them
FREE = {date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}
OPENS, CLOSES = time(8, 30), time(18)
WHOLE = timedelta(hours=9, minutes=30)


def is_worked(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in FREE)


WORKING_DAYS = [day for day in (date(2026, 8, 1) + n * DAY for n in range(180)) if is_worked(day)]


def nth_working_day(day: date, count: int) -> date:
    """After `day`, or before it: the day itself never counts."""
    if count < 0:
        return WORKING_DAYS[bisect_left(WORKING_DAYS, day) + count]
    return WORKING_DAYS[bisect_left(WORKING_DAYS, day + DAY) + count - 1]


def same_time(moment: datetime, count: int) -> datetime:
    """So many working days later (or earlier), at the same time of day."""
    return datetime.combine(nth_working_day(moment.date(), count), moment.time(), SHANGHAI)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def closing(day: date) -> datetime:
    return datetime.combine(day, CLOSES, SHANGHAI)


def opening(day: date) -> datetime:
    return datetime.combine(day, OPENS, SHANGHAI)


def worked_by(moment: datetime) -> timedelta:
    """All working time since the first of August."""
    before = bisect_left(WORKING_DAYS, moment.date())
    today = timedelta()
    if is_worked(moment.date()):
        today = min(max(moment - opening(moment.date()), timedelta()), WHOLE)
    return before * WHOLE + today


def worked_later(moment: datetime, amount: timedelta) -> datetime:
    """When so much has been worked since: the end of a day, not the morning of the next."""
    if not amount:
        return moment
    days, rest = divmod(worked_by(moment) + amount, WHOLE)
    return opening(WORKING_DAYS[days]) + rest if rest else closing(WORKING_DAYS[days - 1])


def worked_earlier(moment: datetime, amount: timedelta) -> datetime:
    """Counted back: the morning of a day, not the end of the one before."""
    days, rest = divmod(worked_by(moment) - amount, WHOLE)
    return opening(WORKING_DAYS[days]) + rest
