"""A version of a monthly report as a file: PDF, XLSX, CSV."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import require_perm
from core.sheets import csv_response, xlsx_response
from reports.pages.files import one_sheet_of, sheets_of
from reports.pages.paper import paper_of
from reports.pages.pdf import has_pdf, pdf_of
from reports.queries.monthly import printed_texts
from reports.views.monthly import find


@require_safe
@require_perm("reports.make_reports")
def report_file(request: HttpRequest, month: str, kind: str) -> HttpResponse:
    report, version = find(request, month)
    name = _("%(division)s红旗驿站月报%(month)s第%(number)d版") % {
        "division": report.division.name,
        "month": report.month,
        "number": version.number,
    }
    if kind == "csv":
        return cast(HttpResponse, csv_response(one_sheet_of(version), name))
    if kind == "xlsx":
        return cast(HttpResponse, xlsx_response(sheets_of(version, printed_texts(version)), name))
    if kind != "pdf" or not has_pdf():
        raise Http404
    answer = HttpResponse(pdf_of(paper_of(version, printed_texts(version))), content_type="application/pdf")
    answer["Content-Disposition"] = str(content_disposition_header(True, f"{name}.pdf"))
    answer["Cache-Control"] = "private, no-store"
    return answer
