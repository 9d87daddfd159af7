from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import mask_phone
from notices.models.notice import Notice
from notices.vocabulary import Channel, State


class Delivery(models.Model):
    """One notice on one way out. `key` goes with it: who takes keys gets it once, however often it is tried."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name=_("通知"))
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    address = models.CharField(_("送到哪里"), max_length=254)
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("试了几次"), default=0)
    claims = models.PositiveSmallIntegerField(default=0)  # more than tries: a worker died over it
    next_try_at = models.DateTimeField(_("下次发送"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    last_error = models.CharField(_("原因"), max_length=200, blank=True)
    error_detail = models.CharField(_("对方的答复"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("送出时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["id"], condition=Q(state="given_up"), name="delivery_given_up"),
        ]
        verbose_name = _("外发通知")
        verbose_name_plural = _("外发通知")

    def __str__(self) -> str:
        return self.key

    @property
    def masked_address(self) -> str:
        """「138****1234」, 「c***@example.cn」; a group has no address that anybody needs to see."""
        if self.channel == Channel.SMS:
            return mask_phone(self.address)
        if self.channel == Channel.EMAIL:
            name, _at, host = self.address.partition("@")
            return f"{name[:1]}***@{host}"
        return ""
