"""How the read model is cut: by what, in which lengths of time, for whom."""

from __future__ import annotations

from django.db import models


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
