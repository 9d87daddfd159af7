"""The duty rota and leave. Both count in routing the moment they are written."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import say_when
from core.errors import ActionRefused
from core.text import clean_text
from stations.actions._station import changing, check_day, check_no_side, log, may_run
from stations.models import Absence, DutyShift, Station
from stations.queries import belongs_to

WEEK = timedelta(weeks=1)
LONGEST_SHIFT = timedelta(hours=24)
LONGEST_ABSENCE = timedelta(days=366)
MOST_WEEKS = 26


def add_shifts(
    *,
    station: Station,
    actor: Any,
    user: Any,
    starts_at: datetime,
    ends_at: datetime,
    phone_shown: str = "",
    note: str = "",
    weeks: int = 1,
) -> list[DutyShift]:
    """A shift, and the same one on the following weeks: all of them or none. Two people may be on duty at once."""
    _check_shift(starts_at, ends_at, weeks)
    with changing(station, actor) as locked:
        check_no_side(actor, locked, "user")
        if not belongs_to(user, locked):
            raise ActionRefused("stranger", _("他不在本站的岗位和服务队里，不能排班。"), "user")
        shifts = [
            DutyShift(
                station=locked,
                user=user,
                starts_at=starts_at + WEEK * week,
                ends_at=ends_at + WEEK * week,
                phone_shown=phone_shown,
                note=clean_text(note)[:200],
            )
            for week in range(weeks)
        ]
        _check_free(user, shifts)
        shifts = DutyShift.objects.bulk_create(shifts)
        log(actor, "shift_added", shifts[0], locked, note, after={"starts_at": starts_at, "weeks": weeks})
    return shifts


def remove_shift(*, shift: DutyShift, actor: Any) -> None:
    """Only one that has not begun: who was on duty stays on record."""
    with changing(shift.station, actor) as station:
        row = DutyShift.objects.select_for_update().filter(pk=shift.pk).first()
        if row is None:
            return
        if row.starts_at <= timezone.now():
            raise ActionRefused("begun", _("这个班已经开始了，不能删。"))
        log(actor, "shift_removed", row, station, before={"starts_at": row.starts_at, "ends_at": row.ends_at})
        row.delete()


def add_absence(
    *, station: Station, actor: Any, user: Any, starts_on: date, ends_on: date, reason: str = ""
) -> tuple[Absence, int]:
    """Leave of a member; everybody may enter their own. Also returns how many shifts fall into it."""
    check_day(starts_on, "starts_on")
    check_day(ends_on, "ends_on")
    if ends_on < starts_on:
        raise ActionRefused("before_start", _("最后一天不能早于第一天。"), "ends_on")
    if ends_on < timezone.localdate():
        raise ActionRefused("past", _("这几天已经过了。"), "ends_on")
    if ends_on - starts_on > LONGEST_ABSENCE:
        raise ActionRefused("too_long", _("请假最长一年；再长的请在岗位页点“不再担任”。"), "ends_on")
    _check_own_or_runs(actor, user, station)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not belongs_to(user, station):
            raise ActionRefused("stranger", _("他不在本站的岗位和服务队里。"), "user")
        if Absence.objects.filter(user=user, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise ActionRefused("overlap", _("这几天里已经登记过请假了。"), "starts_on")
        absence = Absence.objects.create(
            user=user, starts_on=starts_on, ends_on=ends_on, reason=clean_text(reason)[:60]
        )
        log(actor, "absence_added", absence, station, reason, after={"starts_on": starts_on, "ends_on": ends_on})
    shifts = DutyShift.objects.filter(
        user=user, ends_at__gt=timezone.now(), starts_at__date__lte=ends_on, starts_at__date__gte=starts_on
    )
    return absence, shifts.count()


def remove_absence(*, station: Station, absence: Absence, actor: Any) -> None:
    _check_own_or_runs(actor, absence.user, station)
    with transaction.atomic():
        if not Absence.objects.select_for_update().filter(pk=absence.pk).exists():
            return
        before = {"starts_on": absence.starts_on, "ends_on": absence.ends_on}
        log(actor, "absence_removed", absence, station, before=before)
        absence.delete()


def _check_own_or_runs(actor: Any, user: Any, station: Station) -> None:
    if actor.pk == user.pk:
        return
    if not may_run(actor, station):
        raise ActionRefused("not_yours", _("只能登记自己的请假；别人的由站长、副站长登记。"), "user")
    check_no_side(actor, station, "user")


def _check_shift(starts_at: datetime, ends_at: datetime, weeks: int) -> None:
    check_day(timezone.localdate(starts_at), "day")
    if ends_at <= starts_at:
        raise ActionRefused("before_start", _("结束时间要晚于开始时间。"), "ends")
    if ends_at <= timezone.now():
        raise ActionRefused("past", _("这个时间已经过了。"), "day")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise ActionRefused("too_long", _("一个班最长24小时。"), "ends")
    if not 1 <= weeks <= MOST_WEEKS:
        raise ActionRefused("weeks", _("一次最多排%(count)d周。") % {"count": MOST_WEEKS}, "weeks")


def _check_free(user: Any, shifts: list[DutyShift]) -> None:
    """Nobody is on duty twice at once, and nobody on leave."""
    first, last = shifts[0].starts_at, shifts[-1].ends_at
    taken = list(DutyShift.objects.filter(user=user, starts_at__lt=last, ends_at__gt=first))
    away = list(Absence.objects.filter(user=user, ends_on__gte=timezone.localdate(first)))
    for shift in shifts:
        said = {"name": user.name, "when": say_when(shift.starts_at, timezone.now())}
        if any(other.starts_at < shift.ends_at and other.ends_at > shift.starts_at for other in taken):
            raise ActionRefused("overlap", _("%(name)s那时（%(when)s）已经有班了。") % said, "day")
        day = timezone.localdate(shift.starts_at)
        if any(absence.starts_on <= day <= absence.ends_on for absence in away):
            raise ActionRefused("away", _("%(name)s那天（%(when)s）请假。") % said, "day")
