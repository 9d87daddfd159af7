"""Reads the stories of the demo and says when each of their steps happens.

A story is one request: what was said (`text`), where (`at` = building-entrance-dwelling, `facility`, `plate`), by whom
(`by` = somebody with an account, `name` = somebody without, neither = nobody said), `filed_by` for a neighbour, and
what followed: `steps` of its own, or a `life` of lives.toml with `done`, `after` (photos) and `says`.

Moments, so that the demo always looks alive:

- `-2h30m`        so long before now
- `-12 19:40`     twelve days ago at that time; `w-5 09:10` on the fifth working day before today
- `+25m`          (steps only) so long after the step before; at night it waits for the morning
- `+1 09:30`      (steps only) on the day after the filing

What would lie ahead of now has not happened yet: that step and the rest of its story are left out.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from services.queries import work_calendar

FOLDER = Path(__file__).parent
TALES = ("jingan", "huaji", "hubei")
LENGTH = re.compile(r"([+-])(?:(\d+)h)?(?:(\d+)m)?")
DAY = re.compile(r"(w|\+)?(-?\d+) (\d\d):(\d\d)")
MORNING, NIGHT = time(7, 30), time(21, 30)
ONE_DAY = timedelta(days=1)
# how often a small matter goes which way
WAYS = {"same_day": 7, "next_day": 6, "slow": 2, "silent": 4}
THANKS = ("谢谢。", "挺快的。", "可以，辛苦了。", "弄得挺好。", "")

Table = dict[str, Any]


@dataclass
class Story:
    spec: Table
    station: str
    start: datetime
    steps: list[tuple[datetime, Table]] = field(default_factory=list)


def read(name: str) -> Table:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def stories(now: datetime, rng: Random, places: dict[str, list[str]]) -> list[Story]:
    """All of them, each with its moments. `places`: entrances of each station, 「4-2」."""
    lives = read("lives")
    told = [(name, spec) for name in TALES for spec in read(name)["story"]]
    told += [everyday(line, rng, places) for line in read("everyday")["line"]]
    return [told_at(Timing(now, rng), station, spec, lives) for station, spec in told]


def everyday(line: Table, rng: Random, places: dict[str, list[str]]) -> tuple[str, Table]:
    """A small matter somewhere, some day in the last five weeks."""
    station = rng.choices(TALES, weights=[6, 2, 2])[0]
    days, hour, minute = rng.randint(2, 34), rng.randint(8, 20), rng.randint(0, 59)
    ways = dict(WAYS) if days > 10 else {"waiting_for_rating": 3, "next_day": 3, "taken": 1}
    spec = {
        "start": f"-{days} {hour:02}:{minute:02}",
        "at": rng.choice(places[station]),
        "life": rng.choices(list(ways), weights=list(ways.values()))[0],
        "says": rng.choice(THANKS),
        "plate": rng.random() < 0.5,
        "photos": [line["photo"]] if "photo" in line else [],
        **{key: value for key, value in line.items() if key in ("text", "done", "category")},
        "after": [line["after"]] if "after" in line else [],
    }
    return station, spec


def told_at(timing: Timing, station: str, spec: Table, lives: Table) -> Story:
    story = Story(spec, station, timing.moment(spec["start"]))
    steps = spec.get("steps") or lives[spec.get("life", "given")]["steps"]
    before = story.start
    if "answers" in spec:
        steps = [{"at": "+3m", "do": "answer", "answers": spec["answers"]}, *steps]
    for step in steps:
        before = max(timing.moment(step["at"], story.start, before), before + timedelta(minutes=1))
        if before > timing.now:
            break
        story.steps.append((before, filled(step, spec)))
    return story


def filled(step: Table, spec: Table) -> Table:
    """A step of a life with the story's own words."""
    if step["do"] == "resolve" and "text" not in step:
        return {**step, "text": spec["done"], "photos": spec.get("after", [])}
    if step["do"] == "rate" and "text" not in step:
        return {**step, "text": spec.get("says", "")}
    return step


@dataclass
class Timing:
    now: datetime
    rng: Random

    def moment(self, text: str, filed: datetime | None = None, before: datetime | None = None) -> datetime:
        if found := LENGTH.fullmatch(text):
            length = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
            return self.now - length if found[1] == "-" else by_day((before or self.now) + length)
        found = DAY.fullmatch(text)
        if not found:
            raise ValueError(f"no moment: {text!r}")
        days, today = int(found[2]), timezone.localdate(self.now)
        if found[1] == "w":
            day = work_calendar().add_working_days(today, days)
        elif found[1] == "+":
            day = timezone.localdate(filed) + days * ONE_DAY
        else:
            day = today + days * ONE_DAY
        at = datetime.combine(day, time(int(found[3]), int(found[4])))
        return timezone.make_aware(at) + timedelta(minutes=self.rng.randint(0, 7), seconds=self.rng.randint(0, 59))


def by_day(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    if MORNING <= local.time() <= NIGHT:
        return moment
    day = local.date() + ONE_DAY if local.time() > NIGHT else local.date()
    return timezone.make_aware(datetime.combine(day, time(8, 20 + local.minute // 2)))
