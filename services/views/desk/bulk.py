"""What is done to several requests at once: the action of one, once for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import require_perm
from core.shell import mark
from services.actions.bulk import Result, assign_all, merge_all, unmerge_all
from services.forms.desk_bulk import BulkForm
from services.pages.desk_back import back_of
from services.pages.desk_bulk import merge_context, refused_context


@require_perm("services.triage_requests")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """All well: back to the list. Otherwise a page says what was done, what was not, and why."""
    form = BulkForm(request.POST, user=request.user)
    back = back_of(request) or reverse("desk:triage")
    mark(request, current="triage")
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, words)
        request.session["bulk"] = form.kept
        return redirect(back)
    if form.is_merge and form.cleaned_data["lead"] is None:
        return render(request, "desk/bulk_merge.html", merge_context(form, back))
    results = _do(form, request)
    if all(result.is_done for result in results):
        messages.success(request, _words(form, results, request, back))
        return redirect(back)
    context = refused_context(form, results, request.user, back)
    return render(request, "desk/bulk.html", context, status=200 if context["done"] else 400)


def _do(form: BulkForm, request: HttpRequest) -> list[Result]:
    said = form.cleaned_data
    if form.is_merge:
        return merge_all(picked=said["picked"], actor=request.user, note=said["note"], lead=said["lead"])
    if form.is_unmerge:
        return unmerge_all(picked=said["picked"], actor=request.user)
    return assign_all(picked=said["picked"], to=said["to"], actor=request.user, note=said["note"])


def _words(form: BulkForm, results: list[Result], request: HttpRequest, back: str) -> Any:
    count = len(results)
    if form.is_merge:
        context = {"count": count, "lead": form.cleaned_data["lead"], "results": results, "back": back}
        return render_to_string("desk/bulk_merged.html", context, request)
    if form.is_unmerge:
        return _("拆开了%(count)d件，各办各的。") % {"count": count}
    return _("%(count)d件派给%(who)s了。") % {"count": count, "who": form.cleaned_data["to"].name}
