"""The first page, and the pages that only tell."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from core.shell import mark
from notices.pages.announcements import lines
from notices.queries.announcements import bulletins
from residents.models import Residency
from residents.queries import buildings_lived_in
from services.held import held_codes
from services.models import Request
from services.pages.filing import tiles
from services.pages.promise import card_of
from services.queries.resident import OVER, WAITING, mine
from stations.models import Station
from stations.queries import duty_phone, open_stations, posts_of

SHOWN, LISTED = 3, 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """At one's own station when it is known which; else where to find it."""
    own = list(mine(request.user, held_codes(request)).select_related("station__compound")[:20])
    now = timezone.now()
    mark(request, badges={"my_requests": sum(row.rank == WAITING for row in own)})
    station, others, lives_there = _station_of(request, own)
    within = buildings_lived_in(request.user) if lives_there else None  # at home only what concerns one's own building
    news = bulletins(station, now, within) if station else []
    context = {
        "station": station,
        "others": others,
        "phone": duty_phone(station) if station else "",
        "cards": [card_of(row, now) for row in own if row.rank != OVER][:SHOWN],
        "has_more": len(own) > 0,
        "tiles": tiles()[:LISTED] if station else [],
        "urgent": lines([one for one in news if one.is_urgent], now),
        "ordinary": lines([one for one in news if not one.is_urgent], now),
    }
    return render(request, "home.html", context)


def _station_of(request: HttpRequest, own: list[Request]) -> tuple[Station | None, list[Station], bool]:
    """By confirmed home (then True), by the latest request, or because there is only one; else some to choose from."""
    if request.user.is_authenticated:
        homes = Residency.objects.filter(user=request.user, status="confirmed")
        lived = open_stations().filter(compound__buildings__entrances__dwellings__residencies__in=homes).first()
        if lived:
            return lived, [], True
    if own:
        latest = max(own, key=lambda row: row.filed_at).station
        if latest.is_open:
            return latest, [], False
    some = list(open_stations()[: LISTED + 1])
    return (some[0], [], False) if len(some) == 1 else (None, some, False)


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Station people and officers go to their desk, officials to the overview, administrators to the settings,
    residents to their requests."""
    if posts_of(request.user).uses_desk:
        return redirect("desk:work")
    if posts_of(request.user).is_district_official:
        return redirect("district:overview")
    return redirect("admin:index" if request.user.is_superuser else "my_requests")
