"""The desk's page of one request; for somebody who has to stand aside, the brief and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import require_perm
from core.shell import mark
from services.forms.desk import BriefForm
from services.forms.desk_base import DeskForm
from services.models import CoHandler, Request
from services.pages.desk_back import back_of
from services.pages.desk_brief import brief_context
from services.pages.desk_request import request_context
from services.queries.desk import brief_of, desk_request


@require_perm("services.use_desk")
@require_safe
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    matter = find(request, number)
    if isinstance(matter, CoHandler):
        return show_brief(request, matter)
    return show(request, matter)


def find(request: HttpRequest, number: str) -> Request | CoHandler:
    """The request for those who may read it, the brief for those who may only answer it, 404 for all others."""
    found = desk_request(request.user, number) or brief_of(request.user, number)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, matter: Request, *, status: int = 200, **context: Any) -> HttpResponse:
    mark(request, current="triage" if back_of(request).startswith("/desk/requests/") else "work")
    page = request_context(matter, request.user, back=back_of(request), **context)
    page["origin"] = request.build_absolute_uri("/").rstrip("/")
    return render(request, "desk/request.html", page, status=status)


def show_brief(
    request: HttpRequest, brief: CoHandler, *, form: DeskForm | None = None, status: int = 200
) -> HttpResponse:
    mark(request, current="work")
    form = form or BriefForm(matter=brief.request)
    return render(request, "desk/brief.html", brief_context(brief, request.user, form), status=status)
