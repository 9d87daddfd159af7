from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stations.queries import find_plate_code, stations_named

PER_PAGE = 30
NUMBER = re.compile(r"[A-Za-z]{2,4}[-—– ]*[0-9]{4}[-—– ]*[0-9]{4,7}")  # as people copy it from a receipt


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All stations, by name; a number from a plate leads straight to the plate, one from a receipt to its progress."""
    wanted = request.GET.get("q", "").strip()[:40]
    if NUMBER.fullmatch(unicodedata.normalize("NFKC", wanted)):
        return redirect(f"{reverse('track')}?{urlencode({'number': wanted})}")
    code = find_plate_code(wanted)
    if code:
        return redirect("plate", code)
    page = Paginator(stations_named(wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stations/directory.html", {"page_obj": page, "wanted": wanted})
