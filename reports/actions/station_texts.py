"""What a station writes for the monthly report: handed in by whoever runs it, accepted or returned by the official."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from reports.actions.monthly import _check_official, _checked, _tell, desk_path
from reports.models import Report, StationText
from reports.queries.monthly import chiefs_by_station
from reports.workflow import Step, next_of
from stations.queries import posts_of


def submit_text(
    *, text: StationText, actor: Any, done: str, hard: str = "", edits: int | None = None, at: datetime | None = None
) -> StationText:
    posts = posts_of(actor)
    if text.station_id not in posts.chief_of | posts.deputy_of:
        raise ActionRefused("not_yours", _("只有站长、副站长能写本站的月报。"))
    done, hard = _checked(done, "done"), _checked(hard, "hard")
    if not done and not hard:
        raise ActionRefused("empty", _("请写写这个月做了什么，几句就行。"), "done")
    with _changing(text, Step.SUBMIT_TEXT, edits) as row:
        row.done, row.hard, row.reason = done, hard, ""
        row.written_by, row.written_at = actor, at or timezone.now()
        _save(row, "done", "hard", "reason", "written_by", "written_at")
    return row


def return_text(
    *, text: StationText, actor: Any, reason: str, edits: int | None = None, at: datetime | None = None
) -> StationText:
    """With what is missing; the chief reads it and hands it in again."""
    _check_official(actor, text.version.report.division_id)
    reason = _checked(reason, "reason", 200)
    if not reason:
        raise ActionRefused("why", _("请写清楚要补什么、改什么。"), "reason")
    with _changing(text, Step.RETURN_TEXT, edits) as row:
        row.reason = reason
        _decide(row, actor, at)
        told = chiefs_by_station([row.station_id]).get(row.station_id, [])
        report = row.version.report
        _tell(told, "report_text_returned", report, desk_path(report), at or timezone.now(), reason=reason)
    return row


def accept_text(*, text: StationText, actor: Any, edits: int | None = None, at: datetime | None = None) -> StationText:
    _check_official(actor, text.version.report.division_id)
    with _changing(text, Step.ACCEPT_TEXT, edits) as row:
        row.reason = ""
        _decide(row, actor, at)
    return row


@contextmanager
def _changing(text: StationText, step: Step, edits: int | None) -> Iterator[StationText]:
    """Holds the report, as publishing does; moves the text to its next state."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=text.version.report_id)
        rows = StationText.objects.select_related("version__report__division", "station")
        row = rows.get(pk=text.pk)
        if edits is not None and row.edits != edits:
            raise ActionRefused("changed", _("这段文字刚才有人改过了，请看看现在的再定。"))
        row.state = next_of(step, stage=row.version.stage, state=row.state)
        yield row


def _decide(row: StationText, actor: Any, at: datetime | None) -> None:
    row.decided_by, row.decided_at = actor, at or timezone.now()
    _save(row, "reason", "decided_by", "decided_at")


def _save(row: StationText, *names: str) -> None:
    row.edits += 1
    row.save(update_fields=["state", "edits", *names])
