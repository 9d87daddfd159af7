"""The requests that make a figure up: the newest first, page by page, nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.indicators import INDICATORS, Indicator, Kind
from reports.pages.asked import Asked, frame_of
from reports.pages.formulas import formula_words
from reports.pages.masked import PER_PAGE, masked
from reports.pages.overview import base_words
from reports.queries import GROUP, Book, Figures, has_requests_behind, open_book
from reports.vocabulary import Dim
from services.queries import catalogue
from services.queries.requests import recused_from
from services.vocabulary import Channel, Nature

ONCE = "件"  # the unit of what happens to a request once at most; else it is 件次
OF_A_KIND = (GROUP, Dim.CATEGORY)  # whose rows would say of a private one what it is about


def behind_context(asked: Asked, key: str, params: Mapping[str, str], user: Any) -> dict[str, Any] | None:
    """None: there is no such figure, or no such row of one."""
    dim, value = params.get("dim") or str(Dim.ALL), params.get("value", "")
    part = _part(dim, value)
    if key not in INDICATORS or not has_requests_behind(key) or part is None or not asked.scope.stations:
        return None
    indicator = INDICATORS[key]
    with open_book(asked.scope, asked.rules, asked.at) as book:
        figures = _figures(book, asked, indicator, dim, value)
        told = _told(user) if dim in OF_A_KIND else None
        rows: Any = book.behind(key, asked.period, dim, value, among=told, reader=user)
        page = Paginator(rows, PER_PAGE).get_page(params.get("page"))
        found = [masked(row, user) for row in page.object_list]
        kept = _all_of(book, asked, key, figures, dim, value) - page.paginator.count if told else 0
    return {
        **frame_of(asked, "overview"),
        "name": indicator.label,
        "explained": indicator.explained,
        "counted": INDICATORS[indicator.counted],
        "formula": formula_words(indicator, asked.rules),
        "is_share": indicator.counted != key,
        "is_of_steps": indicator.kind == Kind.QUANTILE,
        "part": part,
        "value": figures.says(key) if figures and figures[key] is not None else "",
        "base": base_words(figures, key) if figures else "",
        "count": page.paginator.count,
        "is_once": INDICATORS[indicator.counted].unit == ONCE,
        "page": page,
        "rows": found,
        "nothing": _nothing(kept),
        "kept": kept,
        "pending": book.waiting,
        "back_url": asked.url("overview"),
    }


def _told(user: Any) -> Q:
    """Of which a row of one kind may tell that they are in it."""
    return Q(is_sensitive=False) & ~recused_from(user)


def _figures(book: Book, asked: Asked, indicator: Indicator, dim: str, value: str) -> Figures | None:
    """Of the whole, or of that row of its table; None: nothing at all was counted there."""
    if dim == Dim.ALL:
        return book.series([asked.period], durations=indicator.kind == Kind.QUANTILE)[0]
    tables = {GROUP: book.by_group, Dim.CATEGORY: book.by_category, Dim.NATURE: book.by_nature}
    rows = tables.get(dim, book.by_channel)(asked.period).rows
    return next((row.figures for row in rows if row.key == value), None)


def _all_of(book: Book, asked: Asked, key: str, figures: Figures | None, dim: str, value: str) -> int:
    """How many requests, told or not. Each is received once: of a city's month the figure says it a second sooner."""
    if figures and INDICATORS[key].counted == "received":
        return figures.counts["received"]
    return book.behind(key, asked.period, dim, value).count()


def _nothing(kept: int) -> str:
    """Why nothing is listed."""
    if not kept:
        return _("这个月在这里一件也没有。")
    return ngettext(
        "这%(count)d件涉及隐私，列出来就知道是哪一类事了。", "这%(count)d件涉及隐私，列出来就知道是哪一类事了。", kept
    ) % {"count": kept}


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
