"""For officials and officers: the figures of what lies below them, who ranks where, and the requests behind it all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import require_perm
from core.shell import mark
from reports.pages.asked import Asked, asked_of
from reports.pages.behind import behind_context
from reports.pages.overview import overview_context
from reports.pages.ranking import ranking_context
from reports.pages.standing import now_context


@require_perm("reports.view_figures")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/overview.html", overview_context(_asked(request), request.user))


@require_perm("reports.view_figures")
@require_safe
def stations(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/ranking.html", ranking_context(_asked(request), request.GET))


@require_perm("reports.view_figures")
@require_safe
def behind(request: HttpRequest, key: str) -> HttpResponse:
    return _listed(request, behind_context(_asked(request), key, request.GET, request.user))


@require_perm("reports.view_figures")
@require_safe
def now(request: HttpRequest, key: str) -> HttpResponse:
    return _listed(request, now_context(_asked(request), key, request.GET, request.user))


def _listed(request: HttpRequest, context: dict[str, Any] | None) -> HttpResponse:
    if context is None:
        raise Http404
    mark(request, current="overview")
    return render(request, "reports/behind.html", context)


def _asked(request: HttpRequest) -> Asked:
    asked = asked_of(request.user, request.GET)
    if asked is None:
        raise Http404
    return asked
