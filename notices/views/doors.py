"""From door to door: what a building leader ticks off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import posted
from core.shell import mark
from notices import actions
from notices.forms.announcements import DoorForm
from notices.models.announcement import Stage
from notices.pages.announcements import entrances, first_to_do, sheet, why
from notices.queries.receipts import Tally, buildings_told, doors_of, legs_of, may_tell
from notices.views.announcements import announcement_of
from stations.models import Station
from stations.views._station import frame


@require_http_methods(["GET", "POST"])
@require_perm("notices.carry_announcements", get=announcement_of)
def doors(request: HttpRequest, station: Station) -> HttpResponse:
    """Only the buildings that the reader carries it to, one at a time; for who runs the station, all of them."""
    mark(request, current="announcements")
    tallies = _tallies(request, station)
    form = DoorForm(set(tallies), posted(request))
    if request.method == "POST" and form.is_valid():
        return _ticked(request, form.cleaned_data)
    chosen = tallies.get(_asked(request)) or first_to_do(tallies.values())
    context = frame(request, station, form=form, tallies=list(tallies.values()), chosen=chosen)
    context |= {"sheet": sheet(request.announcement, timezone.now()), "why": why(chosen.leg)}  # type: ignore[attr-defined]
    context["entrances"] = entrances(door for door in request.doors if door.building == chosen.building.pk)  # type: ignore[attr-defined]
    return render(request, "notices/desk/doors.html", context, status=400 if request.method == "POST" else 200)


def _tallies(request: HttpRequest, station: Station) -> dict[int, Tally]:
    row = request.announcement  # type: ignore[attr-defined]
    buildings = {building.pk: building for building in buildings_told(row)}
    found = legs_of(station, buildings)
    mine = may_tell(request.user, station, found)
    if not mine or row.stage == Stage.DRAFT:
        raise Http404
    tallies = {leg.building: Tally(buildings[leg.building], leg) for leg in found if leg.building in mine}
    request.doors = doors_of(row, list(mine))  # type: ignore[attr-defined]
    for door in request.doors:  # type: ignore[attr-defined]
        tallies[door.building].count(door)
    return tallies


def _asked(request: HttpRequest) -> int:
    pk = request.GET.get("building", "")
    return int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0


def _ticked(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """Back to the door that was tapped. A tick says no more than what is seen there; a refusal is told."""
    row = request.announcement  # type: ignore[attr-defined]
    dwelling = data["tell"] or data["undo"]
    act = actions.tell_at_door if data["tell"] else actions.take_back_told
    try:
        act(announcement=row, dwelling=dwelling, actor=request.user)
    except ActionRefused as refused:
        messages.info(request, _("没有记：%(why)s") % {"why": refused})
    page = reverse("desk:announcement_doors", args=[row.pk])
    return redirect(f"{page}?building={dwelling.entrance.building_id}#d-{dwelling.pk}")
