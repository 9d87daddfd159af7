"""What was sent up: to whom, why, until when an answer is due, and how it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.request import Request
from services.vocabulary import EscalationEnding, EscalationLevel, ReplyOutcome


class Escalation(models.Model):
    """One whistle: a request is above until this ends.

    An officer who passes it on keeps an open one, whose clock stands still (`passed_on_at`) until the `parent`'s child
    ends; so each request has at most one that runs.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="escalations")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    to_level = models.CharField(_("上报到"), max_length=10, choices=EscalationLevel)
    body = models.CharField(_("涉及单位"), max_length=80, blank=True)
    reference = models.CharField(_("对方编号"), max_length=60, blank=True)
    reason = models.TextField(_("为什么上报"))  # the resident reads it
    brief = models.TextField(_("请对方做什么"), blank=True)  # all that an outside body reads of the matter
    releases_contact = models.BooleanField(_("给联系方式"), default=False)

    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_title = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    receiver_title = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(_("答复期限"))
    received_at = models.DateTimeField(_("收到时间"), null=True, blank=True)
    passed_on_at = models.DateTimeField(null=True, blank=True)

    answer = models.TextField(_("答复"), blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=ReplyOutcome, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_label = models.CharField(max_length=60, blank=True)  # who it was, when it was nobody with an account
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=EscalationEnding, blank=True)

    link_nonce = models.CharField(max_length=32, blank=True, editable=False)
    link_expires_at = models.DateTimeField(null=True, blank=True)
    link_revoked_at = models.DateTimeField(null=True, blank=True)
    link_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at=None, passed_on_at=None), name="one_escalation_runs"
            )
        ]
        verbose_name = _("上报")
        verbose_name_plural = _("上报")

    def __str__(self) -> str:
        return f"{self.request_id} {self.to_level}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_outside(self) -> bool:
        return self.to_level == EscalationLevel.OUTSIDE

    @property
    def has_link(self) -> bool:
        return bool(self.link_nonce) and self.is_open and self.link_revoked_at is None

    @property
    def to(self) -> str:
        """Where it went, in the language of the sources."""
        return self.body if self.is_outside else self.receiver_title

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=[*values])

    def end(self, ending: EscalationEnding, at: datetime, **more: Any) -> None:
        self.set(ended_at=at, ending=ending, passed_on_at=None, **more)
