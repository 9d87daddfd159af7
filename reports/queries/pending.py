"""What changed and is not folded in yet: added to what is read, so that today is live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from reports.models import Changed, Entry
from reports.queries.scopes import Scope
from reports.queries.sources import sourced
from reports.rollups import Line, What

MOST = 500  # more are not read on a page: a large import is folded in within minutes, and the page says that it waits


@dataclass(frozen=True)
class Pending:
    """`added`: line → how many more (or fewer) there are than in the roll-ups. `by_request`: lines as they are now."""

    added: Counter[Line] = field(default_factory=Counter)
    by_request: dict[int, list[Line]] = field(default_factory=dict)
    waiting: int = 0  # changes that are not in the figures yet


def pending_of(scope: Scope) -> Pending:
    """One statement where nothing is pending, else seven."""
    rows = Changed.objects.filter(scope.holds("request__station")).order_by("request_id")
    pks = list(rows.values_list("request_id", flat=True).distinct()[: MOST + 1])
    if not pks:
        return Pending()
    if len(pks) > MOST:
        return Pending(waiting=rows.values("request_id").distinct().count())
    now = {pk: made.lines for pk, made in sourced(pks).items()}
    added = Counter(line for lines in now.values() for line in lines)
    added.subtract(line for lines in stored_lines(pks).values() for line in lines)
    return Pending(Counter({line: count for line, count in added.items() if count}), now)


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
