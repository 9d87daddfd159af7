"""Quiet hours. Pure: moments and times go in, a moment comes out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from core.calendar import in_shanghai

FROM, UNTIL = time(22, 0), time(7, 0)


def earliest(moment: datetime, begins: time | None = FROM, ends: time | None = UNTIL) -> datetime:
    """`moment`, or the end of the quiet hours that it falls into. Without a beginning or an end nothing is quiet."""
    if begins is None or ends is None or begins == ends:
        return moment
    here = in_shanghai(moment)
    now, over_midnight = here.time(), begins > ends
    is_quiet = now >= begins or now < ends if over_midnight else begins <= now < ends
    if not is_quiet:
        return moment
    day = here.date() + timedelta(days=1) if over_midnight and now >= begins else here.date()
    return datetime.combine(day, ends, here.tzinfo)
