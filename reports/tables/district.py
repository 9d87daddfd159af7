"""The requests of a month as officials may have them: how each went, and nothing of what anybody said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.sheets import Cell, Column, Sheet
from reports.actions.exporting import Wanted
from reports.tables.batches import in_batches, keys_of
from reports.tables.scoped import asked, received_in
from reports.tables.words import group_words, label_of, was_late
from services.models import Request
from services.pages.desk_list import kind_words
from services.vocabulary import Channel, Nature, Status, Urgency


def district_table(user: Any, query: QueryDict, at: datetime) -> Wanted | None:
    found = asked(user, query, at)
    if found is None:
        return None
    scope, month = found
    rows = received_in(user, scope, month)
    keys = keys_of(rows)
    sheet = Sheet(str(_("诉求清单")), columns(), in_batches(keys, rows, lambda row: cells(row, at)))
    return Wanted(f"{_('诉求清单')} {scope.name} {month.key}", len(keys), sheet, f"scope:{scope.key}")


def columns() -> list[Column]:
    return [
        *(Column(_("编号"), 14), Column(_("驿站"), 20), Column(_("大类"), 12), Column(_("事项"), 16)),
        *(Column(_("性质"), 8), Column(_("紧急程度"), 9), Column(_("来源"), 10), Column(_("状态"), 10)),
        *(Column(_("提交时间"), 17), Column(_("受理时间"), 17), Column(_("首次联系"), 17), Column(_("办结期限"), 17)),
        *(Column(_("办好时间"), 17), Column(_("结案时间"), 17), Column(_("办结超期"), 9)),
        *(Column(_("退回次数"), 9), Column(_("重办次数"), 9), Column(_("延期次数"), 9), Column(_("催单次数"), 9)),
    ]


def cells(row: Request, at: datetime) -> list[Cell]:
    """Of a sensitive one not even what it is about."""
    about = ("", _("涉及隐私")) if row.is_sensitive else (group_words(row), kind_words(row))
    return [
        *(row.number, row.station.name, *about, label_of(Nature, row.nature), label_of(Urgency, row.urgency)),
        *(label_of(Channel, row.channel), label_of(Status, row.status)),
        *(row.filed_at, row.accepted_at, row.contacted_at, row.resolve_due_at, row.resolved_at, row.closed_at),
        *(was_late(row, at), row.returns, row.reopenings, row.extensions, row.urgings),
    ]
