"""Announcements: written, published, ended, withdrawn by who runs the station."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from notices import audience
from notices.actions.sending import Draft, send_notices
from notices.models import Announcement, Notice
from notices.models.announcement import Stage
from notices.queries.announcements import building_ids
from notices.queries.receipts import buildings_told, legs_of
from stations.actions import changing, log
from stations.models import Building, FlagGroup, Station

TITLE, TEXT, NOTE = 40, 2000, 100


@dataclass(frozen=True)
class Words:
    """What is written, and for whom: no building and no group means the whole compound."""

    title: str
    text: str
    ends_at: datetime
    starts_at: datetime | None = None
    is_urgent: bool = False
    buildings: Collection[Building] = ()
    groups: Collection[FlagGroup] = ()


def write(*, station: Station, actor: Any, words: Words, at: datetime | None = None) -> Announcement:
    """A draft: nobody but who runs the station sees it."""
    with changing(station, actor) as locked:
        draft = Announcement(station=locked, created_by=actor, created_at=at or timezone.now())
        _set(draft, words)
    return draft


def change(*, announcement: Announcement, actor: Any, words: Words) -> None:
    with _changing(announcement, actor, Stage.DRAFT) as row:
        _set(row, words)


def discard(*, announcement: Announcement, actor: Any) -> None:
    with _changing(announcement, actor, Stage.DRAFT) as row:
        row.delete()


def publish(*, announcement: Announcement, actor: Any, at: datetime | None = None) -> None:
    """Everybody who lives there with an account gets a line; who carries it on gets the buildings to go to."""
    now = at or timezone.now()
    with _changing(announcement, actor, Stage.DRAFT, at=now) as row:
        if row.ends_at <= now:
            raise ActionRefused("past", _("写的时间已经过了，请先改时间。"), "ends_on")
        _write_buildings_down(row)
        row.published_at = now
        row.save(update_fields=["published_at"])
        send_notices([*_to_residents(row), *_to_carriers(row)], at=now)
        log(actor, "announcement_published", row, row.station, after={"title": row.title, "buildings": _numbers(row)})


def end(*, announcement: Announcement, actor: Any, note: str = "", at: datetime | None = None) -> None:
    """Over before its time: the water is back. The page stays and says so."""
    now = at or timezone.now()
    with _changing(announcement, actor, Stage.CURRENT, at=now) as row:
        row.ended_at, row.stop_note = now, clean_text(note)[:NOTE]
        row.save(update_fields=["ended_at", "stop_note"])
        log(actor, "announcement_ended", row, row.station, note)


def withdraw(*, announcement: Announcement, actor: Any, note: str, at: datetime | None = None) -> None:
    """It was wrong: its words are no longer shown, and whoever had a line about it gets another one."""
    note, now = clean_text(note)[:NOTE], at or timezone.now()
    if not note:
        raise ActionRefused("no_note", _("请写一句为什么撤回，居民会看到。"), "note")
    with _changing(announcement, actor, Stage.CURRENT, Stage.OVER, at=now) as row:
        row.withdrawn_at, row.stop_note = now, note
        row.save(update_fields=["withdrawn_at", "stop_note"])
        send_notices(_called_off(row), at=now)
        log(actor, "announcement_withdrawn", row, row.station, note)


@contextmanager
def _changing(
    announcement: Announcement, actor: Any, *stages: Stage, at: datetime | None = None
) -> Iterator[Announcement]:
    with changing(announcement.station, actor) as station:
        row = Announcement.objects.select_for_update().filter(pk=announcement.pk, station=station).first()
        if row is None:
            raise ActionRefused("gone", _("这条草稿已经删掉了。"))
        stage = row.stage_at(at or timezone.now())
        if stage not in stages:
            raise ActionRefused(stage, _too_late(stage))
        row.station = station
        yield row


def _too_late(stage: Stage) -> str:
    return {
        Stage.DRAFT: _("这条还没有发布。"),
        Stage.CURRENT: _("已经发布了，不能再改；写错了就撤回，重写一条。"),
        Stage.OVER: _("这条公告已经结束了。"),
        Stage.WITHDRAWN: _("这条公告已经撤回了。"),
    }[stage]


def _set(row: Announcement, words: Words) -> None:
    row.title, row.text = clean_text(words.title)[:TITLE], clean_text(words.text)[:TEXT]
    row.is_urgent, row.starts_at, row.ends_at = words.is_urgent, words.starts_at, words.ends_at
    if not row.title:
        raise ActionRefused("no_title", _("请写个标题，比如“停水通知”。"), "title")
    if not row.text:
        raise ActionRefused("no_text", _("请写正文。"), "text")
    if row.starts_at and row.ends_at <= row.starts_at:
        raise ActionRefused("order", _("结束要比开始晚。"), "ends_on")
    compound = row.station.compound_id
    if any(one.compound_id != compound for one in words.buildings) or any(
        group.station_id != row.station_id for group in words.groups
    ):
        raise ActionRefused("elsewhere", _("有的楼或小组不在本小区。"), "buildings")
    row.save()
    row.buildings.set(words.buildings)
    row.groups.set(words.groups)


def _write_buildings_down(row: Announcement) -> None:
    groups = list(row.groups.prefetch_related("buildings"))
    of_groups = [building for group in groups for building in group.buildings.all()]
    if groups and not of_groups and not row.buildings.exists():
        raise ActionRefused("no_buildings", _("选的小组还没有分到楼，请直接选楼。"), "groups")
    row.buildings.add(*of_groups)


def _to_residents(row: Announcement) -> Iterable[Draft]:
    event = "announcement_urgent" if row.is_urgent else "announcement"
    for lodger in audience.lodgers(row.station.compound_id, building_ids(row)):
        yield Draft(lodger.user_id, event, row.title, row.get_absolute_url(), {"station": row.station.name})


def _to_carriers(row: Announcement) -> Iterable[Draft]:
    names = {building.pk: str(building) for building in buildings_told(row)}
    carried: dict[int, list[str]] = {}
    for leg in legs_of(row.station, names):
        for person in leg.carriers:
            carried.setdefault(person.pk, []).append(names[leg.building])
    path = reverse("desk:announcement_doors", args=[row.pk])
    for user, places in carried.items():
        yield Draft(user, "announcement_to_carry", row.title, path, {"where": "、".join(places)})


def _called_off(row: Announcement) -> Iterable[Draft]:
    doors = reverse("desk:announcement_doors", args=[row.pk])
    for path, event in ((row.get_absolute_url(), "announcement_withdrawn"), (doors, "announcement_called_off")):
        for user in set(Notice.objects.filter(path=path, user__isnull=False).values_list("user", flat=True)):
            yield Draft(user, event, row.title, row.get_absolute_url(), {"reason": row.stop_note})


def _numbers(row: Announcement) -> list[str]:
    return [building.number for building in row.buildings.all()]
