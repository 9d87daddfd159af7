"""How the read model is cut: by what, in which lengths of time, for whom; and how far a monthly report has got."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Dim(models.TextChoices):
    """By what a roll-up is split. `key` of a row: "" of ALL; an id or a value of the enum, "" where it is not known."""

    ALL = "all", "all"
    CATEGORY = "category", "category"
    NATURE = "nature", "nature"
    CHANNEL = "channel", "channel"
    CONTACT = "contact", "time to contact"  # key: the step of the duration (happenings.EDGES)
    SOLVE = "solve", "time to solve"
    BUILDING = "building", "building"  # never rolled up: read from the entries of one station


class Grain(models.TextChoices):
    DAY = "d", "day"
    MONTH = "m", "month"


SPLITS = (Dim.CATEGORY, Dim.NATURE, Dim.CHANNEL, Dim.CONTACT, Dim.SOLVE)
ROLLED_UP = (Dim.ALL, *SPLITS)
LEVELS = (2, 4, 6, 9, 12)  # digits of the codes of divisions, from province to community
LARGE = 6  # divisions with so many digits or fewer (a county and above) are split: they hold too many stations


class Stage(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "起草中")
    PUBLISHED = "published", pgettext_lazy("report", "已发布")


class TextState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("report", "等驿站写")
    SUBMITTED = "submitted", pgettext_lazy("report", "等区里看")
    RETURNED = "returned", pgettext_lazy("report", "退回修改")
    ACCEPTED = "accepted", pgettext_lazy("report", "采用了")
