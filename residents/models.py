"""Who lives where, who volunteers, who agreed to what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents.vocabulary import ResidencyRole, ResidencyStatus
from stations.models import Dwelling


class Residency(models.Model):
    """A person in a dwelling. Until a building leader or duty officer has confirmed it, it is only a claim."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="residencies", verbose_name=_("居民")
    )
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="residencies", verbose_name=_("房屋"))
    role = models.CharField(_("身份"), max_length=8, choices=ResidencyRole, default=ResidencyRole.OWNER)
    status = models.CharField(_("状态"), max_length=10, choices=ResidencyStatus, default=ResidencyStatus.PENDING)
    claimed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["-claimed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "dwelling"],
                condition=Q(status__in=[ResidencyStatus.PENDING, ResidencyStatus.CONFIRMED]),
                name="residency_once",
            )
        ]
        verbose_name = _("住户关系")
        verbose_name_plural = _("住户关系")

    def __str__(self) -> str:
        return f"{self.user} · {self.dwelling}"


class Volunteer(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="volunteer", verbose_name=_("志愿者")
    )
    skills = models.JSONField(_("特长"), default=list, blank=True)
    since = models.DateField(_("加入日期"), default=timezone.localdate)

    class Meta:
        verbose_name = _("志愿者")
        verbose_name_plural = _("志愿者")

    def __str__(self) -> str:
        return str(self.user)


class Consent(models.Model):
    """One consent to one purpose, with the version of the text that was shown (PIPL art. 14, 15, 23)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.SlugField(_("用途"))
    text_version = models.CharField(_("文本版本"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("同意记录")
        verbose_name_plural = _("同意记录")

    def __str__(self) -> str:
        return f"{self.user} · {self.purpose}"
