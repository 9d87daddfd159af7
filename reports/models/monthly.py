"""The monthly report: one for a division and month, in numbered versions; and what the stations write for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.vocabulary import Stage, TextState
from stations.models import Division, Station

LONGEST_TEXT = 600


class Report(models.Model):
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    month = models.CharField(_("月份"), max_length=7)  # 「2026-11」, as in addresses
    serial = models.PositiveIntegerField(_("总期数"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-month", "division"]
        constraints = [models.UniqueConstraint(fields=["division", "month"], name="report_once_a_month")]
        verbose_name = _("月报")
        verbose_name_plural = _("月报")

    def __str__(self) -> str:
        return f"{self.division_id} {self.month}"


class ReportVersion(models.Model):
    """A draft, or what was published: then nothing of the row is changed any more.

    `content`: every figure as printed, with the rules in force (queries.content_of); pages, files and comparisons read
    it and nothing else. `texts`: what stations wrote, filled when it is published. `edits` counts up with each change:
    whoever read an older state is told so instead of overwriting it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("第几版"), default=1)
    stage = models.CharField(_("状态"), max_length=10, choices=Stage, default=Stage.DRAFT)
    reason = models.CharField(_("为什么更正"), max_length=200, blank=True)
    content = models.JSONField(default=dict)
    texts = models.JSONField(default=list, blank=True)
    changes = models.JSONField(
        default=list, blank=True
    )  # of a correction: figures that are not as in the version before
    analysis = models.TextField(_("问题分析"), blank=True)
    plan = models.TextField(_("下月打算"), blank=True)
    edits = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(_("统计到何时"))
    begun_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    signer = models.CharField(_("签发"), max_length=40, blank=True)  # the name of that day: an account may be renamed

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.UniqueConstraint(fields=["report"], condition=Q(stage=Stage.DRAFT), name="one_draft_per_report"),
        ]
        verbose_name = _("月报的一版")
        verbose_name_plural = _("月报的各版")

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.stage == Stage.DRAFT


class StationText(models.Model):
    """What one station says about its month: asked for with the draft, written by its chief, judged by the official."""

    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="station_texts")
    station = models.ForeignKey(Station, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=TextState, default=TextState.ASKED)
    done = models.TextField(_("这个月做了什么"), blank=True)
    hard = models.TextField(_("难处和建议"), blank=True)
    reason = models.CharField(_("为什么退回"), max_length=200, blank=True)
    edits = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["station__compound__division", "station__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "station"], name="station_text_once")]
        verbose_name = _("驿站的月报文字")
        verbose_name_plural = _("驿站的月报文字")

    def __str__(self) -> str:
        return f"{self.version_id} {self.station_id}"
