"""The ledger of supervision as a table, with the filters of its page; without what anybody wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell, Column, Sheet
from reports.actions.exporting import Wanted
from reports.filters import LedgerFilter
from reports.queries import rules_in_force
from reports.queries.ledger import state_of, supervisions_visible_to
from reports.tables.batches import in_batches, keys_of
from services.models import Supervision
from services.pages.desk_list import kind_words


def supervision_table(user: Any, query: QueryDict, at: datetime) -> Wanted:
    today = timezone.localdate(at)
    form = LedgerFilter(query, user=user, month_start=rules_in_force().month_start, today=today)
    rows = form.narrow(supervisions_visible_to(user), at).order_by("-issued_at", "-pk")
    keys = keys_of(rows)
    sheet = Sheet(str(_("督办台账")), columns(), in_batches(keys, rows, lambda row: cells(row, at)))
    return Wanted(f"{_('督办台账')} {today:%Y%m%d}", len(keys), sheet)


def columns() -> list[Column]:
    return [
        *(Column(_("编号"), 14), Column(_("驿站"), 20), Column(_("事项"), 16), Column(_("督办级别"), 10)),
        *(Column(_("谁发的"), 8), Column(_("发出时间"), 17), Column(_("答复期限"), 17), Column(_("答复时间"), 17)),
        *(Column(_("进展"), 14), Column(_("答复超期"), 9), Column(_("了结时间"), 17), Column(_("升级了"), 8)),
    ]


def cells(row: Supervision, at: datetime) -> list[Cell]:
    about = _("涉及隐私") if row.request.is_sensitive else kind_words(row.request)
    return [
        *(row.request.number, row.request.station.name, about, row.get_level_display(), row.get_side_display()),
        *(row.issued_at, row.due_at, row.answered_at, str(state_of(row, at).label)),
        *(is_late(row, at), row.closed_at, row.raised_to_id is not None),
    ]


def is_late(row: Supervision, at: datetime) -> bool:
    """Answered after its date; or past it, not answered, and still open."""
    return row.due_at < (row.answered_at or row.closed_at or at)
