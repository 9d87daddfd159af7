"""The ledger of supervision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import require_perm
from core.shell import mark
from reports.pages.ledger import ledger_context


@require_perm("reports.read_ledger")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    mark(request, current="ledger")
    return render(request, "reports/ledger.html", ledger_context(request.user, request.GET))
