from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.models.station import Station
from stations.vocabulary import TeamKind


class VolunteerTeam(models.Model):
    """A team of a station. Teams are routing targets: a request to a team goes to its leader, else to a member."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="teams", verbose_name=_("驿站"))
    kind = models.CharField(_("种类"), max_length=12, choices=TeamKind)
    name = models.CharField(_("名称"), max_length=40)
    is_active = models.BooleanField(_("在活动"), default=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="TeamMembership", related_name="teams", verbose_name=_("队员")
    )

    class Meta:
        ordering = ["station", "kind", "name"]
        verbose_name = _("志愿服务队")
        verbose_name_plural = _("志愿服务队")

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    team = models.ForeignKey(VolunteerTeam, models.CASCADE, related_name="memberships", verbose_name=_("服务队"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_memberships", verbose_name=_("队员")
    )
    is_leader = models.BooleanField(_("队长"), default=False)
    joined_on = models.DateField(_("加入日期"), default=timezone.localdate)
    left_on = models.DateField(_("离队日期"), null=True, blank=True)

    class Meta:
        ordering = ["team", "-is_leader", "joined_on"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=Q(left_on=None), name="team_membership_once"),
            models.UniqueConstraint(fields=["team"], condition=Q(is_leader=True, left_on=None), name="team_one_leader"),
        ]
        verbose_name = _("队员")
        verbose_name_plural = _("队员")

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"
