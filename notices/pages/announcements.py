"""What the pages of announcements say, prepared once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.clock import say_span
from core.text import mask_name
from notices.cascade import Because, Leg
from notices.models import Announcement
from notices.models.announcement import Stage
from notices.queries.announcements import Bulletin
from notices.queries.receipts import Door, Tally
from stations.models import Building

LOOK = {
    Stage.DRAFT: ("shut", "edit"),
    Stage.CURRENT: ("done", "megaphone"),
    Stage.OVER: ("shut", "check"),
    Stage.WITHDRAWN: ("late", "refuse"),
}


def places(names: Iterable[str]) -> str:
    return _("、").join(names) or _("全小区")


@dataclass(frozen=True)
class Line:
    """A current one in a list or a banner."""

    title: str
    url: str
    when: str
    where: str


def lines(found: Iterable[Bulletin], now: datetime) -> list[Line]:
    return [Line(b.title, b.url, say_span(b.starts_at, b.ends_at, now), places(b.buildings)) for b in found]


@dataclass(frozen=True)
class Sheet:
    """One announcement as residents read it."""

    row: Announcement
    stage: Stage
    when: str
    on_paper: str
    where: str

    @property
    def is_shown(self) -> bool:
        return self.stage != Stage.WITHDRAWN

    @property
    def tint(self) -> str:
        return LOOK[self.stage][0]

    @property
    def icon(self) -> str:
        return LOOK[self.stage][1]


def sheet(row: Announcement, now: datetime, told: Iterable[Building] = ()) -> Sheet:
    """Without a statement where buildings and groups are prefetched.

    A draft's groups are called by their names; with `told` (all its buildings) it is as residents will see it.
    """
    groups = list(row.groups.all()) if row.published_at is None else []
    names = [str(building) for building in row.buildings.all()]
    names = [str(building) for building in told] if groups and told else [*(group.name for group in groups), *names]
    times = (row.starts_at, row.ends_at)
    return Sheet(row, row.stage_at(now), say_span(*times, now), say_span(*times, None), places(names))


def why(leg: Leg) -> str:
    return {
        Because.LEADER: pgettext("carries an announcement", "本楼楼长"),
        Because.GROUP: _("没有楼长在，由小组组长告诉"),
        Because.CHIEF: _("没有楼长和组长在，由站长告诉"),
        Because.DEPUTY: _("没有楼长、组长和站长在，由副站长告诉"),
        Because.NOBODY: _("没有人能去告诉，请先任命"),
    }[leg.because]


@dataclass(frozen=True)
class Way:
    """One building's row on the receipts page."""

    tally: Tally
    who: str
    why: str

    @property
    def has_nobody(self) -> bool:
        return self.tally.leg.because == Because.NOBODY


def ways(tallies: Iterable[Tally]) -> list[Way]:
    return [Way(t, _("、").join(person.name for person in t.leg.carriers), why(t.leg)) for t in tallies]


def total(tallies: Iterable[Tally]) -> dict[str, int]:
    found = list(tallies)
    names = ("doors", "read", "told", "reached", "left")
    return {name: sum(getattr(tally, name) for tally in found) for name in names}


@dataclass(frozen=True)
class Tile:
    """A door to tap on."""

    door: Door
    names: str


def entrances(doors: Iterable[Door]) -> list[tuple[str, list[Tile]]]:
    """(「2单元」, its doors)"""
    found: list[tuple[str, list[Tile]]] = []
    for number, of_one in groupby(doors, key=lambda door: door.entrance):
        found.append((_entrance(number), [Tile(door, _masked(door.names)) for door in of_one]))
    return found


def _entrance(number: str) -> str:
    return _("%(number)s单元") % {"number": number}


def _masked(names: Iterable[str]) -> str:
    return _("、").join(dict.fromkeys(mask_name(name) for name in names if name))


def first_to_do(tallies: Iterable[Tally]) -> Any:
    """The building to begin with: the first one with doors left."""
    found = list(tallies)
    return next((tally for tally in found if tally.left), found[0] if found else None)
