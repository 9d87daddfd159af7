"""Roll-ups: sums of entries by day and by month, for each station and for each division above it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from reports.happenings import MEASURES
from reports.vocabulary import HOT_FROM, STATION, Dim, Grain
from stations.models import Station

HOT = Q(grain=Grain.MONTH, dim=Dim.CATEGORY, scope__gte=STATION, received__gte=HOT_FROM)  # of stations alone
MOST = Q(grain=Grain.MONTH, dim=Dim.ALL, scope__gte=STATION)


class TallyBase(models.Model):
    scope = models.CharField(max_length=12)  # a division's code, or 「s17」 of a station
    grain = models.CharField(max_length=1, choices=Grain)
    start = models.DateField()  # the day, or the first day of the statistical month
    dim = models.CharField(max_length=8, choices=Dim)
    key = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


def _columns() -> dict[str, models.Field]:
    return {measure: models.IntegerField(default=0) for measure in MEASURES}


class Tally(TallyBase):
    """One column for each of happenings.MEASURES."""

    vars().update(_columns())

    class Meta:
        indexes = [
            models.Index(fields=["start", "-received", "scope", "key"], condition=HOT, name="tally_hot"),
            models.Index(fields=["start", "-received", "scope"], condition=MOST, name="tally_most"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "grain", "dim", "start", "key"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.grain} {self.start} {self.dim} {self.key}"


class Seat(models.Model):
    """In which community the roll-ups have each station. When the compound moves, they are made anew."""

    station = models.OneToOneField(Station, models.CASCADE, primary_key=True, related_name="+")
    division = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"{self.station_id} {self.division}"


class Folding(models.Model):
    """One row: whoever folds or rebuilds holds its lock. `month_start`: of the months that are rolled up."""

    month_start = models.PositiveSmallIntegerField(default=1)
    serial = models.PositiveBigIntegerField(default=0)  # counts up with each change of the roll-ups
    folded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.serial}"
