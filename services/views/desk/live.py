"""The triage list keeps itself up to date: asked every twenty seconds, it mostly says that nothing has changed."""

from __future__ import annotations

import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access import require_perm
from services.live import Stamp, read_stamp
from services.pages.desk_triage import mark_triage, triage_context
from stations.standing import carry

TRIAGES = "services.triage_requests"


def stamp_asked_for(request: HttpRequest) -> Stamp:
    stamp = read_stamp(request.user, request.GET.get("stamp", ""))
    carry(request.user, stamp.posts)
    return stamp


@require_safe
@never_cache
@require_perm(TRIAGES, stamp_asked_for, private=True)
def triage_live(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Two statements where nothing has changed; else the list as a reload shows it, for who may still see it."""
    if stamp.is_right(request.user):
        return HttpResponse(status=204)
    carry(request.user, None)
    if not rules.has_perm(TRIAGES, request.user):
        raise Http404
    context = triage_context(request)
    mark_triage(request, context)
    return render(request, "desk/triage_live.html", context)
