"""How the read model is cut: by what, in which lengths of time, for whom; and how far a monthly report has got."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dim(models.TextChoices):
    """By what a roll-up is split. `key` of a row: "" of ALL; an id or a value of the enum, "" where it is not known."""

    ALL = "all", "all"
    CATEGORY = "category", "category"
    NATURE = "nature", "nature"
    CHANNEL = "channel", "channel"
    CONTACT = "contact", "time to contact"  # key: the step of the duration (durations.EDGES)
    SOLVE = "solve", "time to solve"
    WAITING = "waiting", "waiting"  # of this moment alone; key: for whom open requests wait (happenings.WAITS)
    BUILDING = "building", "building"  # never rolled up: read from the entries of one station


class Grain(models.TextChoices):
    DAY = "d", "day"
    MONTH = "m", "month"
    NOW = "n", "now"  # no length of time: how it stands; start: happenings.NO_DAY


LEVELS = (2, 4, 6, 9, 12)  # digits of the codes of divisions, from province to community
LARGE = 6  # divisions with so many digits or fewer (a county and above) are split: they hold too many stations
HOT_FROM = 5  # domain 2.6: so many reports of one matter at one station within a month
STATION = "s"  # before a station's id, where else a division's code stands


class Stage(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "起草中")
    PUBLISHED = "published", pgettext_lazy("report", "已发布")


class TextState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("report", "等驿站写")
    SUBMITTED = "submitted", pgettext_lazy("report", "等区里看")
    RETURNED = "returned", pgettext_lazy("report", "退回修改")
    ACCEPTED = "accepted", pgettext_lazy("report", "采用了")


class ExportKind(models.TextChoices):
    """What may be taken away as a file (reports/tables)."""

    REQUESTS = "requests", _("诉求清单")
    DISTRICT = "district", _("各站诉求清单")
    SUPERVISION = "supervision", _("督办台账")
    BULK = "bulk", _("公开数据（GeoReport）")


class FileFormat(models.TextChoices):
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class ExportState(models.TextChoices):
    WAITING = "waiting", _("排队中")
    MAKING = "making", _("正在做")
    READY = "ready", _("做好了")
    FAILED = "failed", _("没做成")


class LedgerState(models.TextChoices):
    """How a supervision stands, as the ledger tells it."""

    WAITING = "waiting", _("等答复")
    LATE = "late", _("超期没答复")
    ANSWERED = "answered", _("已答复，等了结")
    CLOSED = "closed", _("已了结")
