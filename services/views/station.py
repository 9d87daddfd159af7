"""A station's own page: who is there now, who leads, what one can ask for. It stands here, above the stations' room,
because the kinds of requests belong on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from notices.pages.announcements import lines
from notices.queries.announcements import bulletins
from services.pages.filing import tiles
from stations.faces import people_of
from stations.queries import faces_of, on_duty, open_stations


@require_safe
def station_page(request: HttpRequest, slug: str) -> HttpResponse:
    station = get_object_or_404(open_stations(), slug=slug)
    now = timezone.now()
    people = people_of(faces_of(station), on_duty(station, now))
    news = bulletins(station, now)
    duty_phone = next((face.phone for face in people.on_duty if face.phone), "")
    context = {
        "station": station,
        "people": people,
        "phone": duty_phone or station.phone,
        "tiles": tiles(),
        "rooms": station.rooms.all(),
        "urgent": lines([one for one in news if one.is_urgent], now),
        "ordinary": lines([one for one in news if not one.is_urgent], now),
    }
    return render(request, "stations/station.html", context)
