"""Tables that are taken away: asked for, made beside the pages when they are long, fetched, forgotten.

1. `wanted` reads what a page shows, as the reader sees it (reports/tables makes it; it enters itself here).
2. Short ones are answered at once: `note_taken` writes down who took what.
3. Long ones: `ask` keeps the question. A worker (or `runperiodic`) makes the file with `make`, a batch of rows at a
   time, says how far it is, and tells whoever asked. A worker that dies leaves a claim that runs out.
4. `forget` deletes file and question after three days.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any

import rules
from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import task

from core import audit
from core.errors import ActionRefused
from core.sheets import Cell, Sheet, write_csv, write_xlsx
from notices.actions import Draft, send_notices
from reports.models import Export
from reports.models.exports import KEPT
from reports.queries.held import held_by
from reports.vocabulary import ExportKind, ExportState, FileFormat

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 3000  # rows that a page answers with at once
MOST_OPEN = 3  # of one person
LEASE = timedelta(minutes=5)
TRIES = 3
_TOLD_EVERY = 500


@dataclass(frozen=True)
class Wanted:
    """`name`: of the file. `scope`: of the entry in the audit log. `total`: rows of `sheet`, which is walked once."""

    name: str
    total: int
    sheet: Sheet
    scope: str = ""


Table = Callable[[Any, QueryDict, datetime], Wanted | None]
_tables: dict[str, Table] = {}


def register(tables: Mapping[str, Table]) -> None:
    _tables.update(tables)


def wanted(kind: str, user: Any, query: QueryDict, at: datetime) -> Wanted | None:
    """None: it is not theirs to take (any more), or there is no such scope or month."""
    if not rules.has_perm("reports.take_table", user, kind):
        return None
    return _tables[ExportKind(kind)](user, query, at)


def note_taken(*, kind: str, file_format: str, query: str, user: Any, table: Wanted) -> None:
    audit.record(
        actor=user, verb="table_taken", obj=None, scope=table.scope, after=_said(kind, file_format, query, table)
    )


def ask(*, kind: str, file_format: str, query: str, user: Any, table: Wanted) -> Export:
    with transaction.atomic():
        if (
            Export.objects.filter(asked_by=user, state__in=[ExportState.WAITING, ExportState.MAKING]).count()
            >= MOST_OPEN
        ):
            raise ActionRefused("many", _("您要的几张表还在做，做好了再要别的。"))
        export = Export.objects.create(
            kind=ExportKind(kind),
            query=query,
            file_format=FileFormat(file_format),
            language=get_language() or settings.LANGUAGE_CODE,
            name=table.name[:120],
            total=table.total,
            asked_by=user,
            held=held_by(user),
        )
        said = _said(kind, file_format, query, table)
        audit.record(actor=user, verb="table_asked_for", obj=export, scope=table.scope, after=said)
        # In process it would hold up the answer: then `runperiodic` makes it within a minute.
        if settings.TASK_BACKEND != "immediate":
            transaction.on_commit(lambda: make_export.enqueue(export.pk), robust=True)
    return export


def note_fetched(*, export: Export, user: Any) -> None:
    audit.record(actor=user, verb="table_fetched", obj=export, note=export.name)


def _said(kind: str, file_format: str, query: str, table: Wanted) -> dict[str, Any]:
    """Without what was searched for: that may be a name or a number."""
    asked = QueryDict(query, mutable=True)
    asked.pop("q", None)
    return {"kind": str(kind), "format": file_format, "rows": table.total, "query": asked.urlencode()}


@task()
def make_export(pk: int) -> None:
    make(pk, at=timezone.now())


def due(at: datetime) -> Q:
    """What waits, and what somebody began who is no longer alive."""
    left = Q(state=ExportState.MAKING, alive_at__lt=at - LEASE)
    return Q(state=ExportState.WAITING) | left


def make(pk: int, *, at: datetime) -> bool:
    """Whether there was anything to do. What goes wrong is logged, told, and not tried for ever."""
    claim = {"state": ExportState.MAKING, "alive_at": at, "done": 0, "tries": F("tries") + 1}
    if not Export.objects.filter(due(at), pk=pk).update(**claim):
        return False
    export = Export.objects.select_related("asked_by").get(pk=pk)
    try:
        with override(export.language):
            _make(export, at)
    except Exception:
        logger.exception("export %s could not be made", pk)
        _end(export, ExportState.FAILED if export.tries >= TRIES else ExportState.WAITING)
    return True


def _make(export: Export, at: datetime) -> None:
    table = wanted(export.kind, export.asked_by, QueryDict(export.query), at)
    if table is None:  # the post was lost since
        _end(export, ExportState.FAILED)
        return
    export.held = held_by(export.asked_by)
    sheet = replace(table.sheet, rows=_counted(export, table.sheet.rows))
    with TemporaryFile() as out:
        if export.file_format == FileFormat.CSV:
            write_csv(sheet, out)
        else:
            write_xlsx([sheet], out)
        export.size, export.total = out.tell(), table.total
        out.seek(0)
        export.file.save("", File(out), save=False)
    try:
        _end(export, ExportState.READY)
    except Exception:
        export.file.delete(save=False)
        raise


def _counted(export: Export, rows: Any) -> Iterator[Sequence[Cell]]:
    for count, row in enumerate(rows, start=1):
        yield row
        export.done = count
        if count % _TOLD_EVERY == 0:
            Export.objects.filter(pk=export.pk).update(done=count, alive_at=timezone.now())


def _end(export: Export, state: ExportState) -> None:
    """How it ended, and word of it, in one transaction."""
    export.state = state
    export.made_at = timezone.now() if export.is_over else None
    with transaction.atomic():
        export.save(update_fields=["state", "made_at", "file", "size", "total", "done", "held"])
        if export.is_over:
            event = "table_ready" if state == ExportState.READY else "table_failed"
            path = reverse("export", args=[export.pk])
            send_notices([Draft(export.asked_by_id, event, export.name, path, {}, outside=False)])


def forget(*, export: Export, at: datetime) -> bool:
    """Deletes it with its file once its days are over."""
    with transaction.atomic():
        row = Export.objects.select_for_update().filter(pk=export.pk, asked_at__lt=at - KEPT).first()
        if row is None or not row.is_over or (row.made_at or row.asked_at) + KEPT > at:
            return False
        name, storage = row.file.name, row.file.storage
        row.delete()
        if name:
            transaction.on_commit(lambda: storage.delete(name))
    return True
