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
from services.relations import is_recused
from services.vocabulary import Channel, Nature, Status, Urgency
from stations.queries import posts_of


def district_table(user: Any, query: QueryDict, at: datetime) -> Wanted | None:
    found = asked(user, query, at)
    if found is None:
        return None
    scope, month = found
    rows = received_in(scope, month)
    keys = keys_of(rows)
    sheet = Sheet(str(_("诉求清单")), columns(), in_batches(keys, rows, lambda row: cells(row, at, user)))
    return Wanted(f"{_('诉求清单')} {scope.name} {month.key}", len(keys), sheet, f"scope:{scope.key}")


def columns() -> list[Column]:
    return [
        *(Column(_("编号"), 14), Column(_("驿站"), 20), Column(_("大类"), 12), Column(_("事项"), 16)),
        *(Column(_("性质"), 8), Column(_("紧急程度"), 9), Column(_("来源"), 10), Column(_("状态"), 10)),
        *(Column(_("提交时间"), 17), Column(_("受理时间"), 17), Column(_("首次联系"), 17), Column(_("办结期限"), 17)),
        *(Column(_("办好时间"), 17), Column(_("结案时间"), 17), Column(_("办结超期"), 9)),
        *(Column(_("退回次数"), 9), Column(_("重办次数"), 9), Column(_("延期次数"), 9), Column(_("催单次数"), 9)),
    ]


def cells(row: Request, at: datetime, reader: Any) -> list[Cell]:
    """Of a private one not even what it is about; what the reader stands aside from looks like one. Were it left out,
    the row that others have more would tell them."""
    is_private = row.is_sensitive or is_recused(posts_of(reader), reader, row)
    about = ("", _("涉及隐私")) if is_private else (group_words(row), kind_words(row))
    return [
        *(row.number, row.station.name, *about, label_of(Nature, row.nature), label_of(Urgency, row.urgency)),
        *(label_of(Channel, row.channel), label_of(Status, row.status)),
        *(row.filed_at, row.accepted_at, row.contacted_at, row.resolve_due_at, row.resolved_at, row.closed_at),
        *(was_late(row, at), row.returns, row.reopenings, row.extensions, row.urgings),
    ]
