"""Whom it has reached: read with an account, or told at the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.personal_data import Keeper
from notices import audience
from notices.models import Announcement, Notice, Reading, ToldAtDoor
from notices.models.announcement import Stage
from notices.queries.announcements import building_ids, copy_of_readings, is_read_by
from notices.queries.receipts import buildings_told, legs_of, may_tell
from stations.models import Dwelling, Station
from stations.queries import posts_of


def mark_announcement_read(*, user: Any, announcement: Announcement, at: datetime | None = None) -> bool:
    """Counts for whoever lives where it was for; its line in their inbox is read with it. Once."""
    if not user.is_authenticated or is_read_by(user, announcement):
        return False
    if not audience.lives_in(user, announcement.station.compound_id, building_ids(announcement)):
        return False
    now = at or timezone.now()
    with transaction.atomic():
        _row, is_new = Reading.objects.get_or_create(announcement=announcement, user=user, defaults={"read_at": now})
        mine = Notice.objects.filter(user=user, path=announcement.get_absolute_url(), read_at=None)
        mine.update(read_at=now)
    return is_new


def tell_at_door(*, announcement: Announcement, dwelling: Dwelling, actor: Any, at: datetime | None = None) -> None:
    """Two who tick the same door one after the other: the first one's word stays, the second is told who it was."""
    now = at or timezone.now()
    with _carrying(announcement, dwelling, actor, now):
        told, is_new = ToldAtDoor.objects.get_or_create(
            announcement=announcement,
            dwelling=dwelling,
            defaults={"told_by": actor, "told_by_name": actor.name[:60], "told_at": now},
        )
        if not is_new and told.told_by_id != actor.pk:
            said = {"number": dwelling.number, "name": told.told_by_name}
            raise ActionRefused("told", _("%(number)s已经由%(name)s告诉过了。") % said)


def take_back_told(*, announcement: Announcement, dwelling: Dwelling, actor: Any) -> None:
    """A slip of the finger: by whoever ticked it, or by who runs the station."""
    with _carrying(announcement, dwelling, actor, timezone.now()):
        told = ToldAtDoor.objects.filter(announcement=announcement, dwelling=dwelling).first()
        if told is None:
            return
        if told.told_by_id != actor.pk and not _runs(actor, announcement.station):
            said = {"number": dwelling.number, "name": told.told_by_name}
            raise ActionRefused("not_yours", _("%(number)s是%(name)s记的，请他来取消。") % said)
        told.delete()


@contextmanager
def _carrying(announcement: Announcement, dwelling: Dwelling, actor: Any, now: datetime) -> Iterator[None]:
    """Holds the announcement's row, so that ticks of one announcement, and its withdrawal, go one after the other."""
    with transaction.atomic():
        rows = Announcement.objects.select_for_update(of=("self",)).select_related("station")
        row = rows.get(pk=announcement.pk)
        buildings = list(buildings_told(row).values_list("pk", flat=True))
        if dwelling.entrance.building_id not in may_tell(actor, row.station, legs_of(row.station, buildings)):
            raise ActionRefused("not_yours", _("这栋楼不归您告诉。"))
        if row.stage_at(now) != Stage.CURRENT:
            raise ActionRefused("over", _("这条公告已经结束了，不用再告诉了。"))
        yield


def _runs(actor: Any, station: Station) -> bool:
    posts = posts_of(actor)
    return station.pk in posts.chief_of | posts.deputy_of


def forget_readings(user: Any) -> None:
    Reading.objects.filter(user=user).delete()


READINGS = Keeper("announcements", copy_of_readings, forget_readings)
