"""Filters that somebody gave a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import require_perm
from core.errors import ActionRefused
from services.actions.saved_views import forget_view, save_view
from services.filters import known_part
from services.models import SavedView


@require_perm("services.triage_requests")
@require_POST
def saved_views(request: HttpRequest) -> HttpResponse:
    """Save the filter of the list (`name`, `query`), or let a saved one go (`forget`)."""
    query = known_part(QueryDict(request.POST.get("query", "")[:2000])).urlencode()
    try:
        if "forget" in request.POST:
            forget_view(user=request.user, view=_own(request))
            messages.success(request, _("删掉了这个视图。"))
        else:
            view = save_view(user=request.user, name=request.POST.get("name", ""), query=query)
            messages.success(request, _("存好了，叫“%s”。") % view.name)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('desk:triage')}?{query}" if query else reverse("desk:triage"))


def _own(request: HttpRequest) -> SavedView:
    key = request.POST["forget"]
    view = SavedView.objects.filter(user=request.user.pk, pk=int(key)).first() if _is_id(key) else None
    if view is None:
        raise Http404
    return view


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
