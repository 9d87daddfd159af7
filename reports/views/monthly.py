"""Monthly reports for officials: the list, one version as paper, and what may be done to a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal
from core.shell import mark
from reports import actions
from reports.forms import CorrectForm, ReturnForm, WriteForm
from reports.forms import Edited as Edits
from reports.models import Report, ReportVersion
from reports.pages.monthly import Bound, list_context, report_context
from reports.queries.monthly import division_visible_to, report_visible_to, texts_of, version_of


@require_safe
@require_perm("reports.make_reports")
def reports(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("scope", "")
    if division_visible_to(request.user, key) is None:
        raise Http404
    return render(request, "reports/reports.html", list_context(request.user, key))


@require_POST
@require_perm("reports.make_reports")
def begin(request: HttpRequest) -> HttpResponse:
    """An official may begin before the period is over, so that the stations write early."""
    division = division_visible_to(request.user)
    month = request.POST.get("month", "")
    if division is None:
        raise Http404
    try:
        actions.draft_report(division=division, month=month, actor=request.user)
    except ActionRefused as refused:
        mark(request, current="reports")
        context = list_context(request.user, "", chosen=month, refused=str(refused))
        return render(request, "reports/reports.html", context, status=400)
    return redirect("district:report", month=month)


@require_safe
@require_perm("reports.make_reports")
def report(request: HttpRequest, month: str) -> HttpResponse:
    found, version = find(request, month)
    return show(request, found, version, Bound())


def find(request: HttpRequest, month: str) -> tuple[Report, ReportVersion]:
    """The report of the official's division, or of the one below it that `?scope=` names; `?version=` of it."""
    found = report_visible_to(request.user, month, request.GET.get("scope", ""))
    version = version_of(found, request.GET.get("version", "")) if found else None
    if found is None or version is None:
        raise Http404
    return found, version


def show(request: HttpRequest, found: Report, version: ReportVersion, bound: Bound, status: int = 200) -> HttpResponse:
    mark(request, current="reports")
    context = report_context(found, version, request.user, request.GET, bound)
    return render(request, "reports/report.html", context, status=status)


def _draft(request: HttpRequest, month: str) -> tuple[Report, ReportVersion]:
    """What is worked on: the newest version, whatever the page showed."""
    found = report_visible_to(request.user, month, request.GET.get("scope", ""))
    editions = found.editions if found else []  # type: ignore[attr-defined]
    version = version_of(found, str(editions[0].number)) if found and editions else None
    if found is None or version is None:
        raise Http404
    return found, version


@require_POST
@require_perm("reports.make_reports")
def act(request: HttpRequest, month: str, verb: str) -> HttpResponse:
    found, version = _draft(request, month)
    if verb not in _VERBS:
        raise Http404
    bound, run, done = _VERBS[verb](request, found, version)
    form = bound.forms[0]
    if form.is_valid():
        try:
            version = run(form.cleaned_data) or version
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done(version))
            return redirect(_address(request, found, version))
    return show(request, *_draft(request, month), bound, status=400)


# The forms, what to do with what they hold, and what to say of the version that came of it.
Prepared = tuple[Bound, Callable[[dict[str, Any]], ReportVersion | None], Callable[[ReportVersion], str]]


def _always(words: str) -> Callable[[ReportVersion], str]:
    return lambda _version: words


def _write(request: HttpRequest, report: Report, version: ReportVersion) -> Prepared:
    form = WriteForm(request.POST)
    bound, done = Bound(write=form, forms=[form]), _always(_("存好了。"))
    return bound, lambda data: actions.write_report(version=version, actor=request.user, **data), done


def _recount(request: HttpRequest, report: Report, version: ReportVersion) -> Prepared:
    form = Edits(request.POST)
    done = _always(_("重新统计好了。"))
    return Bound(forms=[form]), lambda data: actions.recount(version=version, actor=request.user, **data), done


def _publish(request: HttpRequest, report: Report, version: ReportVersion) -> Prepared:
    form = Edits(request.POST)
    done = _always(_("发布了。以后诉求再有变化，这一版的数字和文字都不动。"))
    return Bound(forms=[form]), lambda data: actions.publish(version=version, actor=request.user, **data), done


def _correct(request: HttpRequest, report: Report, version: ReportVersion) -> Prepared:
    form = CorrectForm(request.POST)
    bound = Bound(correct=form, forms=[form])
    return bound, lambda data: actions.correct(report=report, actor=request.user, **data), _corrected


def _corrected(version: ReportVersion) -> str:
    if version.changes:
        return _("新的一版起草好了，和上一版不同的数字列在旁边。")
    return _("新的一版起草好了，数字和上一版都一样。")


_VERBS = {"write": _write, "recount": _recount, "publish": _publish, "correct": _correct}


def _address(request: HttpRequest, report: Report, version: ReportVersion) -> str:
    scope = request.GET.get("scope", "")
    path = reverse("district:report", args=[report.month])
    return f"{path}?version={version.number}{f'&scope={scope}' if scope else ''}"


@require_POST
@require_perm("reports.make_reports")
def judge_text(request: HttpRequest, month: str, pk: int, verb: str) -> HttpResponse:
    found, version = _draft(request, month)
    text = get_object_or_404(texts_of(version), pk=pk)
    text.version = version
    form = (ReturnForm if verb == "return" else Edits)(request.POST, prefix=f"t{pk}")
    if verb not in ("accept", "return"):
        raise Http404
    act = actions.return_text if verb == "return" else actions.accept_text
    if form.is_valid():
        try:
            act(text=text, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            return redirect(f"{_address(request, found, version)}#t{pk}")
    returned = (pk, form) if isinstance(form, ReturnForm) else None
    return show(request, found, version, Bound(returned=returned, forms=[form]), status=400)
