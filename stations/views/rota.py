"""Who is on duty when, and who is away."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from stations import actions
from stations.actions._station import may_run
from stations.forms import AbsenceForm, ShiftForm
from stations.models import Absence, DutyShift, Station
from stations.queries import absences_ahead, members_of, posts_of, shifts_ahead
from stations.views._rota import days_of
from stations.views._station import frame, say_what_is_in_hand, station_asked_for, station_of_slug


@require_GET
@require_perm("stations.view_posts", get=station_asked_for)
def rota(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    now, here = timezone.now(), set(members_of(station).values_list("pk", flat=True))
    absences = list(absences_ahead(station, timezone.localdate(now)))
    more = {
        "today": timezone.localdate(now),
        "days": days_of(list(shifts_ahead(station, now)), here, now, absences),
        "absences": absences,
        "works_here": station.pk in posts_of(request.user).member_of,
    }
    return render(request, "stations/desk/rota.html", frame(request, station, **more))


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=station_of_slug)
def add_shift(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    form = ShiftForm(station, posted(request), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            count = _add_all(request, station, form)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("排好了%(count)d个班。", "排好了%(count)d个班。", count) % {"count": count}
            messages.success(request, said)
            return to_rota(station)
    status = 400 if request.method == "POST" else 200
    return render(request, "stations/desk/shift.html", frame(request, station, form=form), status=status)


@transaction.atomic
def _add_all(request: HttpRequest, station: Station, form: ShiftForm) -> int:
    data = form.cleaned_data
    same = {"user": data["user"], "phone_shown": data["phone_shown"], "note": data["note"], "weeks": data["weeks"]}
    return sum(
        len(actions.add_shifts(station=station, actor=request.user, starts_at=start, ends_at=end, **same))
        for start, end in form.times()
    )


def shift_of(request: HttpRequest, pk: int) -> Station:
    shift = get_object_or_404(DutyShift.objects.select_related("station__compound__division", "user"), pk=pk)
    request.shift = shift  # type: ignore[attr-defined]
    return shift.station


@require_POST
@require_perm("stations.manage_posts", get=shift_of)
def remove_shift(request: HttpRequest, station: Station) -> HttpResponse:
    try:
        actions.remove_shift(shift=request.shift, actor=request.user)  # type: ignore[attr-defined]
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("这个班删掉了。"))
    return to_rota(station)


@require_http_methods(["GET", "POST"])
@require_perm("stations.view_posts", get=station_of_slug)
def add_absence(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    who = None if may_run(request.user, station) else request.user
    form = AbsenceForm(station, posted(request), who=who)
    if request.method == "POST" and form.is_valid():
        try:
            absence, shifts = actions.add_absence(station=station, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            _say_absence(request, station, absence, shifts)
            return to_rota(station)
    status = 400 if request.method == "POST" else 200
    return render(request, "stations/desk/absence.html", frame(request, station, form=form), status=status)


def _say_absence(request: HttpRequest, station: Station, absence: Absence, shifts: int) -> None:
    messages.success(request, _("请假登记好了，这几天不会给他派事。"))
    if shifts:
        said = ngettext("这几天里他还有%(count)d个班，请换人。", "这几天里他还有%(count)d个班，请换人。", shifts)
        messages.warning(request, said % {"count": shifts})
    say_what_is_in_hand(request, station, absence.user_id)


@require_POST
@require_perm("stations.view_posts", get=station_of_slug)
def remove_absence(request: HttpRequest, station: Station) -> HttpResponse:
    pk = request.resolver_match.kwargs["pk"]  # type: ignore[union-attr]
    absence = get_object_or_404(Absence.objects.select_related("user"), pk=pk, user__in=members_of(station).order_by())
    try:
        actions.remove_absence(station=station, absence=absence, actor=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("销假了，从现在起照常派事。"))
    return to_rota(station)


def to_rota(station: Station) -> HttpResponse:
    return redirect(f"{reverse('desk:rota')}?station={station.slug}")
