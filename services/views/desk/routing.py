"""「这件事会派给谁？」 and the grid of kinds and buildings."""

from __future__ import annotations

import rules
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.access import require_perm
from services.forms.catalogue import PreviewForm
from services.pages.routes import answer, grid
from services.queries import roster_of
from stations.models import Station
from stations.views._station import frame, station_asked_for

ASKED = ("text", "category", "target")


@require_GET
@require_perm("services.preview_routes", get=station_asked_for)
def routing(request: HttpRequest, station: Station) -> HttpResponse:
    now = timezone.now()
    roster = roster_of(station, now)
    asked = any(name in request.GET for name in ASKED)
    form = PreviewForm(station, request.GET if asked else None)
    found = answer(station, form.cleaned_data, roster, now) if asked and form.is_valid() else None
    routes = rules.has_perm("services.manage_routes", request.user, station)
    context = frame(request, station, form=form, answer=found, grid=grid(station, roster), manages_routes=routes)
    return render(request, "services/desk/routing.html", context, status=400 if asked and form.errors else 200)
