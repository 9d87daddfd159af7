"""Pressing from above (督办): the community or the district asks what became of a request, and by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.request import Request
from services.vocabulary import Issuer, SupervisionLevel
from stations.titles import title_words


class Supervision(models.Model):
    """One open at a time. The station answers; whoever's side issued it closes it, or raises it to the next level."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="supervisions")
    level = models.PositiveSmallIntegerField(_("督办级别"), choices=SupervisionLevel, default=SupervisionLevel.DAILY)
    side = models.CharField(_("谁发的"), max_length=10, choices=Issuer)
    reason = models.TextField(_("为什么督办"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    issued_title = models.CharField(max_length=60, blank=True)  # 「社区工作人员 柳社区」, as it was at the time
    issued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("答复期限"))
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True)  # when its issuer and the chief heard that it is late
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    raised_to = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="raised_from")

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(closed_at=None), name="one_open_supervision_per_request"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(closed_at=None, answered_at=None, late_told_at=None),
                name="supervision_unanswered",
            )
        ]
        verbose_name = _("督办")
        verbose_name_plural = _("督办")

    def __str__(self) -> str:
        return f"{self.request_id} {self.level}"

    @property
    def issuer_words(self) -> str:
        """In the reader's language."""
        return title_words(self.issued_title)
