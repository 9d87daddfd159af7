from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices.vocabulary import Audience
from stations.models import Station


class Notice(models.Model):
    """One line in one person's inbox, and at the same time what still has to go out to them by other ways.

    Written in the transaction of the change that it tells of. The words are made when it is read or sent, in the
    reader's language, from the facts. Those without a person (a phone number, a station's group, whoever follows a
    place) stand in no inbox.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="notices")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PERSON)
    phone = models.CharField(max_length=20, blank=True)
    station = models.ForeignKey(Station, models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.SlugField(_("事件"))
    subject = models.CharField(_("事由"), max_length=80, blank=True)
    path = models.CharField(_("地址"), max_length=200, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)  # what goes out says only that there is something to read
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    fanned_out_at = models.DateTimeField(null=True, blank=True)  # empty: its deliveries are not made yet

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "read_at"]),
            models.Index(fields=["id"], condition=Q(fanned_out_at=None), name="notice_not_fanned_out"),
        ]
        verbose_name = _("通知")
        verbose_name_plural = _("通知")

    def __str__(self) -> str:
        return f"{self.event} → {self.user_id or self.audience}"


class DigestSent(models.Model):
    """Who had the morning's figures on which day: once, however many schedulers there are."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    station = models.ForeignKey(Station, models.CASCADE, null=True, blank=True, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day"),
            models.UniqueConstraint(fields=["station", "day"], name="group_digest_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} → {self.user_id or self.station_id}"
