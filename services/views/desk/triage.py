"""The triage list: what waits, the most pressing first, with the chosen request beside it."""

from __future__ import annotations

import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.access import require_perm
from services.models import Request
from services.pages.desk_panel import panel_context
from services.pages.desk_triage import list_url, mark_triage, triage_context
from services.queries.desk import desk_request


@require_perm("services.triage_requests")
@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        response = _panel(request)
    else:
        chosen = _chosen(request)
        panel = panel_context(chosen, request.user, list_url(request)) if chosen else {}
        context = {**panel, **triage_context(request, chosen)}
        context["may_export"] = rules.has_perm("reports.take_table", request.user, "requests")
        mark_triage(request, context)
        response = render(request, "desk/triage.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def _chosen(request: HttpRequest) -> Request | None:
    """A request named in the address fills the panel at once, without a script and without a second answer to wait for.

    The first of the list is fetched by the panel itself: on a phone, which shows none, it costs nothing.
    """
    number = request.GET.get("open", "")
    return desk_request(request.user, number) if number else None


def _panel(request: HttpRequest) -> HttpResponse:
    matter = desk_request(request.user, request.GET.get("open", ""))
    if matter is None:
        raise Http404
    return render(request, "desk/panel.html", panel_context(matter, request.user, list_url(request)))
