"""Figures: the morning's for those who run a station (what waits, is late, is due today), and what operators watch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from notices.digest import Figures
from services.models import Request
from services.queries.calendar import work_calendar
from services.queries.requests import requests_visible_to
from services.vocabulary import NAMELESS_NATURES, OPEN, Status, Target
from stations.models import Appointment
from stations.queries import posts_of
from stations.vocabulary import Post


def morning_figures(at: datetime) -> Iterator[Figures]:
    """For each chief and deputy what they may see, and for each group what everybody there may."""
    if not work_calendar().is_working_day(timezone.localdate(at)):
        return
    held = Appointment.objects.current(timezone.localdate(at)).filter(post__in=[Post.STATION_CHIEF, Post.DEPUTY_CHIEF])
    triage = reverse("desk:triage")
    for user in User.objects.filter(pk__in=held.values("user"), is_active=True):
        posts = posts_of(user)
        mine = requests_visible_to(user).filter(station__in=posts.chief_of | posts.deputy_of)
        yield Figures(**_counted(mine, at), path=triage, user_id=user.pk)
    known = Request.objects.filter(
        level="station", target=Target.NONE, is_sensitive=False, station__group_hooks__is_active=True
    )
    for row in _by_station(known.exclude(nature__in=NAMELESS_NATURES), at):
        yield Figures(**row, path=triage)


def open_now(at: datetime) -> list[tuple[str, int, int]]:
    """Of all stations together: status, how many, how many of them overdue. One statement."""
    rows = Request.objects.filter(status__in=OPEN).order_by().values("status")
    counted = rows.annotate(count=Count("pk"), late=Count("pk", filter=Q(pressing_at__lt=at)))
    return list(counted.order_by("status").values_list("status", "count", "late"))


def _counts(at: datetime) -> dict[str, Count]:
    tonight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "waiting": Count("pk", distinct=True, filter=Q(status=Status.SUBMITTED)),
        "late": Count("pk", distinct=True, filter=Q(pressing_at__lt=at)),
        "today": Count("pk", distinct=True, filter=Q(pressing_at__gte=at, pressing_at__lt=tonight)),
    }


def _counted(rows: QuerySet[Request], at: datetime) -> dict[str, Any]:
    return rows.filter(status__in=OPEN).order_by().aggregate(**_counts(at))


def _by_station(rows: QuerySet[Request], at: datetime) -> list[Any]:
    grouped = rows.filter(status__in=OPEN).order_by().values("station_id")
    return list(grouped.annotate(**_counts(at)))
