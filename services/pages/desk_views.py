"""The views in the triage list's left column, and what stands over the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from services.filters import TO_DO, Filtered
from services.models import Request, SavedView
from services.pages.desk_list import waited_words
from services.queries.search import Hits
from services.queries.seen import MOST_COUNTED
from services.queries.triage import candidates, order_of, rows_of_hits
from services.vocabulary import Status

# Query string → key of queries.triage.counts_of
VIEWS = (
    ("status=submitted", "submitted"),
    ("overdue=1", "overdue"),
    ("due=today", "today"),
    ("supervised=1", "supervised"),
    ("returned=1", "returned"),
    ("status=resolved", "resolved"),
    ("status=suspended", "suspended"),
    ("status=escalated", "escalated"),
    ("status=open", "in_hand"),
    ("", "all"),
)


def counted(count: int) -> str:
    """What may be very much was counted no further (CappedCount)."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


@dataclass(frozen=True)
class View:
    label: str
    query: str
    count: int
    is_current: bool
    is_late: bool = False
    pk: int = 0

    @property
    def counted(self) -> str:
        return counted(self.count)


class FoundPaginator(Paginator):
    """The number of rows is known already, counted together with the views."""

    def __init__(self, rows: Any, per_page: int, *, found: int) -> None:
        super().__init__(rows, per_page)
        self._found = found

    def get_page(self, number: Any) -> Any:
        """Django leads from page 0 to the last one."""
        return super().get_page(number if str(number).lstrip("0").isdigit() else 1)

    @cached_property
    def count(self) -> int:
        return self._found


class HitsPaginator(FoundPaginator):
    """Hits are in order already; all that a list shows is read only of those of the page."""

    def __init__(self, hits: Hits, per_page: int) -> None:
        super().__init__(hits.pks, per_page, found=hits.count)
        self._hits = hits

    def page(self, number: Any) -> Any:
        page = super().page(number)
        pks: Any = page.object_list
        page.object_list = rows_of_hits(pks).order_by(*self._hits.order)
        return page


class WalkPaginator(FoundPaginator):
    """A list of which nobody knows the end: for a page no more is put in order than leads to it.

    `found` may be counted only so far, `most`: then there is always a next page, and no last one is named.
    """

    def __init__(self, parts: Sequence[Any], sort: str, per_page: int, *, found: int, most: int) -> None:
        super().__init__([], per_page, found=found)
        self.parts, self.sort, self.has_open_end = parts, sort, found >= most

    def page(self, number: Any) -> Any:
        page = super().page(number)
        last = page.number * self.per_page
        order = order_of(self.sort)
        pks = candidates(self.parts, self.sort, last).order_by(*order).values("pk")[last - self.per_page : last]
        page.object_list = rows_of_hits(pks).order_by(*order)
        return page


def names_of_views() -> Mapping[str, str]:
    return {
        "submitted": str(Status.SUBMITTED.label),
        "overdue": _("已超期"),
        "today": _("今天到期"),
        "supervised": _("督办中"),
        "returned": pgettext("filter", "退回"),
        "resolved": _("待评价"),
        "suspended": _("挂起"),
        "escalated": _("已上报"),
        "in_hand": _("在办"),
        "all": _("全部"),
    }


def views_of(found: Filtered, counts: Mapping[str, int]) -> list[View]:
    """A view keeps the chosen station."""
    station = found.query.get("station", "")
    here = _canonical(found.query, but="station")
    names = names_of_views()
    return [
        View(
            names[key],
            "&".join(part for part in (query, f"station={station}" if station else "") if part),
            counts[key],
            is_current=here == query,
            is_late=key == "overdue" and bool(counts[key]),
        )
        for query, key in VIEWS
    ]


def saved_of(rows: Iterable[SavedView], found: Filtered, counts: Mapping[str, int]) -> list[View]:
    here = _canonical(found.query)
    return [
        View(row.name, row.query, counts[f"saved_{nth}"], bool(row.query) and row.query == here, pk=row.pk)
        for nth, row in enumerate(rows)
    ]


def _canonical(query: QueryDict, but: str = "") -> str:
    rest = query.copy()
    rest.pop(but, [])
    return rest.urlencode()


def headline(
    views: Sequence[View],
    saved: Sequence[View],
    found: Filtered,
    counts: Mapping[str, int],
    names: Mapping[str, str],
    *,
    is_cut: bool = False,
) -> str:
    """「待受理3件」, 「物业经理 丁海波在办15件」, else how many were found, and of whom.

    `is_cut`: of very many, 「最新的500件」.
    """
    count, query = counted(counts["found"]), _canonical(found.query, but="station")
    named = next((view.label for view in (*views, *saved) if view.is_current), "") or todo_words(query)
    if is_cut:
        return _("最新的%d件") % counts["found"]
    if named:
        return _("%(view)s%(count)s件") % {"view": named, "count": count}
    who = names.get(found.query.get("assignee", ""), "")
    if not who:
        return _("找到%s件") % count
    in_hand = query == f"status=open&assignee={found.query['assignee']}"
    words = _("%(who)s在办%(count)s件") if in_hand else _("%(who)s：找到%(count)s件")
    return words % {"who": who, "count": count}


def todo_words(query: str) -> str:
    return next((str(words) for key, words in TO_DO if query == f"todo={key}"), "")


def longest_wait(requests: Sequence[Request], now: datetime) -> str:
    waiting = [request.filed_at for request in requests if request.is_open]
    return waited_words(now - min(waiting)) if waiting else ""
