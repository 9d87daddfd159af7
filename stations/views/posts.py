"""Who holds which post: read by everybody who works there, changed by chief and deputies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from stations import actions
from stations.actions.posts import is_last_chief
from stations.forms import AppointForm, EndPostForm
from stations.models import Appointment, Station
from stations.queries import appointments_ended
from stations.views._posts import board
from stations.views._station import frame, say_what_is_in_hand, station_asked_for, station_of_slug


@require_GET
@require_perm("stations.view_posts", get=station_asked_for)
def posts(request: HttpRequest, station: Station) -> HttpResponse:
    return render(request, "stations/desk/posts.html", frame(request, station, **board(station, request.user)))


@require_GET
@require_perm("stations.view_posts", get=station_of_slug)
def ended(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    page = Paginator(appointments_ended(station), 50).get_page(request.GET.get("page"))
    return render(request, "stations/desk/ended.html", frame(request, station, page=page))


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=station_of_slug)
def appoint(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    form = AppointForm(station, posted(request), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            appointment = actions.appoint(station=station, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            said = {"name": appointment.user.name, "post": appointment.title}
            messages.success(request, _("已任命%(name)s为%(post)s。") % said)
            return to_posts(station)
    status = 400 if request.method == "POST" else 200
    return render(request, "stations/desk/appoint.html", frame(request, station, form=form), status=status)


def appointment_of(request: HttpRequest, pk: int) -> Station:
    rows = Appointment.objects.select_related("station__compound__division", "user", "building")
    appointment = get_object_or_404(rows, pk=pk)
    if appointment.station is None:
        raise Http404
    request.appointment = appointment  # type: ignore[attr-defined]
    return appointment.station


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=appointment_of)
def end(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    appointment = request.appointment  # type: ignore[attr-defined]
    last, begun = is_last_chief(appointment), appointment.starts_on <= timezone.localdate()
    form = EndPostForm(posted(request), last_chief=last, begun=begun)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_appointment(appointment=appointment, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            said = {"name": appointment.user.name, "post": appointment.title}
            messages.success(request, _("%(name)s不再担任%(post)s。") % said)
            say_what_is_in_hand(request, station, appointment.user_id)
            return to_posts(station)
    more = {"form": form, "appointment": appointment, "last_chief": last, "begun": begun}
    status = 400 if request.method == "POST" else 200
    return render(request, "stations/desk/end.html", frame(request, station, **more), status=status)


def to_posts(station: Any) -> HttpResponse:
    return redirect(f"{reverse('desk:posts')}?station={station.slug}")
