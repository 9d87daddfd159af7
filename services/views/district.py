"""For officials of a district: what climbed to them, and what they press."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.access import require_perm
from core.shell import mark
from services.forms.desk_base import DeskForm
from services.models import Request
from services.pages.district import FORMS, district_context, overdue_context
from services.pages.topics import district_context as topics_context
from services.queries.district import district_request
from services.sending import send


@require_perm("services.oversee_district")
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    return render(request, "district/overdue.html", overdue_context(request.user))


@require_perm("services.oversee_district")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    mark(request, current="district_topics")
    return render(request, "district/topics.html", topics_context(request.user))


@require_perm("services.oversee_district")
@require_safe
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    return _show(request, _find(request, number))


@require_perm("services.oversee_district")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    matter = _find(request, number)
    if action not in FORMS or not rules.has_perm(f"services.{action}_request", request.user, matter):
        raise Http404
    if request.method != "POST":
        return _show(request, matter, opened=action)
    form = FORMS[action](request.POST, request.FILES, matter=matter)
    sent = send(request, form)
    if sent.is_done:
        messages.success(request, form.done_words())
        return redirect(matter.district_url)
    matter = _find(request, number)
    form.take_over(matter)
    return _show(request, matter, bound=form, status=409 if sent.code == "changed" else 400)


def _find(request: HttpRequest, number: str) -> Request:
    matter = district_request(request.user, number)
    if matter is None:
        raise Http404
    return matter


def _show(
    request: HttpRequest, matter: Request, *, bound: DeskForm | None = None, opened: str = "", status: int = 200
) -> HttpResponse:
    mark(request, current="district")
    context = district_context(matter, request.user, bound=bound, opened=opened)
    return render(request, "district/request.html", context, status=status)
