"""For whoever runs a station: its months, and the text for one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal
from core.shell import mark
from reports import actions
from reports.forms import StationTextForm
from reports.models import StationText
from reports.pages.station_texts import months_context, text_context
from reports.queries.monthly import station_text_visible_to


@require_safe
@require_perm("reports.write_station_text")
def texts(request: HttpRequest) -> HttpResponse:
    mark(request, current="station_reports")
    return render(request, "reports/station_texts.html", months_context(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@require_perm("reports.write_station_text")
def text(request: HttpRequest, month: str) -> HttpResponse:
    row = station_text_visible_to(request.user, month, request.GET.get("station", ""))
    if row is None:
        raise Http404
    if request.method != "POST":
        initial = {"done": row.done, "hard": row.hard, "edits": row.edits}
        return _show(request, row, StationTextForm(initial=initial))
    form = StationTextForm(request.POST)
    if form.is_valid():
        try:
            actions.submit_text(text=row, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("交给区里了。"))
            return redirect(request.get_full_path())
    row.refresh_from_db()
    return _show(request, row, form, status=400)


def _show(request: HttpRequest, row: StationText, form: StationTextForm, status: int = 200) -> HttpResponse:
    mark(request, current="station_reports")
    return render(request, "reports/station_text.html", text_context(row, form), status=status)
