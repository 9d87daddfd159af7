"""What the page of the ledger says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import say_left
from reports.filters import LedgerFilter
from reports.queries import rules_in_force
from reports.queries.ledger import Totals, state_of, supervisions_visible_to, totals_of
from reports.vocabulary import LedgerState
from services.clocks import Climb
from services.models import Request, Supervision
from services.pages.desk_list import kind_words
from services.pages.desk_views import FoundPaginator
from services.pages.district import title_of
from stations.queries import PostSet, posts_of

PER_PAGE = 50
LOOK = {
    LedgerState.WAITING: ("sent", "clock"),
    LedgerState.LATE: ("late", "alert"),
    LedgerState.ANSWERED: ("ask", "chat"),
    LedgerState.CLOSED: ("done", "check-circle"),
}


@dataclass(frozen=True)
class Line:
    """`url`: only where the reader may open the request; without it nothing that the resident wrote is said."""

    number: str
    title: str
    station: str
    kind: str
    level: str
    side: str
    issued_at: datetime
    due_at: datetime
    answered_at: datetime | None
    tint: str
    icon: str
    state: str
    left: str
    is_late: bool
    is_private: bool
    url: str


def ledger_context(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Five statements, with the posts."""
    now = timezone.now()
    start = rules_in_force().month_start
    form = LedgerFilter(params, user=user, month_start=start, today=timezone.localdate(now))
    rows = form.narrow(supervisions_visible_to(user), now)
    totals = totals_of(rows, now)
    pages = FoundPaginator(rows.order_by("-issued_at", "-pk"), PER_PAGE, found=totals.issued)
    page, posts = pages.get_page(params.get("page")), posts_of(user)
    return {
        "form": form,
        "chosen": form.chosen(),
        "query": form.query,
        "totals": totals,
        "cards": _cards(totals),
        "page": page,
        "lines": [line_of(row, posts, now) for row in page.object_list],
    }


def _cards(totals: Totals) -> list[tuple[str, int, str, str]]:
    """Words, how many, a note, and the state that it leads to."""
    late = _("其中%(count)d件答复晚了") % {"count": totals.answered_late} if totals.answered_late else ""
    return [
        (_("发出"), totals.issued, "", ""),
        (_("已答复"), totals.answered, late, ""),
        (_("没了结"), totals.open, "", ""),
        (_("超期没答复"), totals.late, "", LedgerState.LATE),
    ]


def line_of(row: Supervision, posts: PostSet, now: datetime) -> Line:
    state, url = state_of(row, now), url_of(row.request, posts)
    tint, icon = LOOK[state]
    is_late = row.due_at < (row.answered_at or row.closed_at or now)
    return Line(
        number=row.request.number,
        title=title_of(row.request) if url else "",
        station=row.request.station.name,
        kind=_("涉及隐私") if row.request.is_sensitive else kind_words(row.request),
        level=str(row.get_level_display()),
        side=str(row.get_side_display()),
        issued_at=row.issued_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        tint=tint,
        icon=icon,
        state=str(state.label),
        left=say_left(row.due_at, now) if state in (LedgerState.WAITING, LedgerState.LATE) else "",
        is_late=is_late,
        is_private=row.request.is_sensitive,
        url=url,
    )


def url_of(request: Request, posts: PostSet) -> str:
    """An officer opens it at the desk; an official once it climbed to the district (services.relations)."""
    code = request.station.compound.division_id
    if any(code.startswith(own) for own in posts.communities):
        return request.desk_url
    return request.district_url if request.highest_climb >= Climb.DISTRICT else ""
