"""Door plates: the list, the missing ones, the sheet to print."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from stations import actions
from stations.forms import RevokeForm
from stations.models import Plate, Station
from stations.queries import buildings_without_plate, places_without_plate, plates_of
from stations.views._station import frame, station_asked_for, station_of_slug


@require_GET
@require_perm("stations.print_plates", get=station_asked_for)
def plates(request: HttpRequest, station: Station) -> HttpResponse:
    rows = list(plates_of(station))
    buildings, entrances, facilities = places_without_plate(station)
    more = {
        "in_use": [plate for plate in rows if plate.revoked_at is None],
        "revoked": [plate for plate in rows if plate.revoked_at is not None],
        "missing": [
            *map(str, buildings),
            *(f"{entrance.building}{entrance}" for entrance in entrances),
            *map(str, facilities),
        ],
        "without_own": buildings_without_plate(station),
        "buildings": sorted({plate.building for plate in rows if plate.building}, key=lambda b: (b.order, b.number)),
    }
    return render(request, "stations/desk/plates.html", frame(request, station, **more))


@require_POST
@require_perm("stations.manage_plates", get=station_of_slug)
def make_missing(request: HttpRequest, station: Station) -> HttpResponse:
    """All that are missing; with `building` one for that whole building."""
    chosen = request.POST.get("building", "")
    try:
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
            actions.make_building_plate(station=station, actor=request.user, building=int(chosen))
            count = 1
        else:
            count = len(actions.make_missing_plates(station=station, actor=request.user))
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return to_plates(station)
    if count:
        said = ngettext("做好了%(count)d块，可以打印了。", "做好了%(count)d块，可以打印了。", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("每个单元、每处设施都有了。"))
    return to_plates(station)


@require_GET
@require_perm("stations.print_plates", get=station_of_slug)
def print_sheet(request: HttpRequest, station: Station) -> HttpResponse:
    """Plates in use; `?building=` or `?plate=` (ids, several) picks some of them."""
    mark(request, current="plates")
    rows = plates_of(station).filter(revoked_at=None)
    for name in ("building", "plate"):
        ids = [
            int(value) for value in request.GET.getlist(name) if value.isascii() and value.isdigit() and len(value) < 18
        ]
        if ids:
            rows = rows.filter(**{f"{'pk' if name == 'plate' else 'building'}__in": ids})
    drawn = []
    for plate in rows:
        url = request.build_absolute_uri(reverse("plate", args=[plate.code]))
        drawn.append({"plate": plate, "svg": qr(url), "url": url})
    return render(request, "stations/desk/plates_print.html", frame(request, station, drawn=drawn))


def qr(url: str) -> SafeString:
    """Drawn as one path without style attributes. Level Q still reads when a quarter of it is scratched."""
    svg = segno.make_qr(url, error="q").svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None, light="#fff")
    return mark_safe(svg)


def plate_of(request: HttpRequest, pk: int) -> Station:
    rows = Plate.objects.select_related("compound__station__compound__division", "building", "entrance", "facility")
    plate = get_object_or_404(rows, pk=pk, compound__station__isnull=False)
    request.plate = plate  # type: ignore[attr-defined]
    return plate.compound.station


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_plates", get=plate_of)
def revoke(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="plates")
    plate, form = request.plate, RevokeForm(posted(request))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_plate(plate=plate, station=station, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("%(code)s停用了。要换新的，点“补齐门牌码”。") % {"code": plate.code})
            return to_plates(station)
    status = 400 if request.method == "POST" else 200
    return render(
        request, "stations/desk/plate_revoke.html", frame(request, station, form=form, plate=plate), status=status
    )


def to_plates(station: Station) -> HttpResponse:
    return redirect(f"{reverse('desk:plates')}?station={station.slug}")
