"""How it stands at this moment: for whom the open requests wait, and which are red, with whom. Three statements.

And the requests behind each of these numbers, asked for by the same conditions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q

from core.search import one_of
from core.statements import Keys, Written, condition
from reports.happenings import NO_DAY, WAITS, Happening
from reports.models import Tally
from reports.queries.book import Book
from reports.queries.scopes import Scope
from reports.vocabulary import Dim, Grain
from services.models import Request
from services.queries.requests import with_may_read
from services.vocabulary import OPEN

LISTED = 8
# What a masked line says, or is masked by: of the hundred and forty columns of a request and all that stands beside it.
_SAID = (
    *("number", "title", "reporter_name", "nature", "status", "suggested", "category_id", "is_sensitive"),
    *("target", "target_user_id", "assignee_title", "highest_climb", "filed_at", "resolved_at"),
    *("pressing_at", "station__name", "building__number", "entrance__number", "facility__name", "assignee__name"),
)


# The numbers of now: each of Waiting, all that is in hand, and what of it is red.
WAITS_FOR = {
    "triage": Happening.WAITS_TRIAGE,
    "handler": Happening.WAITS_HANDLER,
    "above": Happening.WAITS_ABOVE,
    "paused": Happening.WAITS_PAUSED,
    "resident": Happening.WAITS_RESIDENT,
}
IN_HAND, RED = "in_hand", "red"


@dataclass(frozen=True)
class Waiting:
    """Where the time goes: how many wait for whom."""

    triage: int = 0
    handler: int = 0
    above: int = 0
    resident: int = 0
    paused: int = 0  # for parts, weather, an outside body, a vote …

    @classmethod
    def of(cls, counted: Mapping[int, int]) -> Waiting:
        """`counted`: by one of happenings.WAITS."""
        return cls(**{name: counted.get(happening, 0) for name, happening in WAITS_FOR.items()})

    @property
    def in_hand(self) -> int:
        return self.triage + self.handler + self.above + self.paused


@dataclass(frozen=True)
class Standing:
    """`rows`: the longest overdue first, with all that a masked line needs."""

    waiting: Waiting
    red: int
    rows: Sequence[Request]


def standing(book: Book, at: datetime, reader: Any, limit: int = LISTED) -> Standing:
    """Counted and listed apart: counts beside each row are made for all that is open before eight are taken."""
    red = Standings(_red(book.scope, at), reader)
    count = red.count()
    is_rolled = book.is_large and not book.waiting
    waiting = Waiting.of(_rolled(book) if is_rolled else _counted(book.scope))
    return Standing(waiting, count, red[:limit] if count else [])


def standing_behind(key: str, scope: Scope, at: datetime, reader: Any) -> Standings:
    """`key`: one of WAITS_FOR, IN_HAND or RED. As live as the requests themselves: nothing here has to be folded in."""
    if key == RED:
        return Standings(_red(scope, at), reader)
    if key == IN_HAND:
        return Standings(_in(scope, Q(status__in=OPEN)), reader)
    statuses = [status for status, happening in WAITS.items() if happening == WAITS_FOR[key]]
    return Standings(_in(scope, Q(status__in=statuses)), reader)


class Standings:
    """Requests, the longest overdue first, as a Paginator takes them: found first, in the order of the index
    request_pressing, and a page of them read whole then, with whether `reader` may read each (with_may_read). `rows`:
    behind SELECT."""

    def __init__(self, rows: Written, reader: Any) -> None:
        self._rows, self._reader = rows, reader

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) {self._rows.sql}", self._rows.values)
            return int(cursor.fetchone()[0])

    def __getitem__(self, part: slice) -> list[Request]:
        """What has no deadline now, as what is paused, comes last on both databases."""
        first, last = part.start or 0, part.stop
        order = f"ORDER BY pressing_at NULLS LAST, id LIMIT {last - first:d} OFFSET {first:d}"
        shown = Request.objects.filter(pk__in=Keys(Written(f"SELECT id {self._rows.sql} {order}", self._rows.values)))
        shown = with_may_read(shown, self._reader).order_by(F("pressing_at").asc(nulls_last=True), "pk")
        return list(shown.select_related("station", "building", "entrance", "facility", "assignee").only(*_SAID))


def _red(scope: Scope, at: datetime) -> Written:
    """The index request_pressing alone answers it."""
    return _in(scope, Q(status__in=OPEN, pressing_at__lt=at))


def _in(scope: Scope, asked: Q) -> Written:
    """Behind SELECT, as text: joined to where the stations lie, a planner takes it for few rows, and looks up place
    by place."""
    mine = condition(Request, asked & one_of(scope.station_ids, "station"))
    return Written(f"FROM {Request._meta.db_table} WHERE {mine.sql}", mine.values)


def _rolled(book: Book) -> Mapping[int, int]:
    """Of a county or a city, where tens of thousands may be open."""
    rows = Tally.objects.filter(scope=book.scope.key, grain=Grain.NOW, dim=Dim.WAITING, start=NO_DAY)
    found = Counter({int(key): count for key, count in rows.values_list("key", "opened")})
    for line, count in book.pending.added.items():
        if line.day == NO_DAY:
            found[line.happening] += count
    return found


def _counted(scope: Scope) -> Mapping[int, int]:
    """Along the index request_in_hand."""
    mine, found = Request.objects.filter(scope.holds(), status__in=[*WAITS]).order_by(), Counter[int]()
    for status, count in mine.values_list("status").annotate(count=Count("status")):
        found[WAITS[status]] += count
    return found
