"""Which requests a figure is made of: found through the same entries that are counted."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

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

GROUP = "group"  # a row of by_group: `value` is its slug
_FIELD = {Dim.CATEGORY: "category", Dim.NATURE: "nature", Dim.CHANNEL: "channel", Dim.BUILDING: "building"}


def has_requests_behind(key: str) -> bool:
    return bool(INDICATORS[key].counted)


def requests_behind(
    key: str, scope: Scope, period: Period, *, dim: str = Dim.ALL, value: str = "", pending: Pending | None = None
) -> QuerySet[Request]:
    """Newest first. A rate is made of what its numerator counts: of 按时办结率 those that were late.

    A request stands there once, though it may have been counted twice. Who may read which is not asked here: `scope`
    was (scope_visible_to), and what a page shows of a request is masked there.
    """
    wanted = happenings_of(INDICATORS[key].counted)
    rows = Entry.objects.filter(
        station__in=scope.station_ids, day__gte=period.first, day__lte=period.last, happening__in=wanted
    )
    rows = rows.filter(_in_row(dim, value))
    found = Q(pk__in=rows.values("request"))
    if pending and pending.by_request:
        fresh = [
            pk
            for pk, lines in pending.by_request.items()
            if any(_counts(line, wanted, scope, period, dim, value) for line in lines)
        ]
        found = (found & ~Q(pk__in=list(pending.by_request))) | Q(pk__in=fresh)
    requests = Request.objects.filter(found).select_related("station__compound", "category__group", "building")
    return requests.defer("description", "search").order_by("-filed_at", "-pk")


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
