"""Who says that they live here: confirmed, refused, moved away. And the volunteers with what they can do."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from core.text import mask_name, mask_phone
from residents import actions
from residents.forms import DecideForm, SkillsForm, VolunteerForm
from residents.models import Residency
from residents.queries import (
    claims,
    households,
    place_of,
    residencies_visible_to,
    stations_to_confirm,
    volunteers_of,
)
from residents.vocabulary import ResidencyStatus
from stations.models import Building, Station
from stations.views._station import frame, station_asked_for, station_of_slug

PER_PAGE = 60


@require_GET
@require_perm("residents.confirm_residency")
def residents(request: HttpRequest) -> HttpResponse:
    request.stations = list(stations_to_confirm(request.user))  # type: ignore[attr-defined]
    slug = request.GET.get("station", "")
    found = [station for station in request.stations if slug in ("", station.slug)]  # type: ignore[attr-defined]
    if not found:
        raise Http404
    visible = residencies_visible_to(request.user, found[0])
    page = Paginator(households(visible), PER_PAGE).get_page(request.GET.get("page"))
    more = {
        "claims": [(row, place_of(row), mask_phone(row.user.phone)) for row in claims(visible)[:PER_PAGE]],
        "page": page,
        "households": [(row, place_of(row), mask_name(row.user.name)) for row in page],
    }
    return render(request, "residents/desk/residents.html", frame(request, found[0], **more))


def building_of(request: HttpRequest, pk: int, verb: str) -> Building:
    rows = Residency.objects.select_related("user", "dwelling__entrance__building__compound__station")
    request.residency = get_object_or_404(rows, pk=pk)  # type: ignore[attr-defined]
    return request.residency.dwelling.entrance.building  # type: ignore[attr-defined]


ACTS: dict[str, Callable[..., None]] = {"confirm": actions.confirm, "refuse": actions.refuse, "end": actions.end}


@require_http_methods(["GET", "POST"])
@require_perm("residents.confirm_residency", get=building_of)
def decide(request: HttpRequest, building: Building) -> HttpResponse:
    mark(request, current="residents")
    residency, verb = request.residency, request.resolver_match.kwargs["verb"]  # type: ignore[attr-defined, union-attr]
    form = DecideForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ACTS[verb](residency=residency, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("记下了，已经通知居民。"))
            return redirect(f"{reverse('desk:residents')}?station={building.compound.station.slug}")
    shows_name = residency.status == ResidencyStatus.PENDING
    more = {"form": form, "residency": residency, "verb": verb, "place": place_of(residency), "shows_name": shows_name}
    context = frame(request, building.compound.station, **more, name=mask_name(residency.user.name))
    return render(request, "residents/desk/decide.html", context, status=400 if request.method == "POST" else 200)


@require_GET
@require_perm("stations.view_posts", get=station_asked_for)
def volunteers(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    page = Paginator(volunteers_of(station), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "residents/desk/volunteers.html", frame(request, station, page=page))


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=station_of_slug)
def add_volunteer(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    form = VolunteerForm(station, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            volunteer = actions.register_volunteer(actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("%(name)s登记好了。") % {"name": volunteer.user.name})
            return to_volunteers(station)
    status = 400 if request.method == "POST" else 200
    return render(request, "residents/desk/volunteer_add.html", frame(request, station, form=form), status=status)


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=station_of_slug)
def skills(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    pk = request.resolver_match.kwargs["pk"]  # type: ignore[union-attr]
    volunteer = get_object_or_404(volunteers_of(station), pk=pk)
    form = SkillsForm(posted(request), initial={"skills": _("、").join(volunteer.skills)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_skills(volunteer=volunteer, station=station, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("记下了。"))
            return to_volunteers(station)
    context = frame(request, station, form=form, volunteer=volunteer)
    return render(request, "residents/desk/skills.html", context, status=400 if request.method == "POST" else 200)


def to_volunteers(station: Station) -> HttpResponse:
    return redirect(f"{reverse('desk:volunteers')}?station={station.slug}")
