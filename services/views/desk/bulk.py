"""What is done to several requests at once: the action of one, once for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import require_perm
from core.shell import mark
from services.actions.bulk import Result, assign_all, merge_all
from services.forms.desk_bulk import BulkForm
from services.pages.desk_back import back_of


@require_perm("services.triage_requests")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """All well: back to the list. Otherwise a page says what was done, what was not, and why."""
    form = BulkForm(request.POST, user=request.user)
    back = back_of(request) or reverse("desk:triage")
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, words)
        return redirect(back)
    results = _do(form, request)
    if all(result.is_done for result in results):
        messages.success(request, _words(form, len(results)))
        return redirect(back)
    mark(request, current="triage")
    done = [result for result in results if result.is_done]
    refused = [result for result in results if not result.is_done]
    context = {"done": done, "refused": refused, "back": back, "is_merge": form.is_merge}
    return render(request, "desk/bulk.html", context, status=200 if done else 400)


def _do(form: BulkForm, request: HttpRequest) -> list[Result]:
    said = form.cleaned_data
    if form.is_merge:
        return merge_all(picked=said["picked"], actor=request.user, note=said["note"])
    return assign_all(picked=said["picked"], to=said["to"], actor=request.user, note=said["note"])


def _words(form: BulkForm, count: int) -> str:
    if form.is_merge:
        return _("%d件并成一件了。") % (count + 1)
    return _("%(count)d件派给%(who)s了。") % {"count": count, "who": form.cleaned_data["to"].name}
