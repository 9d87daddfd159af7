"""Who holds which post from when until when, who is on duty, who is away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.models.places import Building, Division
from stations.models.station import Station
from stations.titles import title_at
from stations.vocabulary import DIVISION_POSTS, Post


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: object = None) -> AppointmentQuerySet:
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Appointment(models.Model):
    """One person in one post. An ended appointment stays: the timeline of a request needs to know who was who."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name=_("人员")
    )
    post = models.CharField(_("岗位"), max_length=20, choices=Post)
    station = models.ForeignKey(
        Station, models.CASCADE, null=True, blank=True, related_name="appointments", verbose_name=_("驿站")
    )
    building = models.ForeignKey(
        Building, models.CASCADE, null=True, blank=True, related_name="appointments", verbose_name=_("楼栋")
    )
    division = models.ForeignKey(
        Division, models.CASCADE, null=True, blank=True, related_name="appointments", verbose_name=_("区划")
    )
    is_party_member = models.BooleanField(_("中共党员"), default=False)
    phone_shown = models.CharField(_("对外电话"), max_length=20, blank=True)
    starts_on = models.DateField(_("任职日期"), default=timezone.localdate)
    ends_on = models.DateField(_("离任日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["station", "post", "building", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__in=DIVISION_POSTS, division__isnull=False, station=None)
                | (~Q(post__in=DIVISION_POSTS) & Q(station__isnull=False, division=None)),
                name="appointment_to_a_station_or_a_division",
            ),
            models.CheckConstraint(
                condition=Q(post=Post.BUILDING_LEADER, building__isnull=False)
                | (~Q(post=Post.BUILDING_LEADER) & Q(building=None)),
                name="appointment_building_iff_leader",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["station", "ends_on"]), models.Index(fields=["division", "ends_on"])]
        verbose_name = _("任职")
        verbose_name_plural = _("任职")

    def __str__(self) -> str:
        return f"{self.user} · {self.title}"

    @property
    def title(self) -> str:
        """「4号楼楼长」, 「物业经理」: the post as people say it."""
        return title_at(self.building, self.get_post_display())


class DutyShift(models.Model):
    station = models.ForeignKey(Station, models.CASCADE, related_name="shifts", verbose_name=_("驿站"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shifts", verbose_name=_("值班人"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    phone_shown = models.CharField(_("值班电话"), max_length=20, blank=True)
    note = models.CharField(_("交接说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start")]
        indexes = [models.Index(fields=["station", "starts_at", "ends_at"])]
        verbose_name = _("值班")
        verbose_name_plural = _("值班")

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.starts_at):%m-%d %H:%M}"


class Absence(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("人员"))
    starts_on = models.DateField(_("第一天"))
    ends_on = models.DateField(_("最后一天"))
    reason = models.CharField(_("事由"), max_length=60, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start")
        ]
        verbose_name = _("请假")
        verbose_name_plural = _("请假")

    def __str__(self) -> str:
        return f"{self.user} {self.starts_on} – {self.ends_on}"
