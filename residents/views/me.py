"""/me/: name, home, display, one's own data."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import personal_data
from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from residents import actions
from residents.forms import CloseForm, HomeForm, NameForm
from residents.models import Residency
from residents.queries import place_of, residencies_of
from residents.vocabulary import ResidencyStatus
from stations.models import Building
from stations.queries import open_stations, stations_named

MOST_STATIONS = 60  # who sees more than that types another word
LOOK = {
    ResidencyStatus.PENDING: ("new", "clock"),
    ResidencyStatus.CONFIRMED: ("done", "check-circle"),
    ResidencyStatus.REFUSED: ("shut", "refuse"),
}


@require_GET
@require_perm("residents.own_account")
def me(request: HttpRequest) -> HttpResponse:
    homes = [(row, place_of(row), *LOOK[ResidencyStatus(row.status)]) for row in residencies_of(request.user)]
    return render(request, "residents/me.html", {"homes": homes})


@require_http_methods(["GET", "POST"])
@require_perm("residents.own_account")
def name(request: HttpRequest) -> HttpResponse:
    mark(request, current="me")
    form = NameForm(posted(request), initial={"name": request.user.name})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        actions.change_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("改好了。"))
        return redirect("me")
    return render(request, "residents/name.html", {"form": form}, status=400 if request.method == "POST" else 200)


@require_GET
@require_perm("residents.own_account")
def home(request: HttpRequest) -> HttpResponse:
    """First the compound, then the building; the rest is asked on one form."""
    mark(request, current="me")
    slug = request.GET.get("station", "")
    if slug:
        station = get_object_or_404(open_stations(), slug=slug)
        context = {"station": station, "buildings": station.compound.buildings.all()}
        return render(request, "residents/home_building.html", context)
    q = request.GET.get("q", "")[:40].strip()
    found = stations_named(q)[:MOST_STATIONS]
    return render(request, "residents/home_station.html", {"q": q, "found": found})


def building_to_live_in(request: HttpRequest) -> Building:
    pk = request.resolver_match.kwargs["pk"]  # type: ignore[union-attr]
    rows = Building.objects.select_related("compound__station")
    return get_object_or_404(rows, pk=pk, compound__station__is_open=True)


@require_http_methods(["GET", "POST"])
@require_perm("residents.own_account")
def home_claim(request: HttpRequest, pk: int) -> HttpResponse:
    mark(request, current="me")
    building = building_to_live_in(request)
    form = HomeForm(building, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim(user=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("登记好了。楼长或值班的人确认以后，会通知您。"))
            return redirect("me")
    context = {"form": form, "building": building, "station": building.compound.station}
    return render(request, "residents/home.html", context, status=400 if request.method == "POST" else 200)


@require_POST
@require_perm("residents.own_account")
def home_end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end(residency=get_object_or_404(Residency, pk=pk, user=request.user), actor=request.user)
    messages.success(request, _("记下了，您不再住那里。"))
    return redirect("me")


@require_GET
@require_perm("residents.own_account")
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about the reader, as a file."""
    response = JsonResponse(
        personal_data.copy_of(request.user),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate():%Y%m%d}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@require_perm("residents.own_account")
def close(request: HttpRequest) -> HttpResponse:
    mark(request, current="me")
    form = CloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_account(user=request.user)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            logout(request)
            messages.success(request, _("账号注销了。以后有事，还可以扫门牌码反映，不用登录。"))
            return redirect("home")
    return render(request, "residents/close.html", {"form": form}, status=400 if request.method == "POST" else 200)
