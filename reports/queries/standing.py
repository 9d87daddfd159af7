"""How it stands at this moment: for whom the open requests wait, and which are red, with whom. Three statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from core.search import one_of
from core.statements import Keys, Written, condition
from reports.happenings import NO_DAY, WAITS, Happening
from reports.models import Tally
from reports.queries.book import Book
from reports.queries.scopes import Scope
from reports.vocabulary import Dim, Grain
from services.models import Request
from services.vocabulary import OPEN

LISTED = 8
# What a masked line says, or is masked by: of the hundred and forty columns of a request and all that stands beside it.
_SAID = (
    *("number", "title", "reporter_name", "nature", "status", "suggested", "category_id", "is_sensitive"),
    *("target", "target_user_id", "assignee_title", "highest_climb", "filed_at", "resolved_at"),
    *("pressing_at", "station__name", "building__number", "entrance__number", "facility__name", "assignee__name"),
)


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
        return cls(
            counted.get(Happening.WAITS_TRIAGE, 0),
            counted.get(Happening.WAITS_HANDLER, 0),
            counted.get(Happening.WAITS_ABOVE, 0),
            counted.get(Happening.WAITS_RESIDENT, 0),
            counted.get(Happening.WAITS_PAUSED, 0),
        )

    @property
    def in_hand(self) -> int:
        return self.triage + self.handler + self.above + self.paused


@dataclass(frozen=True)
class Standing:
    """`rows`: the longest overdue first, with all that a masked line needs."""

    waiting: Waiting
    red: int
    rows: Sequence[Request]


def standing(book: Book, at: datetime, limit: int = LISTED) -> Standing:
    """Counted and listed apart: counts beside each row are made for all that is open before eight are taken."""
    red = _red(book.scope, at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {red.sql}", red.values)
        count = cursor.fetchone()[0]
    is_rolled = book.is_large and not book.waiting
    waiting = Waiting.of(_rolled(book) if is_rolled else _counted(book.scope))
    return Standing(waiting, count, _listed(red, limit) if count else [])


def _red(scope: Scope, at: datetime) -> Written:
    """Behind SELECT, as text: the index request_pressing alone answers it. Joined to where the stations lie, a planner
    takes what is red for few, and looks up place by place."""
    is_red = condition(Request, Q(status__in=OPEN, pressing_at__lt=at) & one_of(scope.station_ids, "station"))
    return Written(f"FROM {Request._meta.db_table} WHERE {is_red.sql}", is_red.values)


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


def _listed(red: Written, limit: int) -> list[Request]:
    """Found first, in the order of the index, and read whole then."""
    first = Written(f"SELECT id {red.sql} ORDER BY pressing_at, id LIMIT {limit:d}", red.values)
    shown = Request.objects.filter(pk__in=Keys(first)).order_by("pressing_at", "pk")
    return list(shown.select_related("station", "building", "entrance", "facility", "assignee").only(*_SAID))
