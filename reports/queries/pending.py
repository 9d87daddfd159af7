"""What changed and is not folded in yet: added to what is read, so that today is live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from reports.models import Changed, Entry, Folding
from reports.queries.scopes import Scope
from reports.queries.sources import REQUEST, sourced_of
from reports.rollups import Line, What
from services.models import Request

MOST = 500  # more are not read on a page: a large import is folded in within minutes, and the page says that it waits


@dataclass(frozen=True)
class Pending:
    """`added`: line → how many more (or fewer) there are than in the roll-ups. `by_request`: lines as they are now."""

    added: Counter[Line] = field(default_factory=Counter)
    by_request: dict[int, list[Line]] = field(default_factory=dict)
    waiting: int = 0  # changes that are not in the figures yet
    month_start: int = 0  # of the months that are rolled up; 0: nothing is yet


def pending_of(scope: Scope) -> Pending:
    """One statement where nothing is pending, else three."""
    (_key, month_start, *_empty), *rows = _folding_and_changed(scope)
    if not rows:
        return Pending(month_start=month_start)
    if len(rows) > MOST:
        return Pending(waiting=_changed(scope).count(), month_start=month_start)
    now = {pk: made.lines for pk, made in sourced_of(rows).items()}
    added = Counter(line for lines in now.values() for line in lines)
    added.subtract(line for lines in stored_lines([*now]).values() for line in lines)
    return Pending(Counter({line: count for line, count in added.items() if count}), now, month_start=month_start)


def _folding_and_changed(scope: Scope) -> list[tuple[Any, ...]]:
    """How the months are rolled up, in a row with the key 0; then what changed, at most one more than MOST."""
    rest: list[Any] = [Cast(Value(None), Request._meta.get_field(name)) for name in REQUEST[2:]]  # type: ignore[arg-type]
    folding = Folding.objects.order_by().values_list(Cast(Value(0), BigIntegerField()), "month_start", *rest)
    rows = list(_changed(scope).values_list(*REQUEST).union(folding, all=True).order_by("pk")[: MOST + 2])
    return rows if rows and not rows[0][0] else [(0, 0), *rows]


def _changed(scope: Scope) -> QuerySet[Request]:
    is_changed = Exists(Changed.objects.filter(request=OuterRef("pk")))
    return Request.objects.filter(scope.holds(), is_changed).order_by()


def stored_lines(requests: Collection[int]) -> dict[int, list[Line]]:
    """Entries as they were folded in."""
    found: dict[int, list[Line]] = {pk: [] for pk in requests}
    for pk, line in lines_of(Entry.objects.filter(request__in=requests)):
        found[pk].append(line)
    return found


def lines_of(entries: QuerySet[Entry]) -> Iterator[tuple[int, Line]]:
    fields = ("station_id", "category", "building", "nature", "channel")
    rows: Any = entries.order_by("request_id", "happening", "day").values_list(
        "request_id", "day", "happening", "step", *fields
    )
    for pk, day, happening, step, *what in rows.iterator(chunk_size=10_000):
        yield pk, Line(day, happening, step, What(*what))
