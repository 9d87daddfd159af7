"""The order of stations in a report, and tables that add up. Pure: figures go in, rows come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Standing:
    """What a station is ranked by: its score, then how much it had to do. Too few call-backs: it is not ranked."""

    key: str
    score: Decimal | None
    received: int
    is_ranked: bool


def places(standings: list[Standing]) -> dict[str, int]:
    """key → place; equal scores with equal work share one, and the next place is left out."""
    ranked = [each for each in standings if each.is_ranked and each.score is not None]
    ranked.sort(key=_order)
    found: dict[str, int] = {}
    for at, each in enumerate(ranked):
        same = at and _order(each) == _order(ranked[at - 1])
        found[each.key] = found[ranked[at - 1].key] if same else at + 1
    return found


def _order(each: Standing) -> tuple[Decimal, int]:
    return (-(each.score or Decimal(0)), -each.received)


def missing(rows: list[Mapping[str, int]], whole: Mapping[str, int]) -> dict[str, int]:
    """What the rows lack of the whole, measure by measure: for a row 未归属."""
    found = {}
    for measure in {*whole, *(name for row in rows for name in row)}:
        if left := whole.get(measure, 0) - sum(row.get(measure, 0) for row in rows):
            found[measure] = left
    return found
