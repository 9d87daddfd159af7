"""The next two weeks of the rota, day by day, with the days that nobody has taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from stations.models import Absence, DutyShift

DAYS = 14


@dataclass
class Day:
    day: date
    shifts: list[DutyShift] = field(default_factory=list)


def days_of(shifts: list[DutyShift], here: set[int], now: datetime, absences: Iterable[Absence] = ()) -> list[Day]:
    """A shift stands on the day when it begins; one that began yesterday and still runs stands on today.

    `here`: ids of the station's members; somebody who left may still stand in the rota.
    """
    today, away = timezone.localdate(now), list(absences)
    days = {today + timedelta(days=number): Day(today + timedelta(days=number)) for number in range(DAYS)}
    for shift in shifts:
        shift.is_running = shift.starts_at <= now  # type: ignore[attr-defined]
        shift.is_here = shift.user_id in here  # type: ignore[attr-defined]
        begins = timezone.localdate(shift.starts_at)
        shift.is_away = any(  # type: ignore[attr-defined]
            leave.user_id == shift.user_id and leave.starts_on <= begins <= leave.ends_on for leave in away
        )
        day = max(begins, today)
        if day in days:
            days[day].shifts.append(shift)
    return list(days.values())
