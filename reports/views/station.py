"""The figures of one station, for whoever runs it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import require_perm
from core.shell import mark
from reports.pages.station import station_context


def _any(_request: HttpRequest) -> None:
    """Which one is theirs is looked up with its buildings."""


@require_perm("reports.see_station", _any)
@require_safe
def figures(request: HttpRequest, _station: None) -> HttpResponse:
    context = station_context(request.user, request.GET.get("station", ""))
    if context is None:
        raise Http404
    mark(request, current="figures")
    return render(request, "reports/station.html", context)
