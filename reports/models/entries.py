"""The finest grain of the figures: one row for each thing that happened to a request and counts somewhere."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from services.models import Request
from stations.models import Station


class Entry(models.Model):
    """Also one for whom it waits while it is open (happenings.WAITS), on no day.

    Written by folding alone (reports/actions/folding.py), from what reports/happenings.py makes of a request.

    What the request is (category, building …) is repeated in each of its rows, so that roll-ups, the list behind a
    figure and the figures of one station are read without the requests.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="+")
    day = models.DateField()
    happening = models.PositiveSmallIntegerField()  # happenings.Happening
    step = models.SmallIntegerField(default=-1)  # how long it took, in steps; -1: not timed
    station = models.ForeignKey(Station, models.CASCADE, related_name="+", db_index=False)
    category = models.PositiveBigIntegerField(null=True)  # ids, not keys: a kind that is gone keeps its figures
    building = models.PositiveBigIntegerField(null=True)
    nature = models.CharField(max_length=10)
    channel = models.CharField(max_length=8)

    class Meta:
        indexes = [
            models.Index(fields=["station", "day", "happening", "request"], name="entry_by_station"),
            models.Index(fields=["day"], name="entry_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.day} {self.happening}"


class Changed(models.Model):
    """A request changed and is not folded in yet. Written in the same transaction as the change itself."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.request_id}"
