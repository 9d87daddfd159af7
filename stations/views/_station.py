"""Which station a page of the desk is about, and what its pages share."""

from __future__ import annotations

from typing import Any

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations.actions._station import may_run
from stations.in_hand import in_hand
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


def say_what_is_in_hand(request: HttpRequest, station: Station, user: int) -> None:
    """Of somebody who is away or leaves: what they have in hand stays with them until a person passes it on."""
    held = in_hand(station, request.user).get(user, 0)
    if held:
        said = ngettext("他手上还有%(count)d件在办。", "他手上还有%(count)d件在办。", held) % {"count": held}
        listed = f"{reverse('desk:triage')}?status=open&assignee={user}&station={station.slug}"
        url = listed if may_run(request.user, station) else reverse("desk:work")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', said, url, _("看看要不要转给别人")))
