"""Tables to take away: what will be in it, the file at once or a question that a worker answers, how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.access import require_perm
from core.errors import ActionRefused
from core.sheets import CSV, XLSX, csv_response, xlsx_response
from reports.actions import exporting
from reports.forms import FormatForm
from reports.models import Export
from reports.pages.exports import asked_query, exports_context, take_context
from reports.vocabulary import ExportState, FileFormat


def _kind(_request: HttpRequest, kind: str) -> str:
    return kind


def _export(_request: HttpRequest, pk: int) -> Export:
    return get_object_or_404(Export, pk=pk)


def _none(_request: HttpRequest) -> None:
    """Of no kind in particular."""


@require_perm("reports.take_table", _none)
@require_safe
def exports(request: HttpRequest, _nothing: None) -> HttpResponse:
    return render(request, "reports/exports.html", exports_context(request.user))


@require_perm("reports.take_table", _kind)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What stands in the address was shown; the button sends it back as a form."""
    query = asked_query(request)
    table = exporting.wanted(kind, request.user, query, timezone.now())
    if table is None:
        raise Http404
    form = FormatForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        return _answer(request, kind, form.cleaned_data["format"], query.urlencode(), table)
    context = {**take_context(request.user, kind, query, table), "form": form}
    return render(request, "reports/take.html", context, status=400 if form else 200)


def _answer(request: HttpRequest, kind: str, file_format: str, query: str, table: exporting.Wanted) -> HttpResponseBase:
    said: dict[str, Any] = {"kind": kind, "file_format": file_format, "query": query}
    said |= {"user": request.user, "table": table}
    if table.total > exporting.MOST_AT_ONCE:
        try:
            return redirect("export", pk=exporting.ask(**said).pk)
        except ActionRefused as refused:
            messages.error(request, str(refused))
            return redirect("exports")
    exporting.note_taken(**said)
    if file_format == FileFormat.CSV:
        return csv_response(table.sheet, table.name)
    return xlsx_response([table.sheet], table.name)


@require_perm("reports.fetch_table", _export)
@never_cache
@require_safe
def export_page(request: HttpRequest, export: Export) -> HttpResponse:
    """How far it is; asked every few seconds by the page itself, or with its button."""
    template = "reports/export_state.html" if request.htmx else "reports/export.html"  # type: ignore[attr-defined]
    return render(request, template, {"export": export})


@require_perm("reports.fetch_table", _export)
@require_safe
def export_file(request: HttpRequest, export: Export) -> HttpResponseBase:
    if export.state != ExportState.READY or not export.file:
        raise Http404
    try:
        file = export.file.open()
    except FileNotFoundError as gone:  # forgotten just now
        raise Http404 from gone
    exporting.note_fetched(export=export, user=request.user)
    name = f"{export.name}.{export.file_format}"
    kind = CSV if export.file_format == FileFormat.CSV else XLSX
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return answer
