"""Registered with core.periodic, run by `manage.py runperiodic`."""

from __future__ import annotations

from datetime import datetime

from core.periodic import Outcome, register, renew
from reports.actions import fold


@register("fold changes into the figures")
def fold_figures(at: datetime) -> Outcome:
    outcome = Outcome()
    while done := fold(at=at):
        outcome.done += done
        renew()
    return outcome
