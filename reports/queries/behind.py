"""Which requests a figure is made of: found through the same entries that are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from reports.happenings import happenings_of
from reports.indicators import INDICATORS
from reports.models import Entry
from reports.periods import Period
from reports.queries.pending import Pending
from reports.queries.scopes import STATION, Scope
from reports.rollups import Line
from reports.vocabulary import Dim
from services.models import Request
from services.queries import catalogue
from services.queries.requests import with_may_read

_SHOWN = ("station__compound", "category__group", "building", "entrance", "facility", "assignee")
GROUP = "group"  # a row of by_group: `value` is its slug
_FIELD = {Dim.CATEGORY: "category", Dim.NATURE: "nature", Dim.CHANNEL: "channel", Dim.BUILDING: "building"}


def has_requests_behind(key: str) -> bool:
    return bool(INDICATORS[key].counted)


def requests_behind(
    key: str,
    scope: Scope,
    period: Period,
    *,
    dim: str = Dim.ALL,
    value: str = "",
    pending: Pending | None = None,
    among: Q | None = None,
    reader: Any = None,
) -> Behind:
    """A rate is made of what its numerator counts: of 按时办结率 those that were late. `among`: only of these.
    `reader`: of whom each row says whether they may read it (with_may_read).

    A request stands there once, though it may have been counted twice. Who may read which is not asked here: `scope`
    was (scope_visible_to), and what a page shows of a request is masked there.
    """
    wanted = happenings_of(INDICATORS[key].counted)
    rows = Entry.objects.filter(
        station__in=scope.station_ids, day__gte=period.first, day__lte=period.last, happening__in=wanted
    )
    rows, changed = rows.filter(_in_row(dim, value)), pending.by_request if pending else {}
    days = {
        pk: [line.day for line in lines if _counts(line, wanted, scope, period, dim, value)]
        for pk, lines in changed.items()
    }
    fresh = {pk: max(found) for pk, found in days.items() if found}
    if among is not None:
        rows = rows.filter(Exists(Request.objects.filter(among, pk=OuterRef("request_id"))))
        kept = Request.objects.filter(among, pk__in=fresh).values_list("pk", flat=True) if fresh else ()
        fresh = {pk: fresh[pk] for pk in kept}
    return Behind(rows.exclude(request__in=[*changed]) if changed else rows, fresh, reader)


class Behind:
    """Requests, newest happening first, as a Paginator takes them: their keys are found through the entries, and a page
    of them is read whole then. Asked for at once, ten million requests are read before fifty are taken.

    `fresh`: of what is not folded in yet, the day on which it is counted.
    """

    def __init__(self, entries: QuerySet[Entry], fresh: Mapping[int, date], reader: Any) -> None:
        self._reader = reader
        keys = entries.order_by().values("request_id").annotate(last=Max("day"))
        self._keys = keys.order_by("-last", "-request_id").values_list("last", "request_id")
        self._fresh = sorted(((day, pk) for pk, day in fresh.items()), reverse=True)
        self._count: int | None = None

    def count(self) -> int:
        if self._count is None:
            self._count = self._keys.order_by().values("request_id").count() + len(self._fresh)
        return self._count

    def __getitem__(self, part: slice) -> list[Request]:
        """However the fresh ones lie among the others, at most all of them lie before this part."""
        start = max(part.start - len(self._fresh), 0)
        several = sorted([*self._keys[start : part.stop], *self._fresh], reverse=True)
        keys = [pk for _day, pk in several[part.start - start : part.stop - start]]
        rows = Request.objects.filter(pk__in=keys).select_related(*_SHOWN).defer("description", "search").order_by()
        if self._reader is not None:
            rows = with_may_read(rows, self._reader)
        found = {row.pk: row for row in rows}
        return [found[pk] for pk in keys if pk in found]

    def __iter__(self) -> Iterator[Request]:
        return iter(self[0 : self.count()])


def _in_row(dim: str, value: str) -> Q:
    if dim == Dim.ALL:
        return Q()
    if dim == STATION:
        return Q(station=value.removeprefix(STATION))
    if dim == GROUP:
        return Q(category__in=_kinds_of(value)) if value else Q(category=None)
    return Q(**{_FIELD[Dim(dim)]: value}) if value else Q(**{f"{_FIELD[Dim(dim)]}__isnull": True})


def _kinds_of(group: str) -> list[int]:
    return [pk for pk, kind in catalogue().by_id.items() if kind.group.slug == group]


def _counts(line: Line, wanted: list[int], scope: Scope, period: Period, dim: str, value: str) -> bool:
    return (
        line.happening in wanted
        and line.day in period
        and line.what.station in scope.station_ids
        and _is_in_row(line.what, dim, value)
    )


def _is_in_row(what: Any, dim: str, value: str) -> bool:
    if dim == Dim.ALL:
        return True
    if dim == STATION:
        return f"{STATION}{what.station}" == value
    if dim == GROUP:
        return what.category in _kinds_of(value) if value else what.category is None
    held = getattr(what, _FIELD[Dim(dim)])
    return ("" if held is None else str(held)) == value
