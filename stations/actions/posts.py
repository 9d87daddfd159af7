"""Posts: who is appointed, whose post ends. An ended appointment stays on record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from stations.actions._station import changing, check_day, check_no_side, log, person_with
from stations.models import Appointment, Building, Station
from stations.queries import forget_posts, posts_of
from stations.vocabulary import SIDE_OF_POST, STATION_POSTS, Post

READS_ALL = (Post.DEPUTY_CHIEF, Post.DUTY_OFFICER)  # beside the chief, whose own rule is stricter


def appoint(
    *,
    station: Station,
    actor: Any,
    post: str,
    phone: str,
    name: str = "",
    building: Building | None = None,
    is_party_member: bool = False,
    phone_shown: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> Appointment:
    """Give a post of this station from a day on. One may hold several; an exception to the rule is allowed."""
    first = starts_on or timezone.localdate()
    _check_days(first, ends_on)
    with changing(station, actor) as locked:
        _check_place(locked, post, building)
        user = person_with(phone, name)
        _check_may_give(locked, actor, post, user)
        _check_not_held(locked, user, post, building, first, ends_on)
        appointment = Appointment.objects.create(
            station=locked,
            user=user,
            post=post,
            building=building,
            is_party_member=is_party_member,
            phone_shown=phone_shown,
            starts_on=first,
            ends_on=ends_on,
            note=clean_text(note)[:200],
        )
        log(actor, "post_given", appointment, locked, note, after={"starts_on": first, "ends_on": ends_on})
    forget_posts(actor)
    return appointment


def end_appointment(*, appointment: Appointment, actor: Any, last_day: date, note: str, knowing: bool = False) -> None:
    """The last day in a post; one that has not begun is called off. `knowing`: warned that no chief is left."""
    if not clean_text(note):
        raise ActionRefused("no_note", _("请写一句为什么。"), "note")
    check_day(last_day, "last_day")
    if appointment.station is None:
        raise ActionRefused("above", _("社区以上的岗位由管理员任免。"))
    with changing(appointment.station, actor) as station:
        locked = Appointment.objects.select_for_update(of=("self",)).select_related("user", "building")
        row = locked.get(pk=appointment.pk)
        today = timezone.localdate()
        if row.ends_on is not None and row.ends_on < today:
            raise ActionRefused("ended", _("这个任职已经结束了。"))
        if row.user_id == actor.pk and row.post in SIDE_OF_POST:
            # Without it they would no longer stand aside, and would read who complained about their own side.
            raise ActionRefused("own_side", _("自己在物业、业委会的岗位，请站长或别的副站长来免。"))
        if row.post == Post.STATION_CHIEF:
            _check_chief_change(station, actor)
            if not knowing and is_last_chief(row):
                raise ActionRefused("last_chief", _("这样就没有站长了，请在下面确认。"), "knowing")
        if row.starts_on > today:
            log(actor, "post_called_off", row, station, note, before={"starts_on": row.starts_on})
            row.delete()
        else:
            _end(row, last_day, actor, station, note)
    forget_posts(actor)


def is_last_chief(appointment: Appointment) -> bool:
    others = Appointment.objects.current().filter(station=appointment.station_id, post=Post.STATION_CHIEF)
    return appointment.post == Post.STATION_CHIEF and not others.exclude(pk=appointment.pk).exists()


def _end(row: Appointment, last_day: date, actor: Any, station: Station, note: str) -> None:
    if last_day < row.starts_on:
        raise ActionRefused("before_start", _("最后一天不能早于任职那天。"), "last_day")
    before, row.ends_on = row.ends_on, last_day
    row.save(update_fields=["ends_on"])
    log(actor, "post_ended", row, station, note, before={"ends_on": before}, after={"ends_on": last_day})


def _check_days(first: date, last: date | None) -> None:
    check_day(first, "starts_on")
    if last is None:
        return
    check_day(last, "ends_on")
    if last < first:
        raise ActionRefused("before_start", _("离任日期不能早于任职日期。"), "ends_on")
    if last < timezone.localdate():
        raise ActionRefused("past", _("离任日期已经过了。"), "ends_on")


def _check_place(station: Station, post: str, building: Building | None) -> None:
    if post not in STATION_POSTS:
        raise ActionRefused("no_such_post", _("驿站没有这个岗位。"), "post")
    if post == Post.BUILDING_LEADER and building is None:
        raise ActionRefused("no_building", _("请选他是哪栋楼的楼长。"), "building")
    if post != Post.BUILDING_LEADER and building is not None:
        raise ActionRefused("building", _("只有楼长要选楼栋。"), "building")
    if building is not None and building.compound_id != station.compound_id:
        raise ActionRefused("other_building", _("这栋楼不在本小区。"), "building")


def _check_may_give(station: Station, actor: Any, post: str, user: Any) -> None:
    if post in READS_ALL:
        check_no_side(actor, station, "post")
    if post == Post.STATION_CHIEF:
        _check_chief_change(station, actor)
        if user.pk == actor.pk:
            raise ActionRefused("own_chief", _("不能自己任命自己当站长。"), "phone")


def _check_chief_change(station: Station, actor: Any) -> None:
    """While there is a chief, only the chief hands the post over; a deputy may fill it when it is empty."""
    if actor.is_superuser or station.pk in posts_of(actor).chief_of:
        return
    if Appointment.objects.current().filter(station=station, post=Post.STATION_CHIEF).exists():
        raise ActionRefused("only_chief", _("站长的任免由站长本人交接，或者请管理员来办。"), "post")


def _check_not_held(
    station: Station, user: Any, post: str, building: Building | None, first: date, last: date | None
) -> None:
    rows = Appointment.objects.filter(station=station, user=user, post=post, building=building)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=first))
    if (rows.filter(starts_on__lte=last) if last else rows).exists():
        raise ActionRefused("held", _("%(name)s已经在这个岗位上了。") % {"name": user.name}, "phone")
