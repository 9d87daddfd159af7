"""Volunteer teams. A request to a team goes to its leader, else to a member."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from stations.actions._station import changing, log, person_with
from stations.models import Station, TeamMembership, VolunteerTeam


def make_team(*, station: Station, actor: Any, kind: str, name: str) -> VolunteerTeam:
    with changing(station, actor) as locked:
        name = _free_name(locked, name)
        team = VolunteerTeam.objects.create(station=locked, kind=kind, name=name)
        log(actor, "team_made", team, locked, after={"kind": kind, "name": name})
    return team


def change_team(*, team: VolunteerTeam, actor: Any, kind: str, name: str, is_active: bool) -> None:
    """A team that no longer meets keeps its history; routing passes it over."""
    with changing(team.station, actor) as station:
        row = VolunteerTeam.objects.select_for_update().get(pk=team.pk)
        name = _free_name(station, name, but=row.pk)
        before = {"kind": row.kind, "name": row.name, "is_active": row.is_active}
        row.kind, row.name, row.is_active = kind, name, is_active
        after = {"kind": kind, "name": name, "is_active": is_active}
        if before == after:
            return
        row.save(update_fields=["kind", "name", "is_active"])
        log(actor, "team_changed", row, station, before=before, after=after)


def add_to_team(*, team: VolunteerTeam, actor: Any, phone: str, name: str = "") -> TeamMembership:
    with changing(team.station, actor) as station:
        user = person_with(phone, name)
        if TeamMembership.objects.filter(team=team, user=user, left_on=None).exists():
            raise ActionRefused("member", _("%(name)s已经在队里了。") % {"name": user.name}, "phone")
        membership = TeamMembership.objects.create(team=team, user=user)
        log(actor, "team_joined", membership, station)
    return membership


def leave_team(*, membership: TeamMembership, actor: Any) -> None:
    with changing(membership.team.station, actor) as station:
        row = _locked(membership)
        row.left_on, row.is_leader = timezone.localdate(), False
        row.save(update_fields=["left_on", "is_leader"])
        log(actor, "team_left", row, station)


def lead_team(*, membership: TeamMembership, actor: Any) -> None:
    """The one leader of the team from now on; whoever led it stays a member."""
    with changing(membership.team.station, actor) as station:
        row = _locked(membership)
        TeamMembership.objects.filter(team=row.team, is_leader=True, left_on=None).update(is_leader=False)
        row.is_leader = True
        row.save(update_fields=["is_leader"])
        log(actor, "team_led", row, station)


def _locked(membership: TeamMembership) -> TeamMembership:
    rows = TeamMembership.objects.select_for_update(of=("self",)).select_related("team", "user")
    row = rows.get(pk=membership.pk)
    if row.left_on is not None:
        raise ActionRefused("left", _("他已经离队了。"))
    return row


def _free_name(station: Station, name: str, but: int | None = None) -> str:
    name = clean_text(name)[:40]
    if not name:
        raise ActionRefused("no_name", _("请给服务队起个名字。"), "name")
    if VolunteerTeam.objects.filter(station=station, name=name).exclude(pk=but or 0).exists():
        raise ActionRefused("taken", _("本站已经有叫这个名字的服务队了。"), "name")
    return name
