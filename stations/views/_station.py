"""Which station a page of the desk is about, and what its pages share."""

from __future__ import annotations

from typing import Any

import rules
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from stations.models import Station
from stations.queries import posts_of, stations_seen_by


def station_asked_for(request: HttpRequest, **kwargs: Any) -> Station:
    """`?station=slug`; without it the one that the reader runs, else the first that they may see."""
    seen = list(stations_seen_by(request.user))
    slug = request.GET.get("station", "")
    if slug:
        found = [station for station in seen if station.slug == slug]
    else:
        posts = posts_of(request.user)
        found = sorted(
            seen, key=lambda station: (station.pk not in posts.triager_of, station.pk not in posts.member_of)
        )
    if not found:
        raise Http404
    request.stations = seen  # type: ignore[attr-defined]
    return found[0]


def station_of_slug(request: HttpRequest, slug: str, **kwargs: Any) -> Station:
    return get_object_or_404(
        Station.objects.select_related("compound__division", "compound__property_company"), slug=slug
    )


def frame(request: HttpRequest, station: Station, **more: Any) -> dict[str, Any]:
    """The context that every page about a station has."""
    return {
        "station": station,
        "stations": getattr(request, "stations", []),
        "manages": rules.has_perm("stations.manage_posts", request.user, station),
        **more,
    }
