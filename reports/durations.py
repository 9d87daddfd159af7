"""How long things take, in steps of 10 %: quantiles do not add up and steps do. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left

# A median told from steps is off by at most 5 %
_RATIO = 1.1
LONGEST_MINUTES = 366 * 24 * 60
EDGES = [0, *sorted({round(_RATIO**n) for n in range(math.ceil(math.log(LONGEST_MINUTES, _RATIO)) + 1)})]


def step_of(minutes: float) -> int:
    """The first step whose edge is not below."""
    return min(bisect_left(EDGES, max(minutes, 0)), len(EDGES) - 1)


def minutes_of(step: int) -> int:
    """The middle of the step."""
    return (EDGES[step - 1] + EDGES[step] + 1) // 2 if step else 0
