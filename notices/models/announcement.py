"""What a station tells its compound, who has read it, and at which doors it was told."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import Building, Dwelling, FlagGroup, Station


class Stage(models.TextChoices):
    DRAFT = "draft", _("草稿")
    CURRENT = "current", _("正在公告")
    OVER = "over", pgettext_lazy("announcement", "结束了")
    WITHDRAWN = "withdrawn", pgettext_lazy("announcement", "撤回了")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def published(self) -> AnnouncementQuerySet:
        return self.filter(published_at__isnull=False)

    def current(self, at: datetime) -> AnnouncementQuerySet:
        return self.published().filter(withdrawn_at=None, ended_at=None, ends_at__gt=at)


class Announcement(models.Model):
    """From the moment it is published its words stay: what people have read is not changed behind their backs.

    `buildings` empty means the whole compound. Groups are a way of choosing: publishing writes their buildings down,
    so that a group that changes later does not change who was told.
    """

    station = models.ForeignKey(
        Station, models.CASCADE, related_name="announcements", verbose_name=_("驿站"), editable=False
    )
    title = models.CharField(_("标题"), max_length=40)
    text = models.TextField(_("正文"), max_length=2000)
    is_urgent = models.BooleanField(_("要紧"), default=False)
    starts_at = models.DateTimeField(_("从什么时候"), null=True, blank=True)
    ends_at = models.DateTimeField(_("到什么时候"))
    buildings = models.ManyToManyField(Building, blank=True, related_name="announcements", verbose_name=_("楼栋"))
    groups = models.ManyToManyField(FlagGroup, blank=True, related_name="announcements", verbose_name=_("旗手小组"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    stop_note = models.CharField(_("说明"), max_length=100, blank=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at__gt=F("starts_at")), name="announcement_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["station", "ends_at"])]
        verbose_name = _("公告")
        verbose_name_plural = _("公告")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The residents' page. Needs `station`."""
        return reverse("announcement", args=[self.station.slug, self.pk])

    @property
    def stage(self) -> Stage:
        return self.stage_at(timezone.now())

    def stage_at(self, now: datetime) -> Stage:
        if self.published_at is None:
            return Stage.DRAFT
        if self.withdrawn_at is not None:
            return Stage.WITHDRAWN
        return Stage.OVER if self.ended_at is not None or self.ends_at <= now else Stage.CURRENT


class Reading(models.Model):
    """Somebody who lives where it was for has opened it, with an account."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "user"], name="announcement_read_once")]
        verbose_name = _("看过公告")
        verbose_name_plural = _("看过公告")

    def __str__(self) -> str:
        return f"{self.announcement_id} → {self.user_id}"


class ToldAtDoor(models.Model):
    """Told by word of mouth at one door; a slip of the finger is taken back by deleting it."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="told")
    dwelling = models.ForeignKey(Dwelling, models.CASCADE, related_name="told_announcements")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    told_by_name = models.CharField(max_length=60)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "dwelling"], name="told_at_a_door_once")]
        verbose_name = _("当面告诉")
        verbose_name_plural = _("当面告诉")

    def __str__(self) -> str:
        return f"{self.announcement_id} → {self.dwelling_id}"
