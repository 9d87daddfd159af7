"""Registered with core.periodic, run by `manage.py runperiodic`."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from core.periodic import Outcome, each, register, renew
from reports.actions import draft_report, fold, recount
from reports.actions.exporting import due, forget, make
from reports.models import Export, ReportVersion
from reports.models.exports import KEPT
from reports.periods import month_of
from reports.queries import rules_in_force
from reports.queries.monthly import divisions_with_officials, open_drafts
from stations.models import Division

AT_ONCE = 100


@register("fold changes into the figures")
def fold_figures(at: datetime) -> Outcome:
    outcome = Outcome()
    while done := fold(at=at):
        outcome.done += done
        renew()
    return outcome


@register("draft the monthly reports", daily_at=time(0, 30))
def draft_reports(at: datetime) -> Outcome:
    """On the first day after the period, or on the next one that this runs; drafts that are there are counted anew."""
    today = timezone.localdate(at)
    month = month_of(today, rules_in_force().month_start).before.key
    recounted = each(open_drafts(), lambda version: _recount(version, at))
    drafted = each(divisions_with_officials(), lambda division: _draft(division, month, at))
    return Outcome(recounted.done + drafted.done, recounted.failed + drafted.failed)


def _draft(division: Division, month: str, at: datetime) -> bool:
    return draft_report(division=division, month=month, at=at)[1]


def _recount(version: ReportVersion, at: datetime) -> bool:
    recount(version=version, at=at)
    return True


@register("make tables that were asked for")
def make_exports(at: datetime) -> Outcome:
    """What no worker has begun, and what one left half done."""
    pks = list(Export.objects.filter(due(at)).order_by("asked_at").values_list("pk", flat=True)[:AT_ONCE])
    return each(pks, lambda pk: make(pk, at=at))


@register("forget tables that were asked for")
def forget_exports(at: datetime) -> Outcome:
    rows = Export.objects.filter(asked_at__lt=at - KEPT).order_by("asked_at")[:AT_ONCE]
    return each(rows, lambda export: forget(export=export, at=at))
