"""The whole demo: places, people, and in the `busy` stage what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction
from django.db.models import F

from accounts.models import User
from notices.models import Notice
from portal.demo import announcing, people, places, reporting
from portal.demo.places import Built
from portal.demo.play import Played, Player
from portal.demo.stories import read, stories
from reports.actions import rebuild
from services.loading import write_catalogue
from services.models import Category, RouteOverride
from services.queries import forget_catalogue
from stations.loading import write_divisions


@dataclass
class Seeded:
    built: dict[str, Built]
    people: int
    played: Played


@transaction.atomic
def seed(*, stage: str, number: int, now: datetime) -> Seeded:
    """`opening`: stations on their first day. `busy`: five weeks of work. One `number`, one and the same tale."""
    write_divisions()
    write_catalogue()
    who, where = read("people"), read("stations")
    users = people.make_people(who, where)
    built = {spec["slug"]: places.build(spec) for spec in where["station"]}
    people.give_posts(built, where, who, users)
    people.house_people(who["resident"], users, built)
    for place in built.values():
        people.make_teams(place, users)
        people.make_groups(place, users)
        people.make_rota(place, users)
        _overrides(place, users)
    people.make_absences(where["absence"], users)
    played = Played()
    if stage == "busy":
        rng = Random(number)  # noqa: S311  (chooses places and minutes, keeps no secret)
        entrances = {slug: ["-".join(key) for key in place.entrances] for slug, place in built.items()}
        played = Player(users, built, rng, now).play(stories(now, rng, entrances))
        announcing.announce(built, users, rng, now)
        reporting.report(built, users, now)
        # It was all told in those weeks: nobody's phone rings now.
        Notice.objects.filter(fanned_out_at=None).update(fanned_out_at=F("created_at"))
    rebuild(at=now)
    forget_catalogue()
    return Seeded(built, len(users), played)


def _overrides(place: Built, users: dict[str, User]) -> None:
    chief = users[place.spec["posts"]["station_chief"][0]]
    for row in place.spec.get("override", []):
        RouteOverride.objects.create(
            station=place.station,
            category=Category.objects.get(slug=row["category"]),
            building=place.buildings[str(row["building"])] if "building" in row else None,
            lead=row["lead"],
            note=row["note"],
            created_by=chief,
        )
