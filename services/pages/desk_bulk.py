"""The pages of what is done to several at once: before a merge, and after something was refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from services.actions.bulk import Result, oldest_of
from services.forms.desk_bulk import BulkForm
from services.pages.desk_list import rows_of
from services.queries import requests_visible_to
from services.queries.load import people_at


def merge_context(form: BulkForm, back: str) -> dict[str, Any]:
    """The picked ones, the oldest proposed as the one that leads, and what speaks against merging them."""
    picked = form.cleaned_data["picked"]
    requests = sorted((request for request, _version in picked), key=lambda request: (request.filed_at, request.pk))
    doubts = []
    if len({request.building_id for request in requests}) > 1:
        doubts.append(_("不在同一栋楼"))
    if len({request.category_id for request in requests}) > 1:
        doubts.append(_("不是同一类事"))
    return {
        "rows": rows_of(requests, timezone.now()),
        "doubts": doubts,
        "lead": oldest_of(picked),
        "note": form.cleaned_data["note"],
        "back": back,
    }


def refused_context(form: BulkForm, results: Sequence[Result], user: Any, back: str) -> dict[str, Any]:
    """What was refused, as it is now, may be tried again: with another person, with a word."""
    refused = [result for result in results if not result.is_done]
    again = requests_visible_to(user).filter(pk__in=[result.request.pk for result in refused])
    stations = {request.station_id: request.station for request in again}
    station = next(iter(stations.values())) if len(stations) == 1 else None
    is_assign = not (form.is_merge or form.is_unmerge)
    return {
        "done": [result for result in results if result.is_done],
        "refused": refused,
        "again": list(again),
        "people": people_at(station, timezone.now(), user) if station and is_assign else [],
        "said": form.cleaned_data,
        "is_merge": form.is_merge,
        "back": back,
    }
