"""A table that somebody asked for and that takes too long to wait for: made beside the pages, fetched by them alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.vocabulary import ExportKind, ExportState, FileFormat

KEPT = timedelta(days=3)


def _path(export: Export, _name: str) -> str:
    """Nothing of what is in it, nor of who asked, stands in the name."""
    return f"exports/{uuid4().hex}.{export.file_format}"


class Export(models.Model):
    """`query`: what the page that it was asked on showed. It is read anew, as `asked_by` sees it when it is made."""

    kind = models.CharField(max_length=12, choices=ExportKind)
    query = models.TextField(blank=True)
    file_format = models.CharField(max_length=4, choices=FileFormat)
    language = models.CharField(max_length=10, default="zh-hans")
    name = models.CharField(max_length=120)  # of the file, without its ending
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    held = models.JSONField(default=dict)  # by which posts it was read (queries/held.py)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("状态"), max_length=8, choices=ExportState, default=ExportState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    alive_at = models.DateTimeField(null=True, blank=True)  # whoever makes it was still at it
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=_path, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="export_by_state")]
        verbose_name = _("导出")
        verbose_name_plural = _("导出")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (ExportState.READY, ExportState.FAILED)

    @property
    def kept_until(self) -> object:
        return (self.made_at or self.asked_at) + KEPT

    @property
    def percent(self) -> int:
        return min(100 * self.done // self.total, 100) if self.total else 0
