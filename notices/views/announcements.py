"""Announcements at the desk: the list, and one with its receipts."""

from __future__ import annotations

from collections.abc import Callable

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.shell import mark
from notices import actions
from notices.models import Announcement
from notices.models.announcement import Stage
from notices.pages.announcements import sheet, total, ways
from notices.queries.announcements import announcements_of
from notices.queries.receipts import carried_by, carries, tallies_of
from stations.models import Station
from stations.views._station import frame, station_asked_for

PER_PAGE = 20


@require_GET
@require_perm("notices.read_announcements", get=station_asked_for)
def announcements(request: HttpRequest, station: Station) -> HttpResponse:
    """Drafts are shown to who runs the station; the others get those that they carry to the doors marked."""
    writes = rules.has_perm("notices.manage_announcements", request.user, station)
    rows = announcements_of(station)
    rows = rows if writes else rows.published()
    page = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    sheets = [sheet(row, timezone.now()) for row in page]
    groups = [
        (_("草稿"), [one for one in sheets if one.stage == Stage.DRAFT]),
        (_("正在公告"), [one for one in sheets if one.stage == Stage.CURRENT]),
        (_("以前的"), [one for one in sheets if one.stage in (Stage.OVER, Stage.WITHDRAWN)]),
    ]
    carried = set() if writes else carried_by(request.user, station)
    more = {"page": page, "writes": writes, "groups": [(head, some) for head, some in groups if some]}
    mine = {one.row.pk for one in sheets if one.stage == Stage.CURRENT and carries(one.row, carried)}
    return render(request, "notices/desk/announcements.html", frame(request, station, **more, mine=mine))


def announcement_of(request: HttpRequest, pk: str | int, verb: str = "") -> Station:
    rows = Announcement.objects.select_related("station__compound__division")
    row = get_object_or_404(rows.prefetch_related("buildings", "groups"), pk=pk)
    request.announcement = row  # type: ignore[attr-defined]
    return row.station


@require_GET
@require_perm("notices.manage_announcements", get=announcement_of)
def one(request: HttpRequest, station: Station) -> HttpResponse:
    """A draft as residents will see it; once published, whom it has reached."""
    mark(request, current="announcements")
    row = request.announcement  # type: ignore[attr-defined]
    tallies = tallies_of(row)
    shown = sheet(row, timezone.now(), [tally.building for tally in tallies])
    context = frame(request, station, sheet=shown, ways=ways(tallies), total=total(tallies))
    return render(request, "notices/desk/announcement.html", context)


ACTS: dict[str, Callable[..., None]] = {"publish": actions.publish, "discard": actions.discard}


@require_POST
@require_perm("notices.manage_announcements", get=announcement_of)
def do(request: HttpRequest, station: Station) -> HttpResponse:
    row, verb = request.announcement, request.resolver_match.kwargs["verb"]  # type: ignore[attr-defined, union-attr]
    pk = row.pk
    try:
        ACTS[verb](announcement=row, actor=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:announcement", pk=pk) if refused.code != "gone" else to_list(station)
    if verb == "discard":
        messages.success(request, _("草稿删掉了。"))
        return to_list(station)
    messages.success(request, _("发布了。楼长们已经收到，请他们挨家告诉。"))
    return redirect("desk:announcement", pk=pk)


def to_list(station: Station) -> HttpResponse:
    return redirect(f"{reverse('desk:announcements')}?station={station.slug}")
