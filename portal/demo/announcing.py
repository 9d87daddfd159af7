"""The announcements of the demo, through the same actions as the pages, with some of their doors told."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from notices import actions
from notices.models import Announcement
from notices.queries.receipts import doors_of, tallies_of
from portal.demo.places import Built
from portal.demo.stories import Table, Timing, read
from stations.models import Dwelling

TENTHS = 10
A_DOOR = timedelta(seconds=40)


def announce(built: dict[str, Built], users: dict[str, User], rng: Random, now: datetime) -> int:
    rows = read("announcements")["announcement"]
    for spec in rows:
        _announce(built[spec["station"]], users, spec, Timing(now, rng))
    return len(rows)


def _announce(place: Built, users: dict[str, User], spec: Table, timing: Timing) -> None:
    author, published = users[spec["by"]], timing.moment(spec["published"])
    words = actions.Words(
        title=spec["title"],
        text=spec["text"],
        is_urgent=spec.get("urgent", False),
        starts_at=_on_the_dot(timing.moment(spec["starts"], timing.now)),
        ends_at=_on_the_dot(timing.moment(spec["ends"], timing.now)),
        buildings=[place.buildings[str(number)] for number in spec.get("buildings", [])],
        groups=list(place.station.groups.filter(name__in=spec.get("groups", []))),
    )
    row = actions.write(station=place.station, actor=author, words=words, at=published)
    actions.publish(announcement=row, actor=author, at=published)
    row.refresh_from_db()
    _tell(row, spec.get("told", {}), users, published)
    for name in spec.get("readers", []):
        actions.mark_announcement_read(user=users[name], announcement=row, at=published + timedelta(minutes=25))


def _on_the_dot(moment: datetime) -> datetime:
    """Stories happen at odd minutes; what is announced does not."""
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def _tell(row: Announcement, shares: Table, users: dict[str, User], published: datetime) -> None:
    people = {user.pk: user for user in users.values()}
    for tally in tallies_of(row):
        share = shares.get(tally.building.number, 0)
        carrier = people[tally.leg.carriers[0].pk]
        doors = [door for nth, door in enumerate(doors_of(row, [tally.building.pk])) if nth * 7 % TENTHS < share]
        known = Dwelling.objects.select_related("entrance").in_bulk([door.pk for door in doors])
        for nth, door in enumerate(doors, 1):
            at = published + nth * A_DOOR
            actions.tell_at_door(announcement=row, dwelling=known[door.pk], actor=carrier, at=at)
