"""The volunteer teams of a station."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from stations import actions
from stations.forms import ChangeTeamForm, PersonFields, TeamForm
from stations.models import Station, TeamMembership, VolunteerTeam
from stations.queries import changes_of, teams_of
from stations.views._station import frame, say_what_is_in_hand, station_asked_for, station_of_slug
from stations.vocabulary import AUDIT_WORDS

VERBS = ("team_made", "team_changed", "team_joined", "team_left", "team_led")


@require_GET
@require_perm("stations.view_posts", get=station_asked_for)
def teams(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    changes = [(entry, AUDIT_WORDS[entry.verb]) for entry in changes_of(station, VERBS, 8)]
    volunteers = f"{reverse('desk:volunteers')}?station={station.slug}"
    context = frame(request, station, teams=teams_of(station), changes=changes, volunteers_url=volunteers)
    return render(request, "stations/desk/teams.html", context)


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=station_of_slug)
def add_team(request: HttpRequest, station: Station) -> HttpResponse:
    mark(request, current="posts")
    form = TeamForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            team = actions.make_team(station=station, actor=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("“%(team)s”成立了，请加队员。") % {"team": team})
            return redirect("desk:team", pk=team.pk)
    status = 400 if request.method == "POST" else 200
    return render(request, "stations/desk/team_add.html", frame(request, station, form=form), status=status)


def team_of(request: HttpRequest, pk: int) -> Station:
    request.team = get_object_or_404(  # type: ignore[attr-defined]
        VolunteerTeam.objects.select_related("station__compound__division"), pk=pk
    )
    return request.team.station  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@require_perm("stations.manage_posts", get=team_of)
def team(request: HttpRequest, station: Station) -> HttpResponse:
    """Two forms on one page: the team itself, and one more member."""
    mark(request, current="posts")
    team = request.team  # type: ignore[attr-defined]
    adds = "phone" in request.POST
    posted = request.method == "POST"
    now = {"name": team.name, "kind": team.kind, "is_active": team.is_active}
    form = ChangeTeamForm(request.POST if posted and not adds else None, initial=now)
    person = PersonFields(request.POST if adds else None)
    active = person if adds else form
    if posted and active.is_valid():
        try:
            act = actions.add_to_team if adds else actions.change_team
            act(team=team, actor=request.user, **active.cleaned_data)
        except ActionRefused as refused:
            add_refusal(active, refused)
        else:
            messages.success(request, _("记下了。"))
            return redirect("desk:team", pk=team.pk)
    members = team.memberships.filter(left_on=None).select_related("user__volunteer")
    more = {"team": team, "form": form, "person": person, "members": members, "has_errors": posted}
    return render(request, "stations/desk/team.html", frame(request, station, **more), status=400 if posted else 200)


def membership_of(request: HttpRequest, pk: int, verb: str) -> Station:
    rows = TeamMembership.objects.select_related("team__station__compound__division", "user")
    membership = get_object_or_404(rows, pk=pk)
    request.membership = membership  # type: ignore[attr-defined]
    return membership.team.station


@require_POST
@require_perm("stations.manage_posts", get=membership_of)
def change_member(request: HttpRequest, station: Station) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    verb = request.resolver_match.kwargs["verb"]  # type: ignore[union-attr]
    act = actions.lead_team if verb == "lead" else actions.leave_team
    try:
        act(membership=membership, actor=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("记下了。"))
        if verb == "leave":
            say_what_is_in_hand(request, station, membership.user_id)
    return redirect(reverse("desk:team", args=[membership.team_id]))
