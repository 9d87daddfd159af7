"""Writing an announcement, and stopping one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from notices import actions
from notices.forms.announcements import AnnouncementForm, EndForm, WithdrawForm, written
from notices.models.announcement import Stage
from notices.pages.announcements import sheet
from notices.queries.announcements import announcements_of
from notices.views.announcements import announcement_of
from stations.models import Station
from stations.views._station import frame, station_of_slug


@require_http_methods(["GET", "POST"])
@require_perm("notices.manage_announcements", get=station_of_slug)
def add(request: HttpRequest, station: Station) -> HttpResponse:
    """`?from=` an earlier one whose words are taken over."""
    mark(request, current="announcements")
    form = AnnouncementForm(station, posted(request), initial=_earlier(request, station))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.write(station=station, actor=request.user, words=form.words())
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            return redirect("desk:announcement", pk=row.pk)
    context = frame(request, station, form=form)
    return render(request, "notices/desk/write.html", context, status=400 if request.method == "POST" else 200)


def _earlier(request: HttpRequest, station: Station) -> dict:
    pk = request.GET.get("from", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 18
    row = announcements_of(station).filter(pk=pk).first() if known else None
    return written(row, anew=True) if row else {}


@require_http_methods(["GET", "POST"])
@require_perm("notices.manage_announcements", get=announcement_of)
def change(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="announcements")
    row = request.announcement  # type: ignore[attr-defined]
    if row.stage != Stage.DRAFT:
        messages.info(request, _("已经发布了，不能再改；写错了就撤回，重写一条。"))
        return redirect("desk:announcement", pk=row.pk)
    form = AnnouncementForm(station, posted(request), initial=written(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(announcement=row, actor=request.user, words=form.words())
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            return redirect("desk:announcement", pk=row.pk)
    context = frame(request, station, form=form, row=row)
    return render(request, "notices/desk/write.html", context, status=400 if request.method == "POST" else 200)


STOPS: dict[str, tuple[type[EndForm | WithdrawForm], Callable[..., None]]] = {
    "end": (EndForm, actions.end),
    "withdraw": (WithdrawForm, actions.withdraw),
}


@require_http_methods(["GET", "POST"])
@require_perm("notices.manage_announcements", get=announcement_of)
def stop(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="announcements")
    row, verb = request.announcement, request.resolver_match.kwargs["verb"]  # type: ignore[attr-defined, union-attr]
    if row.stage == Stage.DRAFT:
        raise Http404
    form_class, act = STOPS[verb]
    form = form_class(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            act(announcement=row, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("结束了。") if verb == "end" else _("撤回了，收到过的人都会知道。"))
            return redirect("desk:announcement", pk=row.pk)
    context = frame(request, station, form=form, verb=verb, sheet=sheet(row, timezone.now()))
    return render(request, "notices/desk/stop.html", context, status=400 if request.method == "POST" else 200)
