from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.models.places import Building, Compound
from stations.vocabulary import RoomKind


class Station(models.Model):
    compound = models.OneToOneField(Compound, models.PROTECT, related_name="station", verbose_name=_("小区"))
    slug = models.SlugField(_("网址名"), unique=True)
    code = models.CharField(
        _("编号字头"), max_length=4, unique=True, validators=[RegexValidator(r"^[A-Z]{2,4}$")]
    )  # 「JA」 of JA-2611-0093
    name = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    phone = models.CharField(_("驿站电话"), max_length=20, blank=True)
    opening_hours = models.CharField(_("开放时间"), max_length=80, blank=True)
    is_open = models.BooleanField(_("启用"), default=True)
    unrated_close_days = models.PositiveSmallIntegerField(_("几天不评价就结案"), default=7)

    class Meta:
        ordering = ["name"]
        verbose_name = _("驿站")
        verbose_name_plural = _("驿站")

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    station = models.ForeignKey(Station, models.CASCADE, related_name="rooms", verbose_name=_("驿站"))
    name = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("种类"), max_length=10, choices=RoomKind, default=RoomKind.OTHER)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["station", "order", "name"]
        verbose_name = _("房间")
        verbose_name_plural = _("房间")

    def __str__(self) -> str:
        return self.name


class FlagGroup(models.Model):
    """One group of the flag-bearer team (旗手团队): some buildings, led by a building leader."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="groups", verbose_name=_("驿站"))
    name = models.CharField(_("名称"), max_length=40)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("组长"), related_name="+"
    )
    buildings = models.ManyToManyField(Building, blank=True, verbose_name=_("楼栋"), related_name="groups")
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["station", "order", "name"]
        verbose_name = _("旗手小组")
        verbose_name_plural = _("旗手小组")

    def __str__(self) -> str:
        return self.name
