"""The requests that make a figure up: the newest first, page by page, nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from reports.indicators import INDICATORS
from reports.pages.asked import Asked, frame_of
from reports.pages.formulas import formula_words
from reports.pages.masked import masked
from reports.pages.overview import base_words
from reports.queries import GROUP, has_requests_behind, open_book
from reports.vocabulary import Dim
from services.queries import catalogue
from services.queries.requests import recused_from
from services.vocabulary import Channel, Nature

PER_PAGE = 50
ONCE = "件"  # the unit of what happens to a request once at most; else it is 件次
OF_A_KIND = (GROUP, Dim.CATEGORY)  # whose rows would say of a private one what it is about


def behind_context(asked: Asked, key: str, params: Mapping[str, str], user: Any) -> dict[str, Any] | None:
    """None: there is no such figure, or no such row of one."""
    dim, value = params.get("dim") or str(Dim.ALL), params.get("value", "")
    part = _part(dim, value)
    if key not in INDICATORS or not has_requests_behind(key) or part is None or not asked.scope.stations:
        return None
    indicator, is_of_a_kind = INDICATORS[key], dim in OF_A_KIND
    with open_book(asked.scope, asked.rules, asked.at) as book:
        figures = book.series([asked.period], durations=False)[0] if dim == Dim.ALL else None
        among = Q(is_sensitive=False) & ~recused_from(user) if is_of_a_kind else None
        rows: Any = book.behind(key, asked.period, dim, value, among)
        page = Paginator(rows, PER_PAGE).get_page(params.get("page"))
        found = [masked(row, user) for row in page.object_list]
    return {
        **frame_of(asked, "overview"),
        "indicator": indicator,
        "counted": INDICATORS[indicator.counted],
        "formula": formula_words(indicator, asked.rules),
        "is_share": indicator.counted != key,
        "part": part,
        "value": figures.says(key) if figures and figures[key] is not None else "",
        "base": base_words(figures, key) if figures else "",
        "count": page.paginator.count,
        "is_once": INDICATORS[indicator.counted].unit == ONCE,
        "page": page,
        "rows": found,
        "leaves_out": is_of_a_kind,
        "pending": book.waiting,
        "back_url": asked.url("overview"),
    }


def _part(dim: str, value: str) -> str | None:
    """Of which row: in words; "" of the whole; None if there is none like that."""
    if dim == Dim.ALL:
        return ""
    if dim in (GROUP, Dim.CATEGORY) and not value:
        return _("未归属")
    if dim == GROUP:
        return next((str(group) for group in catalogue().groups if group.slug == value), None)
    if dim == Dim.CATEGORY:
        kind = catalogue().by_id.get(int(value)) if value.isascii() and value.isdigit() and len(value) < 12 else None
        return str(kind) if kind else None
    choices = {Dim.NATURE: Nature, Dim.CHANNEL: Channel}.get(Dim(dim)) if dim in Dim.values else None
    if choices is None or value not in choices.values:
        return None
    return str(choices(value).label) or _("未归属")
