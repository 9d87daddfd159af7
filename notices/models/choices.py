from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices import quiet
from notices.vocabulary import Kind, Language
from stations.models import Building, Station


class NoticeSettings(models.Model):
    """What one person wants to hear by which way. Without a row: text messages, quiet at night, the digest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_settings"
    )
    email = models.EmailField(_("邮箱"), blank=True)  # only one that was confirmed by a code
    muted = models.JSONField(default=list, blank=True)  # 「kind:channel」 that is switched off
    is_quiet = models.BooleanField(_("夜里不打扰"), default=True)
    quiet_from = models.TimeField(_("几点以后不打扰"), default=quiet.FROM)  # kept while it is switched off
    quiet_until = models.TimeField(_("到第二天几点"), default=quiet.UNTIL)
    language = models.CharField(_("用哪种文字"), max_length=10, choices=Language, default=Language.CHINESE)
    wants_digest = models.BooleanField(_("每天早上的小结"), default=True)

    class Meta:
        verbose_name = _("通知设置")
        verbose_name_plural = _("通知设置")

    def __str__(self) -> str:
        return str(self.user_id)

    def wants(self, kind: Kind, channel: str) -> bool:
        return f"{kind}:{channel}" not in self.muted

    @property
    def quiet_hours(self) -> tuple[time | None, time | None]:
        return (self.quiet_from, self.quiet_until) if self.is_quiet else (None, None)


class Follow(models.Model):
    """A resident follows a building, or a kind of request at a station (the kinds are known by rooms above)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    station = models.ForeignKey(Station, models.CASCADE, related_name="+")
    building = models.ForeignKey(Building, models.CASCADE, null=True, blank=True, related_name="+")
    category = models.SlugField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "building"], condition=~Q(building=None), name="follow_place_once"),
            models.UniqueConstraint(
                fields=["user", "station", "category"], condition=~Q(category=""), name="follow_kind_once"
            ),
            models.CheckConstraint(condition=Q(building=None) ^ Q(category=""), name="follow_one_thing"),
        ]
        verbose_name = _("关注")
        verbose_name_plural = _("关注")

    def __str__(self) -> str:
        return f"{self.user_id} → {self.building_id or self.category}"
