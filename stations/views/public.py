from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from stations.queries import find_plate_code, stations_named

PER_PAGE = 30


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All stations, by name; a number from a plate leads straight to the plate."""
    wanted = request.GET.get("q", "").strip()[:40]
    code = find_plate_code(wanted)
    if code:
        return redirect("plate", code)
    page = Paginator(stations_named(wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stations/directory.html", {"page_obj": page, "wanted": wanted})
