"""Who lives where and who volunteers: every change. Keyword-only; a refusal is core.errors.ActionRefused in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, personal_data
from core.errors import ActionRefused
from core.personal_data import Keeper
from core.text import clean_text, mask_name
from notices.actions import Draft, send_notices
from residents.models import Consent, Residency, Volunteer
from residents.queries import STANDING, confirmers_of, copy_of_home, may_confirm, place_of
from residents.vocabulary import ResidencyStatus
from stations.actions import changing, log, person_with
from stations.models import (
    Absence,
    Appointment,
    DutyShift,
    Dwelling,
    Entrance,
    FlagGroup,
    TeamMembership,
    VolunteerTeam,
)
from stations.queries import audit_scope, posts_of

MOST_CLAIMS = 3
MOST_SKILLS = 12
CLOSED_NAME = "已注销"


def claim(*, user: Any, entrance: Entrance, number: str, role: str) -> Residency:
    """Somebody says that they live there. It counts only when the station has confirmed it.

    Where the station has entered the dwellings of an entrance the number must be one of them; where it has not, the
    claim enters it.
    """
    number = clean_text(number).replace(" ", "")[:10]
    if not number:
        raise ActionRefused("no_number", _("请写房号，比如301。"), "number")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        dwelling = _dwelling(entrance, number)
        mine = Residency.objects.filter(user=user, status__in=STANDING)
        if mine.filter(dwelling=dwelling).exists():
            raise ActionRefused("claimed", _("这套房您已经登记过了。"), "number")
        if mine.filter(status=ResidencyStatus.PENDING).count() >= MOST_CLAIMS:
            raise ActionRefused("many", _("您有几处还在等确认，等确认了再登记别的。"))
        residency = Residency.objects.create(user=user, dwelling=dwelling, role=role)
        station = entrance.building.compound.station
        path = f"{reverse('desk:residents')}?station={station.slug}"
        send_notices(
            Draft(
                reader,
                "residency_claimed",
                place_of(residency),
                path,
                {"name": mask_name(user.name) or "*"},
                station_id=station.pk,
            )
            for reader in confirmers_of(entrance.building, station)
            if reader != user.pk
        )
    return residency


def _dwelling(entrance: Entrance, number: str) -> Dwelling:
    rows = Dwelling.objects.filter(entrance=entrance)
    found = rows.filter(number=number).first()
    if found is None and rows.filter(is_entered=True).exists():
        raise ActionRefused("no_dwelling", _("这个单元没有这个房号，请核对一下；还不对就给驿站打个电话。"), "number")
    return found or Dwelling.objects.create(entrance=entrance, number=number, is_entered=False)


@contextmanager
def _deciding(residency: Residency, actor: Any, *sources: str) -> Iterator[Residency]:
    with transaction.atomic():
        rows = Residency.objects.select_for_update(of=("self",))
        row = rows.select_related("user", "dwelling__entrance__building__compound__station").get(pk=residency.pk)
        if not may_confirm(posts_of(actor), row.dwelling.entrance.building):
            raise ActionRefused("not_yours", _("这栋楼不归您确认。"))
        if row.user_id == actor.pk:
            raise ActionRefused("own", _("自己的住址请别人来确认。"))
        if row.status not in sources:
            raise ActionRefused("decided", _("这一条已经有人处理过了。"))
        yield row


def confirm(*, residency: Residency, actor: Any, note: str = "") -> None:
    with _deciding(residency, actor, ResidencyStatus.PENDING) as row:
        _decide(row, actor, ResidencyStatus.CONFIRMED, "residency_confirmed", note)


def refuse(*, residency: Residency, actor: Any, note: str) -> None:
    if not clean_text(note):
        raise ActionRefused("no_note", _("请写一句为什么，居民会看到。"), "note")
    with _deciding(residency, actor, ResidencyStatus.PENDING) as row:
        _decide(row, actor, ResidencyStatus.REFUSED, "residency_refused", note)


def end(*, residency: Residency, actor: Any, note: str = "") -> None:
    """Moved away: said by the residents themselves, or by whoever may confirm, who then says why."""
    if residency.user_id == actor.pk:
        Residency.objects.filter(pk=residency.pk, status__in=STANDING).update(
            status=ResidencyStatus.ENDED, decided_at=timezone.now()
        )
        return
    if not clean_text(note):
        raise ActionRefused("no_note", _("请写一句为什么，居民会看到。"), "note")
    with _deciding(residency, actor, *STANDING) as row:
        _decide(row, actor, ResidencyStatus.ENDED, "residency_ended", note)


def _decide(row: Residency, actor: Any, status: str, event: str, note: str) -> None:
    before, row.status, row.decided_by, row.decided_at = row.status, status, actor, timezone.now()
    row.note = clean_text(note)[:200]
    row.save(update_fields=["status", "decided_by", "decided_at", "note"])
    station = row.dwelling.entrance.building.compound.station
    values = {"before": {"status": before}, "after": {"status": status}}
    audit.record(actor=actor, verb=event, obj=row, scope=audit_scope(station), note=note, **values)
    facts = {"by": actor.name, "why": row.note}
    send_notices([Draft(row.user_id, event, place_of(row), reverse("me"), facts, station_id=station.pk)])


def register_volunteer(*, team: VolunteerTeam, actor: Any, phone: str, skills: list[str], name: str = "") -> Volunteer:
    """A volunteer of a team with what they can do. Somebody who is known already keeps what they have."""
    with changing(team.station, actor) as station:
        user = person_with(phone, name)
        volunteer, made = Volunteer.objects.get_or_create(user=user)
        if not TeamMembership.objects.filter(team=team, user=user, left_on=None).exists():
            membership = TeamMembership.objects.create(team=team, user=user)
            log(actor, "team_joined", membership, station)
        _set_skills(volunteer, [*([] if made else volunteer.skills), *skills], actor, station)
    return volunteer


def change_skills(*, volunteer: Volunteer, station: Any, actor: Any, skills: list[str]) -> None:
    with changing(station, actor) as locked:
        row = Volunteer.objects.select_for_update(of=("self",)).select_related("user").get(pk=volunteer.pk)
        _set_skills(row, skills, actor, locked)


def _set_skills(volunteer: Volunteer, skills: list[str], actor: Any, station: Any) -> None:
    wanted = list(dict.fromkeys(clean_text(skill)[:20] for skill in skills if clean_text(skill)))
    if len(wanted) > MOST_SKILLS:
        raise ActionRefused("many", _("特长最多写%(count)d样。") % {"count": MOST_SKILLS}, "skills")
    before, volunteer.skills = volunteer.skills, wanted
    volunteer.save(update_fields=["skills"])
    log(actor, "skills_set", volunteer, station, before={"skills": before}, after={"skills": wanted})


def change_name(*, user: Any, name: str) -> None:
    name = clean_text(name)[:40]
    if not name:
        raise ActionRefused("no_name", _("请写怎么称呼您。"), "name")
    row = User.objects.get(pk=user.pk)
    row.name = name
    row.save(update_fields=["name"])


def close_account(*, user: Any) -> None:
    """The account can never be signed in to again and names nobody; the number is free for a new one.

    Requests stay without name and number. What station people did stays in the log under the name of that day.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.is_staff or row.is_superuser:
            raise ActionRefused("staff", _("管理员的账号请别的管理员来停用。"))
        if Appointment.objects.current().filter(user=row).exists():
            raise ActionRefused("post", _("您现在还有岗位，请先告诉站长您不再担任，再来注销。"))
        personal_data.erase(row)
        row.phone, row.name, row.name_pinyin = f"closed-{row.pk}", CLOSED_NAME, ""
        row.is_active = row.phone_verified = False
        row.set_unusable_password()
        row.save()
        audit.record(actor=None, verb="account_closed", obj=row)


def _forget_home(user: Any) -> None:
    now = timezone.now()
    Residency.objects.filter(user=user, status__in=STANDING).update(status=ResidencyStatus.ENDED, decided_at=now)
    Residency.objects.filter(user=user).update(note="")
    Volunteer.objects.filter(user=user).delete()
    Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
    TeamMembership.objects.filter(user=user, left_on=None).update(left_on=timezone.localdate(), is_leader=False)
    FlagGroup.objects.filter(leader=user).update(leader=None)
    DutyShift.objects.filter(user=user, starts_at__gt=now).delete()
    Absence.objects.filter(user=user).delete()


HOME = Keeper("home", copy_of_home, _forget_home)
