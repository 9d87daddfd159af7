"""The kinds of requests as a station routes them, and its own rules."""

from __future__ import annotations

from typing import Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from services.actions import catalogue as actions
from services.forms.catalogue import EndOverrideForm, OverrideForm
from services.models import RouteOverride
from services.pages.routes import kinds_of
from stations.models import Station
from stations.queries import changes_of
from stations.views._station import frame, station_asked_for, station_of_slug


@require_GET
@require_perm("services.read_catalogue", get=station_asked_for)
def catalogue(request: HttpRequest, station: Station) -> HttpResponse:
    rows = RouteOverride.objects.filter(station=station, ended_at=None).select_related("category", "building")
    slugs = {row.category.slug for row in rows if row.category}
    words = {"route_added": _("定规则"), "route_ended": _("停用规则")}
    changes = [(entry, words[entry.verb]) for entry in changes_of(station, tuple(words), 10)]
    context = _frame(request, station, groups=kinds_of(slugs), own=rows, changes=changes)
    return render(request, "services/desk/catalogue.html", context)


def _frame(request: HttpRequest, station: Station, **more: Any) -> dict[str, Any]:
    routes = rules.has_perm("services.manage_routes", request.user, station)
    edits = rules.has_perm("services.manage_catalogue", request.user)
    return frame(request, station, **{"manages_routes": routes, "edits": edits, **more})


@require_http_methods(["GET", "POST"])
@require_perm("services.manage_routes", get=station_of_slug)
def add_override(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="catalogue")
    form = OverrideForm(station, posted(request), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            override = actions.add_override(station=station, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("定好了：%(rule)s。") % {"rule": override})
            return to_catalogue(station)
    status = 400 if request.method == "POST" else 200
    return render(request, "services/desk/override.html", frame(request, station, form=form), status=status)


def override_of(request: HttpRequest, pk: int) -> Station:
    rows = RouteOverride.objects.select_related("station__compound__division", "category", "building")
    request.override = get_object_or_404(rows, pk=pk, ended_at=None)  # type: ignore[attr-defined]
    return request.override.station  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@require_perm("services.manage_routes", get=override_of)
def end_override(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="catalogue")
    override, form = request.override, EndOverrideForm(posted(request))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_override(override=override, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("停用了，照原来的派。"))
            return to_catalogue(station)
    context = frame(request, station, form=form, rule=override)
    status = 400 if request.method == "POST" else 200
    return render(request, "services/desk/override_end.html", context, status=status)


def to_catalogue(station: Station) -> HttpResponse:
    return redirect(f"{reverse('desk:catalogue')}?station={station.slug}")
