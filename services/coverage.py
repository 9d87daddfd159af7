"""Which kind of request finds whom in which building: the grid, and its gaps with what to do about them.

Pure: it only asks route() for each cell, with the facts that a request of that kind would have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.routing import ABOVE, Decision, Facts, Roster, Step, route

FULL, THIN, GAP = "full", "thin", "gap"
BY_RULE = ("about_chief", "about_member")  # going up is what the rule wants there


@dataclass(frozen=True)
class Cell:
    building: int | None
    decision: Decision
    state: str

    @property
    def name(self) -> str:
        return self.decision.name


@dataclass(frozen=True)
class Row:
    """One kind of request across the buildings."""

    kind: str  # the slug
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Gap:
    """What is lacking for one and the same reason: the kinds and buildings that it concerns."""

    kinds: tuple[str, ...]
    buildings: tuple[int | None, ...]
    decision: Decision

    @property
    def vacant(self) -> list[str]:
        """The posts that would close it, in the order in which they are looked for."""
        return [step.post for step in self.decision.steps if step.code == "vacant"]


def cover(kinds: Sequence[Facts], buildings: Sequence[int | None], roster: Roster) -> list[Row]:
    """`kinds`: one Facts for each kind, without a building. An empty list of buildings gives one column for all."""
    places = buildings or [None]
    return [Row(facts.category, tuple(_cell(facts, place, roster) for place in places)) for facts in kinds]


def _cell(facts: Facts, building: int | None, roster: Roster) -> Cell:
    decision = route(replace(facts, building=building), roster)
    return Cell(building, decision, state_of(decision, facts))


def state_of(decision: Decision, facts: Facts) -> str:
    """Full: whom the rule names first. Thin: a stand-in of the station. Gap: the community steps in, or nobody."""
    wanted = {step.post for step in decision.steps[:1]} | set(facts.lead[:1])
    if decision.user is None:
        return GAP
    if decision.rule in BY_RULE or (decision.post in wanted and decision.post not in ABOVE):
        return FULL
    if decision.post in ABOVE:
        return FULL if decision.rule in ("override", "catalogue") and decision.post in wanted else GAP
    return THIN


def gaps(rows: Sequence[Row]) -> list[Gap]:
    """The gaps, those of one reason together; what concerns most kinds comes first."""
    found: dict[tuple[str, tuple[Step, ...]], list[tuple[str, Cell]]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.state == GAP:
                found.setdefault((cell.decision.rule, cell.decision.steps), []).append((row.kind, cell))
    together = [
        Gap(
            tuple(dict.fromkeys(kind for kind, _cell_ in cells)),
            tuple(dict.fromkeys(cell.building for _kind, cell in cells)),
            cells[0][1].decision,
        )
        for cells in found.values()
    ]
    return sorted(together, key=lambda gap: -len(gap.kinds))


def counts(rows: Sequence[Row]) -> dict[str, int]:
    tally = Counter(cell.state for row in rows for cell in row.cells)
    return {state: tally[state] for state in (FULL, THIN, GAP)}
