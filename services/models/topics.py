"""Hot topics (热点): the same matter from several homes, found by a job; a chief makes a topic (专题) of one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.catalogue import Category
from services.models.request import Request
from services.vocabulary import Target, TopicState
from stations.models import Building, Station


class HotTopic(models.Model):
    """Of one station, or (`division_code`) of several compounds of a district. All its reports have one circle of
    readers: never private ones, and only such as complain about the same side (`target`)."""

    station = models.ForeignKey(Station, models.CASCADE, null=True, blank=True, related_name="topics")
    division_code = models.CharField(max_length=12, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=TopicState, default=TopicState.FOUND)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True)
    building = models.ForeignKey(Building, models.SET_NULL, null=True, blank=True)  # where all of it is there
    target = models.CharField(max_length=8, choices=Target, blank=True, default=Target.NONE)
    words = models.JSONField(default=list)  # for those who may read the reports
    known_words = models.JSONField(default=list)  # of the catalogue: nobody's own
    reports = models.PositiveIntegerField(default=0)
    homes = models.PositiveIntegerField(default=0)
    compounds = models.JSONField(default=list)  # [{"name", "reports"}], the most first
    trend = models.JSONField(default=list)  # reports in each five days, the latest last
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    computed_at = models.DateTimeField()
    is_hot = models.BooleanField(default=True)  # as of the last computation
    members = models.ManyToManyField(Request, through="TopicMember", related_name="topics")
    left_out = models.ManyToManyField(Request, related_name="+")  # of another matter, somebody says: never again here
    version = models.PositiveIntegerField(default=1)  # raised when its members change

    # the topic that a chief made of it
    title = models.CharField(_("专题名"), max_length=60, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("谁负责")
    )
    notes = models.JSONField(default=list)  # [{"at", "by", "text"}]
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("结果"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reports", "-last_at", "pk"]
        indexes = [models.Index(fields=["station", "state", "is_hot"], name="topic_by_station")]
        verbose_name = _("热点")
        verbose_name_plural = _("热点")

    def __str__(self) -> str:
        return self.title or f"{self.station_id or self.division_code}-{self.pk}"


class TopicMember(models.Model):
    """A report in a topic. `since`: the topic's version that it came with; 0 for those of before versions."""

    hottopic = models.ForeignKey(HotTopic, models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, models.CASCADE, related_name="in_topics")
    since = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "services_hottopic_members"
        unique_together = [("hottopic", "request")]

    def __str__(self) -> str:
        return f"{self.hottopic_id}-{self.request_id}"


class TopicWatch(models.Model):
    """When the topics of a station (`s7`) or of a district (`d371502`) were looked for last."""

    key = models.CharField(max_length=20, primary_key=True)
    computed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
