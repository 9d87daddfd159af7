from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """An entry of the audit log was to be changed or deleted."""


class AuditEntryQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """Who did what to which thing. Written by `core.audit.record` and then never changed.

    Names and labels are copied, so that the entry can be read when the person and the thing are gone.
    """

    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_label = models.CharField(_("操作人姓名"), max_length=150, blank=True)
    verb = models.SlugField(_("操作"), max_length=60)
    object_type = models.CharField(_("对象类型"), max_length=100, blank=True)
    object_id = models.CharField(_("对象标识"), max_length=64, blank=True)
    object_label = models.CharField(_("对象"), max_length=200, blank=True)
    scope = models.CharField(_("范围"), max_length=64, blank=True)
    note = models.TextField(_("说明"), blank=True)
    before = models.JSONField(_("之前"), null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("之后"), null=True, blank=True, encoder=DjangoJSONEncoder)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="core_audit_object"),
            models.Index(fields=["scope", "-at"], name="core_audit_scope"),
            models.Index(fields=["-at"], name="core_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.verb} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class PeriodicJob(models.Model):
    """What `core.periodic` knows of one job: who runs it now, until when, and how it went the last time."""

    name = models.CharField(_("任务"), max_length=100, unique=True)
    claimed_until = models.DateTimeField(_("占用到"), null=True, blank=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField(_("开始"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成"), null=True, blank=True)
    done = models.PositiveIntegerField(_("办了几条"), default=0)
    failed = models.PositiveIntegerField(_("没办成几条"), default=0)
    last_slot = models.DateField(_("哪天办过"), null=True, blank=True)  # of a daily job

    class Meta:
        ordering = ["name"]
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")

    def __str__(self) -> str:
        return self.name
