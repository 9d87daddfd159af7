"""An announcement as everybody reads it, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.shell import mark
from notices.actions import mark_announcement_read
from notices.models import Announcement
from notices.pages.announcements import sheet


@require_safe
def announcement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whoever lives where it was for and is signed in has read it by opening it."""
    mark(request, current="home")
    rows = Announcement.objects.published().select_related("station__compound").prefetch_related("buildings")
    row = get_object_or_404(rows, pk=pk, station__slug=slug, station__is_open=True)
    shown = sheet(row, timezone.now())
    if shown.is_shown and request.method == "GET":
        mark_announcement_read(user=request.user, announcement=row)
    return render(request, "notices/announcement.html", {"station": row.station, "sheet": shown})
