"""What all changes of a station share: the lock, the question who acts, the log, and people found by their number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import ActionRefused
from core.text import clean_text, mask_name
from stations.models import Station
from stations.queries import audit_scope, posts_of

FARTHEST = timedelta(days=10 * 365)  # a day that far off is a slip of the pen


@contextmanager
def changing(station: Station, actor: Any) -> Iterator[Station]:
    """A transaction that holds the station's row; for who runs it (chief, deputy) or sets it up (administrator)."""
    with transaction.atomic():
        locked = Station.objects.select_for_update(of=("self",)).select_related("compound").get(pk=station.pk)
        check_runs(actor, locked)
        yield locked


def check_runs(actor: Any, station: Station) -> None:
    if not may_run(actor, station):
        raise ActionRefused("not_yours", _("只有站长、副站长能改。"))


def may_run(actor: Any, station: Station) -> bool:
    posts = posts_of(actor)
    return bool(actor.is_superuser and actor.is_active) or station.pk in posts.chief_of | posts.deputy_of


def check_no_side(actor: Any, station: Station, field: str) -> None:
    """Who stands on a side in complaints lets nobody in to read them, and sends nobody home who does."""
    posts = posts_of(actor)
    if actor.is_superuser or station.pk in posts.chief_of:
        return
    if any(station.pk == at for at, _side in posts.sides):
        raise ActionRefused("own_side", _("您在物业或者业委会任职，这一项按规定请站长来办。"), field)


def log(actor: Any, verb: str, obj: Any, station: Station, note: str = "", **values: Any) -> None:
    audit.record(actor=actor, verb=verb, obj=obj, scope=audit_scope(station), note=note, **values)


def person_with(phone: str, name: str) -> User:
    """The account of that number, or a new one that its owner takes over at the first sign-in.

    A name that does not fit the account is refused: a slip in the number would give the post to a stranger.
    """
    name = clean_text(name)
    user = User.objects.filter(phone=phone).first()
    if user is None:
        if not name:
            raise ActionRefused("no_name", _("这个号码还没有账号，请写上姓名。"), "name")
        return User.objects.create_user(phone, name=name)
    if not user.is_active:
        raise ActionRefused("inactive", _("这个账号停用了，请先联系管理员。"), "phone")
    if not user.name and name:
        user.name = name
        user.save(update_fields=["name"])
    if name and user.name != name:
        told = _("这个号码登记的姓名是“%(name)s”，和您写的不一样，请核对。") % {"name": mask_name(user.name)}
        raise ActionRefused("other_name", told, "name")
    if not user.name:
        raise ActionRefused("no_name", _("这个账号还没有姓名，请写上。"), "name")
    return user


def check_day(day: date, field: str) -> None:
    if abs(day - timezone.localdate()) > FARTHEST:
        raise ActionRefused("far_day", _("这个日期太远了，请核对年份。"), field)
