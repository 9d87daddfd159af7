"""代报: a station member files for a neighbour, who owns it; number and pick-up code are handed over."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal
from core.shell import mark
from services import actions, photos
from services.danger import EMERGENCY_NUMBERS, danger_of
from services.forms.desk_file import NeighbourForm
from services.forms.filing import new_key
from services.queries.places import doors_of, find_spot
from services.vocabulary import Channel
from stations.models import Station
from stations.queries import open_stations, posts_of


@require_perm("services.file_for_neighbour")
@require_http_methods(["GET", "HEAD", "POST"])
def file_for_neighbour(request: HttpRequest) -> HttpResponse:
    mark(request, current="file")
    stations = list(open_stations().filter(pk__in=posts_of(request.user).member_of))
    station = _chosen(request, stations)
    if request.method != "POST":
        form = NeighbourForm(initial={"channel": Channel.VISIT, "submission_key": new_key()})
        return _page(request, station, stations, form)
    spot = find_spot(station.slug, request.POST.get("building", ""), request.POST.get("entrance", ""))
    form, batch = NeighbourForm(request.POST, request.FILES, spot=spot), photos.sent_with(request)
    for words in batch.problems:
        form.add_error("photos", words)
    if form.is_valid():
        photos.say_over(request, batch)
        try:
            return _receipt(request, _file(request, station, form, batch))
        except ActionRefused as refused:
            add_refusal(form, refused)
    return _page(request, station, stations, form, batch)


def _chosen(request: HttpRequest, stations: list[Station]) -> Station:
    """The one named, else the first. A station that is not theirs does not exist."""
    slug = request.POST.get("station") or request.GET.get("station", "")
    found = [station for station in stations if slug in ("", station.slug)]
    if not found:
        raise Http404
    return found[0]


def _file(request: HttpRequest, station: Station, form: NeighbourForm, batch: photos.Batch) -> actions.Filed:
    said, spot = form.cleaned_data, form.spot
    owner = User.objects.filter(phone=said["phone"], is_active=True).first() if said["phone"] else None
    place = actions.Place(spot.building, spot.entrance, dwelling=said["dwelling"]) if spot else actions.Place()
    with photos.stored(batch) as stored:
        filed = actions.file_request(
            station=station,
            description=said["description"],
            reporter=actions.Reporter(owner, said["name"] or (owner.name if owner else ""), said["phone"]),
            place=place,
            channel=said["channel"],
            category=said["category"],
            photos=stored.photos,
            filed_by=request.user,
            submission_key=said["submission_key"],
        )
        stored.used = filed.is_new
    return filed


def _receipt(request: HttpRequest, filed: actions.Filed) -> HttpResponse:
    """Shown in the answer itself: the code is kept nowhere, so there is no page to come back to."""
    matter = filed.request
    danger = danger_of(matter.danger) if matter.danger in EMERGENCY_NUMBERS else None
    context = {"matter": matter, "station": matter.station, "code": filed.code, "danger": danger}
    return render(request, "desk/filed.html", context)


def _page(
    request: HttpRequest,
    station: Station,
    stations: list[Station],
    form: NeighbourForm,
    batch: photos.Batch | None = None,
) -> HttpResponse:
    form.offer(doors_of(station.compound))
    context: dict[str, Any] = {
        "form": form,
        "station": station,
        "stations": stations if len(stations) > 1 else [],
        "kept": photos.keep(batch) if batch else [],
        "lost": batch.lost if batch else 0,
    }
    return render(request, "desk/file.html", context, status=400 if batch else 200)
