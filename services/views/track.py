"""Finding one's request by number and pick-up code. Guessing is limited, and told nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.shell import mark
from services.forms.resident import TrackForm
from services.held import hold
from services.limits import code_was_right, may_try_code
from services.models import Request
from services.numbers import is_code


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    mark(request, current="my_requests")
    if request.method != "POST":
        return _page(request, TrackForm(initial={"number": request.GET.get("number", "")[:60]}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    if not may_try_code(request, number):
        form.add_error(None, _("试的次数太多了，请过15分钟再来。急的话打驿站电话，报编号就能问。"))
        return _page(request, form, 429)
    digest = Request.objects.filter(number=number).values_list("code_digest", flat=True).first()
    if not is_code(number, code, digest or ""):
        form.refuse()
        return _page(request, form, 400)
    code_was_right(request, number)
    response = redirect("request", number)
    hold(response, request, number, code)
    return response


def _page(request: HttpRequest, form: TrackForm, status: int = 200) -> HttpResponse:
    return render(request, "services/track.html", {"form": form}, status=status)
