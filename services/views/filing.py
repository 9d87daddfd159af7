"""Filing: one screen, one required field. A plate is the same form with the place known."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import ActionRefused
from core.forms import add_refusal
from notices.pages.announcements import Line, lines
from notices.queries.announcements import bulletins
from residents.models import Residency
from services import actions, photos
from services.forms.filing import ELSEWHERE, FilingForm, new_key
from services.held import browser_of, held_codes, hold
from services.limits import may_file
from services.models import Request
from services.pages.filing import hints
from services.queries import catalogue
from services.queries.places import doors_of, find_plate, find_spot
from services.queries.resident import same_again
from services.vocabulary import Channel
from stations.models import Plate, Station
from stations.queries import duty_phone, open_stations

SAME_AGAIN_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Door:
    """Where somebody stands: at a station's form, or in front of a plate."""

    station: Station
    plate: Plate | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        station = get_object_or_404(open_stations(), slug=slug)
        return _page(request, Door(station), FilingForm(initial=_known(request, station)))
    building = request.POST.get("building", "").replace(ELSEWHERE, "")
    spot = find_spot(slug, building, request.POST.get("entrance", ""))
    if spot is None:
        raise Http404
    return _answer(request, Door(spot.station), FilingForm(request.POST, request.FILES, spot=spot))


@require_http_methods(["GET", "HEAD", "POST"])
def plate(request: HttpRequest, code: str) -> HttpResponse:
    found = find_plate(unicodedata.normalize("NFKC", code).strip())
    if found is None or found.revoked_at:
        return render(request, "services/plate_gone.html", {"plate": found}, status=404)
    door = Door(found.compound.station, found)
    if request.method != "POST":
        return _page(request, door, FilingForm(initial=_contact(request), on_plate=True))
    building, entrance = request.POST.get("building", ""), request.POST.get("entrance", "")
    is_elsewhere = entrance or building not in ("", ELSEWHERE)
    spot = find_spot(door.station.slug, building.replace(ELSEWHERE, ""), entrance) if is_elsewhere else None
    return _answer(request, door, FilingForm(request.POST, request.FILES, spot=spot, on_plate=True))


def _answer(request: HttpRequest, door: Door, form: FilingForm) -> HttpResponse:
    batch = photos.sent_with(request)
    is_good = form.is_valid()
    for words in batch.problems:
        form.add_error("photos", words)
    if not is_good or batch.problems:
        return _page(request, door, form, batch, status=400)
    if not may_file(request, form.cleaned_data["phone"]):
        words = _("这会儿从这里报的事太多了，请过一会儿再点提交，您写的都还在。急事请直接打电话。")
        form.add_error(None, words)
        return _page(request, door, form, batch, status=429)
    earlier = None if batch.fresh or batch.kept else _sent_before(request, door, form)
    if earlier:
        messages.info(request, _("这件事刚才已经报上了，不用再报一次。"))
        return redirect("request", earlier.number)
    try:
        return _filed(request, door, form, batch)
    except ActionRefused as refused:
        add_refusal(form, refused)
        return _page(request, door, form, batch, status=400)


def _sent_before(request: HttpRequest, door: Door, form: FilingForm) -> Request | None:
    """Whoever goes back from the receipt gets a fresh form, with the words still in it, and taps 提交 again."""
    if not form.cleaned_data["submission_key"]:  # no browser that showed our form
        return None
    return same_again(
        held_codes(request),
        station=door.station,
        text=form.cleaned_data["description"],
        phone=form.cleaned_data["phone"],
        place=_place(door, form),
        since=timezone.now() - SAME_AGAIN_WITHIN,
    )


def _filed(request: HttpRequest, door: Door, form: FilingForm, batch: photos.Batch) -> HttpResponse:
    """File, give the receipt to this browser, and say which photos could not be kept."""
    data = form.cleaned_data
    user = request.user if request.user.is_authenticated else None
    with photos.stored(batch) as stored:
        filed = actions.file_request(
            station=door.station,
            description=data["description"],
            reporter=actions.Reporter(user, data["name"], data["phone"], browser_of(request)),
            place=_place(door, form),
            channel=Channel.PLATE if door.plate else Channel.WEB,
            category=data["category"],
            photos=stored.photos,
            submission_key=_key_of(request, data["submission_key"]),
        )
        stored.used = filed.is_new
    if filed.is_new:
        _say_what_is_missing(request, batch, stored.lost)
    response = redirect("request", filed.request.number)
    if filed.code:
        hold(response, request, filed.request.number, filed.code)
    return response


def _key_of(request: HttpRequest, sent: str) -> str:
    """A form belongs to whoever was signed in when it is sent: at a shared phone the next person has another key."""
    return f"{request.user.pk or 0}:{sent}" if sent else ""


def _say_what_is_missing(request: HttpRequest, batch: photos.Batch, lost: int) -> None:
    if lost:
        messages.warning(request, _("事情已经报上了，可是有%(count)d张照片没存住，可以在下面补。") % {"count": lost})
    photos.say_over(request, batch)


def _place(door: Door, form: FilingForm) -> actions.Place:
    plate, spot = door.plate, form.spot
    if spot:
        return actions.Place(spot.building, spot.entrance)
    if plate is None or form.cleaned_data["building"] == ELSEWHERE:
        return actions.Place()
    facility = plate.facility
    entrance = plate.entrance or (facility.entrance if facility else None)
    building = plate.building or (entrance.building if entrance else facility.building if facility else None)
    return actions.Place(building, entrance, facility, plate)


def _page(
    request: HttpRequest, door: Door, form: FilingForm, batch: photos.Batch | None = None, status: int = 200
) -> HttpResponse:
    wanted = request.GET.get("category", "")
    kind = catalogue().by_slug.get(form["category"].value() or wanted)
    form.offer(doors_of(door.station.compound), kind.group.slug if kind else wanted)
    if batch:
        photos.say_over(request, batch)
    else:
        form.initial.update(submission_key=new_key(), category=kind.slug if kind else "")
    context: dict[str, Any] = {
        "form": form,
        "station": door.station,
        "plate": door.plate,
        "kept": photos.keep_for(request, batch) if batch else [],
        "lost": batch.lost if batch else 0,
        "group": next((group for group in catalogue().groups if group.slug == wanted), None),
        "phone": duty_phone(door.station),
        "urgent": _urgent(door),
        "hints_json": json.dumps(hints(), ensure_ascii=False),
    }
    response = render(request, "services/filing.html", context, status=status)
    if not request.user.is_authenticated:  # nothing personal is filled in, and what was typed survives a step back
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _urgent(door: Door) -> list[Line]:
    """Of the station; in front of a plate, of what stands there."""
    now, plate = timezone.now(), door.plate
    within = [plate.building_id] if plate and plate.building_id else None
    return lines([one for one in bulletins(door.station, now, within) if one.is_urgent], now)


def _contact(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    return {"phone": user.phone, "name": user.name} if user.is_authenticated else {}


def _known(request: HttpRequest, station: Station) -> dict[str, Any]:
    """What is known of whoever signed in: name, number, and home when it is here."""
    known = _contact(request)
    if known:
        homes = Residency.objects.filter(user=request.user.pk, status="confirmed").select_related("dwelling__entrance")
        home = homes.filter(dwelling__entrance__building__compound=station.compound_id).first()
        if home:
            entrance = home.dwelling.entrance
            known |= {"building": entrance.building_id, "entrance": entrance.pk}
    return known
