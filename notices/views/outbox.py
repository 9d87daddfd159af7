"""What did not arrive: for chief and deputies that of their station, for administrators all."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.shell import mark
from notices import actions
from notices.models import Delivery
from notices.pages.outbox import failure_of
from notices.queries import failures_visible_to


def failure_asked_for(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(failures_visible_to(request.user), pk=pk)


@require_GET
@require_perm("notices.mend_deliveries")
def outbox(request: HttpRequest) -> HttpResponse:
    mark(request, current="outbox")
    page = Paginator(failures_visible_to(request.user), 50).get_page(request.GET.get("page"))
    context = {"page": page, "failures": [failure_of(row) for row in page]}
    return render(request, "notices/outbox.html", context)


@require_POST
@require_perm("notices.mend_deliveries")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.try_again(delivery=failure_asked_for(request, pk), actor=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("再发一次，送不到还会回到这里。"))
    return redirect("desk:outbox")


@require_POST
@require_perm("notices.mend_deliveries")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.drop(delivery=failure_asked_for(request, pk), actor=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("好的，这一条不再发。"))
    return redirect("desk:outbox")
