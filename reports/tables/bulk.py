"""GeoReport bulk: the public part of a month's requests, in the columns that Open311 tools read.

Public is what says nothing about anybody: classified, not private, no complaint or report, nobody complained about,
kept at the station: neither sent up or out nor in an officer's hands. The description is a resident's own words and
stays empty, as long as nobody releases any.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.http import QueryDict

from core.calendar import in_shanghai
from core.language import in_source_language
from core.sheets import Cell, Column, Sheet
from reports.actions.exporting import Wanted
from reports.tables.batches import in_batches, keys_of
from reports.tables.scoped import asked, received_in
from reports.tables.words import label_of, place_for_file
from services.models import Request, RequestEvent
from services.queries import catalogue
from services.vocabulary import ENDED, NAMELESS_NATURES, Channel, EventKind, Status, Target
from stations.vocabulary import DIVISION_POSTS

COLUMNS = (
    *("service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description"),
    *("status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible"),
    *("address", "lat", "long"),
)
# No column of the request tells when it was merged, its timeline does. Read with the rows, not once for each.
_MERGINGS = RequestEvent.objects.filter(request=OuterRef("pk"), kind=EventKind.MERGED).order_by("-at").values("at")
_MERGED_AT = Case(When(status=Status.MERGED, then=Subquery(_MERGINGS[:1])))


def bulk_table(user: Any, query: QueryDict, at: datetime) -> Wanted | None:
    found = asked(user, query, at)
    if found is None:
        return None
    scope, month = found
    rows = public(received_in(scope, month)).annotate(merged_at=_MERGED_AT)
    keys = keys_of(rows)
    sheet = Sheet("requests", [Column(name, 20) for name in COLUMNS], in_batches(keys, rows, cells))
    return Wanted(f"georeport {scope.key} {month.key}", len(keys), sheet, f"scope:{scope.key}")


def public(rows: QuerySet[Request]) -> QuerySet[Request]:
    rows = rows.exclude(nature__in=NAMELESS_NATURES).exclude(category=None)
    rows = rows.filter(is_sensitive=False, category__is_sensitive=False, target=Target.NONE, target_user=None)
    return rows.filter(level="station", escalated_to="").exclude(assignee_title__in=_titles_above())


@in_source_language
def _titles_above() -> list[str]:
    """Of whoever stands above the station, as requests keep them."""
    return [str(post.label) for post in DIVISION_POSTS]


def cells(row: Any) -> list[Cell]:
    """A merged request is closed since it was merged (`merged_at`); if its timeline does not tell, it has no date."""
    kind = catalogue().by_id[row.category_id or 0]
    return [
        *(row.number, _iso(row.filed_at), _iso(row.updated_at), _iso(row.closed_at or row.merged_at)),
        *("closed" if row.status in ENDED else "open", label_of(Status, row.status), label_of(Channel, row.channel)),
        *(str(kind.group), str(kind), "", row.assignee_words, place_for_file(row), None, None),
    ]


def _iso(moment: datetime | None) -> str:
    """To the second, with its zone: 2026-11-01T08:00:00+08:00."""
    return in_shanghai(moment).isoformat(timespec="seconds") if moment else ""
