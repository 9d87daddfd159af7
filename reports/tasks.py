"""Registered with core.periodic, run by `manage.py runperiodic`."""

from __future__ import annotations

from datetime import datetime

from core.periodic import Outcome, each, register, renew
from reports.actions import fold
from reports.actions.exporting import due, forget, make
from reports.models import Export
from reports.models.exports import KEPT

AT_ONCE = 100


@register("fold changes into the figures")
def fold_figures(at: datetime) -> Outcome:
    outcome = Outcome()
    while done := fold(at=at):
        outcome.done += done
        renew()
    return outcome


@register("make tables that were asked for")
def make_exports(at: datetime) -> Outcome:
    """What no worker has begun, and what one left half done."""
    pks = list(Export.objects.filter(due(at)).order_by("asked_at").values_list("pk", flat=True)[:AT_ONCE])
    return each(pks, lambda pk: make(pk, at=at))


@register("forget tables that were asked for")
def forget_exports(at: datetime) -> Outcome:
    rows = Export.objects.filter(asked_at__lt=at - KEPT).order_by("asked_at")[:AT_ONCE]
    return each(rows, lambda export: forget(export=export, at=at))
