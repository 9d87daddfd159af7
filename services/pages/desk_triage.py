"""Everything of the triage list, in ten statements however much there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from core.shell import mark
from services.filters import BEST, MINE, SORTS, Filtered, filtered
from services.live import signed, stamp_of
from services.models import Request, SavedView
from services.pages.desk_list import rows_of
from services.pages.desk_views import (
    FoundPaginator,
    HitsPaginator,
    WalkPaginator,
    counted,
    headline,
    longest_wait,
    saved_of,
    views_of,
)
from services.queries.asked import asker_of
from services.queries.load import people_at
from services.queries.search import Hits, find
from services.queries.seen import MOST_COUNTED, CappedCount
from services.queries.triage import Scope, counts_of, listed_rows, order_of, parts_of, scope_of

PER_PAGE = 50
FARTHEST = 400  # the page to which one may leaf, as far as a list is counted


def triage_context(request: HttpRequest, chosen: Request | None = None) -> dict[str, Any]:
    """`chosen`: the request that the panel shows already; else it fetches the first of the list."""
    now = timezone.now()
    scope = scope_of(request.user, request.GET.get("station", ""))
    stamp = stamp_of(request.user, scope)
    found, hits, sort, sorts = _asked(request, scope, now)
    kept = list(SavedView.objects.filter(user=request.user.pk))
    counts = _counts(request, scope, now, kept, found, hits)
    page = _page(request, scope, found, hits, sort, counts["found"])
    is_cut = hits is not None and hits.is_cut
    shown = rows_of(page.object_list, now)
    first = chosen or (shown[0].request if shown else None)
    people = people_at(scope.chosen, now, request.user) if scope.chosen else []
    names = {person.key: person.label for person in people} | {MINE: str(request.user)}
    views, saved = views_of(found, counts), saved_of(kept, found, counts)
    return {
        "station": scope.chosen,
        "rows": shown,
        "page": page,
        "counts": counts,
        "new": counted(counts["new"]),
        "views": views,
        "saved": saved,
        "headline": headline(views, saved, found, counts, names, is_cut=is_cut),
        "waited": longest_wait(list(page.object_list), now),
        "found": found,
        "is_cut": is_cut,
        "chips": found.chips(names),
        "marks": found.marks(),
        "people": people,
        "sort": sort,
        "sorts": sorts.items(),
        "open": first.number if first else "",
        "kept": request.session.pop("bulk", None) or {},
        "list_url": list_url(request),
        "rest": rest(request),
        "stamp": signed(stamp, request.user),
        "unread": stamp.unread,
    }


def _asked(request: HttpRequest, scope: Scope, now: datetime) -> tuple[Filtered, Hits | None, str, dict[str, Any]]:
    """What the list shows (before it is asked who may see it), what of it was found if something is looked for, and
    its order."""
    found = filtered(request, listed_rows(), scope, now, is_searched=False)
    q = found.query.get("q", "")
    sorts = sorts_for(q)
    sort = request.GET["sort"] if request.GET.get("sort") in sorts else next(iter(sorts))
    if not q:
        return found, None, sort, sorts
    return found, find(found.rows, q, scope.asker(request.user), order_of(sort, q)), sort, sorts


def _counts(
    request: HttpRequest, scope: Scope, now: datetime, kept: list[SavedView], found: Filtered, hits: Hits | None
) -> dict[str, int]:
    lists = {f"saved_{nth}": count_of_view(request, view, scope, now) for nth, view in enumerate(kept)}
    everywhere = parts_of(listed_rows(), asker_of(request.user, scope.stations))
    more = {} if hits else {"found": CappedCount(parts_of(found.rows, scope.asker(request.user)), _most(request))}
    counts = counts_of(everywhere, Q(station__in=scope.listed), {**lists, **more}, now)
    return counts if hits is None else {**counts, "found": hits.count}


def _most(request: HttpRequest) -> int:
    """So far a list is counted: always further than the page that is asked for, and no further than anybody reads."""
    page = request.GET.get("page", "")
    return MOST_COUNTED + PER_PAGE * (min(int(page), FARTHEST) - 1 if page.isdecimal() and len(page) < 6 else 0)


def _page(request: HttpRequest, scope: Scope, found: Filtered, hits: Hits | None, sort: str, count: int) -> Any:
    if hits is None:
        parts = parts_of(found.rows, scope.asker(request.user))
        pages: FoundPaginator = WalkPaginator(parts, sort, PER_PAGE, found=count, most=_most(request))
    else:
        pages = HitsPaginator(hits, PER_PAGE)
    return pages.get_page(request.GET.get("page"))


def sorts_for(q: str) -> dict[str, Any]:
    """The first is what the list begins with: who asks for something sees what answers it best."""
    return dict(SORTS) if q else {name: words for name, words in SORTS.items() if name != BEST}


def count_of_view(request: HttpRequest, view: SavedView, scope: Scope, now: datetime) -> CappedCount:
    """How much the list shows when the view is chosen."""
    query = QueryDict(view.query)
    scope = scope.choose(query.get("station", ""))
    return CappedCount(parts_of(filtered(request, listed_rows(), scope, now, query).rows, scope.asker(request.user)))


def mark_triage(request: HttpRequest, context: dict[str, Any]) -> None:
    badges = {"triage": context["counts"]["submitted"], "inbox": context["unread"]}
    mark(request, current="triage", badges=badges)


def list_url(request: HttpRequest) -> str:
    return f"{reverse('desk:triage')}?{rest(request)}"


def rest(request: HttpRequest) -> str:
    """The query string without the chosen request and the stamp: where the list is."""
    query = request.GET.copy()
    for name in ("open", "stamp"):
        query.pop(name, [])
    return query.urlencode()
