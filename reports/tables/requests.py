"""The triage list as a table: what its reader sees there, with the same filters and in the same order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell, Column, Sheet
from reports.actions.exporting import Wanted
from reports.tables.batches import in_batches, keys_of
from reports.tables.words import group_words, handler_for_file, label_of, place_for_file, title_for_file, was_late
from services.filters import filtered
from services.models import Request
from services.pages.desk_list import kind_words
from services.queries.triage import order_of, scope_of, triage_rows
from services.vocabulary import Channel, Nature, Status, Urgency
from stations.queries import audit_scope

# Which ones was asked already (`keys`): that question is not cheap enough to be asked again for every batch.
_WITH = Request.objects.select_related("station", "category", "building", "entrance", "facility", "assignee").defer(
    "description", "search"
)


def requests_table(user: Any, query: QueryDict, at: datetime) -> Wanted:
    asked = HttpRequest()
    asked.GET, asked.user = query, user  # type: ignore[assignment]  # a QueryDict that may be changed is one, too
    scope = scope_of(user, query.get("station", ""))
    rows = filtered(asked, triage_rows(user, scope.listed), scope, at).rows
    keys = keys_of(rows.order_by(*order_of(str(query.get("sort")))))
    where = scope.chosen.name if scope.chosen else _("各站")
    name = f"{_('诉求清单')} {where} {timezone.localdate(at):%Y%m%d}"
    sheet = Sheet(str(_("诉求清单")), columns(), in_batches(keys, _WITH, lambda row: cells(row, at)))
    return Wanted(name, len(keys), sheet, audit_scope(scope.chosen) if scope.chosen else "")


def columns() -> list[Column]:
    return [
        *(Column(_("编号"), 14), Column(_("驿站"), 20), Column(_("状态"), 10), Column(_("紧急程度"), 9)),
        *(Column(_("大类"), 12), Column(_("事项"), 16), Column(_("性质"), 8), Column(_("一句话"), 40)),
        *(Column(_("位置"), 18), Column(_("来源"), 10), Column(_("谁在办"), 20)),
        *(Column(_("提交时间"), 17), Column(_("受理时间"), 17), Column(_("首次联系"), 17), Column(_("办结期限"), 17)),
        *(Column(_("办好时间"), 17), Column(_("结案时间"), 17), Column(_("办结超期"), 9)),
        *(Column(_("退回次数"), 9), Column(_("重办次数"), 9), Column(_("延期次数"), 9), Column(_("催单次数"), 9)),
    ]


def cells(row: Request, at: datetime) -> list[Cell]:
    return [
        *(row.number, row.station.name, label_of(Status, row.status), label_of(Urgency, row.urgency)),
        *(group_words(row), kind_words(row), label_of(Nature, row.nature), title_for_file(row)),
        *(place_for_file(row), label_of(Channel, row.channel), handler_for_file(row)),
        *(row.filed_at, row.accepted_at, row.contacted_at, row.resolve_due_at, row.resolved_at, row.closed_at),
        *(was_late(row, at), row.returns, row.reopenings, row.extensions, row.urgings),
    ]
