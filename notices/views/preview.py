from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.access import require_perm
from core.shell import mark
from notices.pages.outbox import preview


@require_GET
@require_perm("notices.preview")
def preview_page(request: HttpRequest) -> HttpResponse:
    """Every notice as people get it, in both languages, on every channel."""
    mark(request, current="outbox")
    return render(request, "notices/preview.html", {"groups": preview()})
