"""The monthly reports of the demo, through the same actions as the pages: last month's is published, this month's is a
draft that was begun early, with one text to read, one returned and one still to come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from portal.demo.places import Built
from portal.demo.stories import Table, read
from reports import actions
from reports.models import ReportVersion, StationText
from reports.periods import Period, month_of
from reports.queries import rules_in_force
from stations.models import Appointment, Division
from stations.vocabulary import Post

DRAFTED, WRITTEN, PUBLISHED = (0, time(9, 0)), (1, time(15, 0)), (3, time(10, 30))  # days after the period


def report(built: dict[str, Built], users: dict[str, User], now: datetime) -> None:
    told = read("reports")
    month = month_of(timezone.localdate(now), rules_in_force().month_start)
    official = Appointment.objects.select_related("user").get(post=Post.DISTRICT_OFFICIAL)
    division = Division.objects.get(pk=official.division_id)
    last = _draft(division, month.before, official.user, _after(month.before, DRAFTED, now))
    for slug, text in told["last"].items():
        if slug in built:
            row = _written(last, built[slug], users, text, _after(month.before, WRITTEN, now))
            actions.accept_text(text=row, actor=official.user, at=_after(month.before, WRITTEN, now))
    actions.write_report(version=last, actor=official.user, **told["last"]["official"])
    actions.publish(version=last, actor=official.user, at=_after(month.before, PUBLISHED, now))
    draft = _draft(division, month, official.user, now)
    for slug, text in told["now"].items():
        row = _written(draft, built[slug], users, text, now)
        if "returned" in text:
            actions.return_text(text=row, actor=official.user, reason=text["returned"], at=now)


def _draft(division: Division, month: Period, official: User, at: datetime) -> ReportVersion:
    version, _made = actions.draft_report(division=division, month=month.key, actor=official, at=at)
    if version is None:
        raise LookupError(f"no draft of {month.key}")
    return version


def _written(version: ReportVersion, place: Built, users: dict[str, User], text: Table, at: datetime) -> StationText:
    chief = users[place.spec["posts"]["station_chief"][0]]
    rows = StationText.objects.select_related("version__report__division", "station")
    row = rows.get(version=version, station=place.station)
    return actions.submit_text(text=row, actor=chief, done=text["done"], hard=text.get("hard", ""), at=at)


def _after(month: Period, when: tuple[int, time], now: datetime) -> datetime:
    """So many days after the period; not later than now."""
    day = month.last + timedelta(days=1 + when[0])
    return min(timezone.make_aware(datetime.combine(day, when[1])), now)
