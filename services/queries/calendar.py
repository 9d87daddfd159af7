from __future__ import annotations

from django.core.cache import cache

from core.calendar import WorkCalendar
from services.models import WorkCalendarDay

KEY = "work-calendar"
SECONDS = 60  # how long another process may still count on an older calendar


def work_calendar() -> WorkCalendar:
    """The Chinese calendar with the days that staff set by hand."""
    days = cache.get(KEY)
    if days is None:
        days = dict(WorkCalendarDay.objects.values_list("date", "is_working"))
        cache.set(KEY, days, SECONDS)
    return WorkCalendar(days)


def forget_calendar() -> None:
    cache.delete(KEY)
