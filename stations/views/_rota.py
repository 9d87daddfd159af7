"""The next two weeks of the rota, day by day, with the days that nobody has taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from stations.models import DutyShift

DAYS = 14


@dataclass
class Day:
    day: date
    shifts: list[DutyShift] = field(default_factory=list)


def days_of(shifts: list[DutyShift], here: set[int], now: datetime) -> list[Day]:
    """A shift stands on the day when it begins; one that began yesterday and still runs stands on today.

    `here`: ids of the station's members; somebody who left may still stand in the rota.
    """
    today = timezone.localdate(now)
    days = {today + timedelta(days=number): Day(today + timedelta(days=number)) for number in range(DAYS)}
    for shift in shifts:
        shift.is_running = shift.starts_at <= now  # type: ignore[attr-defined]
        shift.is_here = shift.user_id in here  # type: ignore[attr-defined]
        day = max(timezone.localdate(shift.starts_at), today)
        if day in days:
            days[day].shifts.append(shift)
    return list(days.values())
