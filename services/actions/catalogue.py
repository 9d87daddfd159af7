"""A station's own routes, and the days that administrators set by hand. Each change has a note and stays on record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import ActionRefused
from core.text import clean_text
from services.models import Category, Request, RouteOverride, WorkCalendarDay
from services.queries import forget_calendar
from stations.models import Building, Station
from stations.queries import audit_scope, posts_of
from stations.vocabulary import STATION_POSTS, Post, TeamKind

TARGETS = (*STATION_POSTS, Post.COMMUNITY_OFFICER, *(f"team:{kind}" for kind in TeamKind.values))


def add_override(
    *,
    station: Station,
    actor: Any,
    lead: str,
    note: str,
    category: Category | None = None,
    building: Building | None = None,
    urgency: str = "",
) -> RouteOverride:
    """From now on `lead` (a post code or team:<kind>) gets what fits; whoever cannot, falls back as ever."""
    if not clean_text(note):
        raise ActionRefused("no_note", _("请写一句为什么。"), "note")
    if not (category or building or urgency):
        raise ActionRefused("everything", _("请至少选一样：哪类事、哪栋楼，或者多急的事。"), "category")
    if lead not in TARGETS:
        raise ActionRefused("no_such_post", _("没有这个岗位或服务队。"), "lead")
    if building is not None and building.compound_id != station.compound_id:
        raise ActionRefused("other_building", _("这栋楼不在本小区。"), "building")
    with transaction.atomic():
        locked = _lock(station, actor)
        rows = RouteOverride.objects.filter(station=locked, ended_at=None)
        if rows.filter(category=category, building=building, urgency=urgency).exists():
            raise ActionRefused("taken", _("同样的情况已经有一条规则了，请先停用那条。"), "category")
        override = RouteOverride.objects.create(
            station=locked,
            category=category,
            building=building,
            urgency=urgency,
            lead=lead,
            note=clean_text(note)[:200],
            created_by=actor,
        )
        _log(actor, "route_added", override, note, after=_values(override))
    return override


def end_override(*, override: RouteOverride, actor: Any, note: str) -> None:
    if not clean_text(note):
        raise ActionRefused("no_note", _("请写一句为什么。"), "note")
    with transaction.atomic():
        _lock(override.station, actor)
        row = RouteOverride.objects.select_related("category", "building", "station").get(pk=override.pk)
        if row.ended_at is not None:
            raise ActionRefused("ended", _("这条规则已经停用了。"))
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _log(actor, "route_ended", row, note, before=_values(row))


def set_day(*, actor: Any, day: date, is_working: bool, note: str) -> WorkCalendarDay:
    """A day that beats the published calendar. Promises that were made already stay as they are."""
    _check_administrator(actor)
    if not clean_text(note):
        raise ActionRefused("no_note", _("请写一句为什么，比如哪份通知。"), "note")
    values = {"is_working": is_working, "note": clean_text(note)[:60]}
    with transaction.atomic():
        row, _made = WorkCalendarDay.objects.update_or_create(date=day, defaults=values)
        audit.record(actor=actor, verb="day_set", obj=row, scope="calendar", note=note, after=values)
        transaction.on_commit(forget_calendar)
        _look_again()
    return row


def forget_day(*, actor: Any, row: WorkCalendarDay) -> None:
    """Back to the published calendar."""
    _check_administrator(actor)
    with transaction.atomic():
        before = {"date": row.date, "is_working": row.is_working, "note": row.note}
        audit.record(actor=actor, verb="day_forgotten", obj=row, scope="calendar", before=before)
        row.delete()
        transaction.on_commit(forget_calendar)
        _look_again()


def _look_again() -> None:
    """Warnings and climbs count working days: the next `runperiodic` looks at every clock that has not ended."""
    Request.objects.filter(moves_at__isnull=False).update(moves_at=timezone.now())


def _lock(station: Station, actor: Any) -> Station:
    locked = Station.objects.select_for_update(of=("self",)).select_related("compound").get(pk=station.pk)
    posts = posts_of(actor)
    if locked.pk not in posts.chief_of | posts.deputy_of:
        raise ActionRefused("not_yours", _("派单规则由本站的站长、副站长来定。"))
    return locked


def _check_administrator(actor: Any) -> None:
    if not (actor.is_superuser and actor.is_active):
        raise ActionRefused("not_yours", _("工作日历由管理员来改。"))


def _values(override: RouteOverride) -> dict[str, Any]:
    return {
        "category": override.category.slug if override.category else "",
        "building": override.building.number if override.building else "",
        "urgency": override.urgency,
        "lead": override.lead,
    }


def _log(actor: Any, verb: str, override: RouteOverride, note: str, **values: Any) -> None:
    audit.record(actor=actor, verb=verb, obj=override, scope=audit_scope(override.station), note=note, **values)
