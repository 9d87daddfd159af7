"""What the pages of exports say."""

from __future__ import annotations

from typing import Any

import rules
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import clean_text
from reports.actions.exporting import MOST_AT_ONCE, Wanted
from reports.filters import month_words
from reports.models import Export
from reports.periods import month_of
from reports.queries import rules_in_force, scopes_visible_to
from reports.vocabulary import ExportKind

MONTHS_OFFERED = 24
MOST_STATIONS = 60  # more are not offered in a list; the overview's pages lead here with theirs
OWN = ("csrfmiddlewaretoken", "format", "page", "open", "stamp")
LONGEST_VALUE, MOST_VALUES = 80, 20
SCOPED = (ExportKind.DISTRICT, ExportKind.BULK)


def asked_query(request: HttpRequest) -> QueryDict:
    """What the table is asked with: of the address, or sent back by the form."""
    query = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in OWN and name == clean_text(name):
            kept.setlist(name, [clean_text(value)[:LONGEST_VALUE] for value in values[:MOST_VALUES]])
    return kept


def take_context(user: Any, kind: str, query: QueryDict, table: Wanted) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": ExportKind(kind).label,
        "what": what_words(kind),
        "total": table.total,
        "is_long": table.total > MOST_AT_ONCE,
        "name": table.name,
        "query": query.urlencode(),
        "back_url": back_url(kind, query),
        "csv_first": kind == ExportKind.BULK,
        **(_choosers(user, query) if kind in SCOPED else {}),
    }


def what_words(kind: str) -> str:
    """What is in it, and what is not."""
    return {
        ExportKind.REQUESTS: _("派单台上筛出来的这些，没有姓名、电话、房号；投诉、举报和涉及隐私的不带原话。"),
        ExportKind.DISTRICT: _("一个月收到的每一件办得怎么样。没有人名、电话、住处，也没有任何人写的话。"),
        ExportKind.SUPERVISION: _("台账上筛出来的这些。没有督办和答复的原话。"),
        ExportKind.BULK: _(
            "GeoReport v2批量格式，可以公开。"
            "不含投诉、举报、涉及隐私、针对谁的、报上去的、驿站以上办的、没分类的；原话空着。"
        ),
    }[ExportKind(kind)]


def back_url(kind: str, query: QueryDict) -> str:
    if kind == ExportKind.REQUESTS:
        return f"{reverse('desk:triage')}?{query.urlencode()}"
    if kind == ExportKind.SUPERVISION:
        return f"{reverse('district:supervision')}?{query.urlencode()}"
    return reverse("exports")


def _choosers(user: Any, query: QueryDict) -> dict[str, Any]:
    """Which division or station, and which month."""
    chosen = query.get("scope", "")
    choices = scopes_visible_to(user)
    stations = [choice for choice in choices if choice.level == "station"]
    if len(stations) > MOST_STATIONS:
        choices = [choice for choice in choices if choice.level != "station" or choice.key == chosen]
    months = month_of(timezone.localdate(), rules_in_force().month_start).back(MONTHS_OFFERED)[::-1]
    return {
        "scopes": [(choice.key, choice.name, choice.key == chosen) for choice in choices],
        "months": [(month.key, month_words(month.key), month.key == query.get("month")) for month in months],
    }


def exports_context(user: Any) -> dict[str, Any]:
    """What may be asked for, and what was."""
    mine = [kind for kind in ExportKind if rules.has_perm("reports.take_table", user, kind)]
    kinds = [(kind.value, kind.label, what_words(kind)) for kind in mine]
    return {"kinds": kinds, "exports": list(Export.objects.filter(asked_by=user)[:30])}
