"""The days that administrators set by hand because the published calendar is not out yet, or is different here."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import require_perm
from core.calendar import unpublished_years
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from services.actions import catalogue as actions
from services.forms.catalogue import DayForm
from services.models import WorkCalendarDay


@require_http_methods(["GET", "POST"])
@require_perm("services.manage_catalogue")
def calendar(request: HttpRequest) -> HttpResponse:
    mark(request, current="catalogue")
    form = DayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_day(actor=request.user, day=data["date"], is_working=data["is_working"], note=data["note"])
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("记下了。新来的诉求按它算期限，已经答应的不变。"))
            return redirect("desk:calendar")
    page = Paginator(WorkCalendarDay.objects.order_by("-date"), 50).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "unpublished": unpublished_years(timezone.localdate())}
    return render(request, "services/desk/calendar.html", context, status=400 if request.method == "POST" else 200)


@require_POST
@require_perm("services.manage_catalogue")
def forget_day(request: HttpRequest, pk: int) -> HttpResponse:
    actions.forget_day(actor=request.user, row=get_object_or_404(WorkCalendarDay, pk=pk))
    messages.success(request, _("删掉了，照公布的日历算。"))
    return redirect("desk:calendar")
