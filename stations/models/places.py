"""Where things are: division → compound → building → entrance → dwelling; facilities; the plates that hang there."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.vocabulary import DivisionLevel, FacilityKind, GoverningBody


class Division(models.Model):
    """An official statistical division. Codes have 2, 4, 6, 9 or 12 digits; a parent's code is a prefix."""

    code = models.CharField(
        _("代码"), max_length=12, primary_key=True, validators=[RegexValidator(r"^\d{2}(\d{2}(\d{2}(\d{3}){0,2})?)?$")]
    )
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=12, choices=DivisionLevel)

    class Meta:
        ordering = ["code"]
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_codes(self) -> list[str]:
        """Codes of this division and of all above it, from the top."""
        return [self.code[:n] for n in (2, 4, 6, 9, 12) if n <= len(self.code)]


class PropertyCompany(models.Model):
    name = models.CharField(_("名称"), max_length=80)
    phone = models.CharField(_("投诉电话"), max_length=20, blank=True)
    duty_phone = models.CharField(_("24小时值班电话"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("物业公司")
        verbose_name_plural = _("物业公司")

    def __str__(self) -> str:
        return self.name


class Compound(models.Model):
    slug = models.SlugField(_("网址名"), unique=True)
    name = models.CharField(_("小区名"), max_length=60)
    division = models.ForeignKey(Division, models.PROTECT, related_name="compounds", verbose_name=_("所属社区"))
    address = models.CharField(_("地址"), max_length=120, blank=True)
    households = models.PositiveIntegerField(_("户数"), default=0)
    property_company = models.ForeignKey(
        PropertyCompany, models.SET_NULL, null=True, blank=True, verbose_name=_("物业公司")
    )
    governing_body = models.CharField(
        _("业主自治组织"), max_length=4, choices=GoverningBody, default=GoverningBody.NONE
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("小区")
        verbose_name_plural = _("小区")

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    compound = models.ForeignKey(Compound, models.CASCADE, related_name="buildings", verbose_name=_("小区"))
    number = models.CharField(_("楼号"), max_length=10)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["compound", "order", "number"]
        constraints = [models.UniqueConstraint(fields=["compound", "number"], name="building_number_once")]
        verbose_name = _("楼栋")
        verbose_name_plural = _("楼栋")

    def __str__(self) -> str:
        return f"{self.number}号楼"


class Entrance(models.Model):
    building = models.ForeignKey(Building, models.CASCADE, related_name="entrances", verbose_name=_("楼栋"))
    number = models.CharField(_("单元号"), max_length=10)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["building", "order", "number"]
        constraints = [models.UniqueConstraint(fields=["building", "number"], name="entrance_number_once")]
        verbose_name = _("单元")
        verbose_name_plural = _("单元")

    def __str__(self) -> str:
        return f"{self.number}单元"


class Dwelling(models.Model):
    entrance = models.ForeignKey(Entrance, models.CASCADE, related_name="dwellings", verbose_name=_("单元"))
    number = models.CharField(_("房号"), max_length=10)
    is_entered = models.BooleanField(_("驿站登记过"), default=True)  # else somebody only says that they live there

    class Meta:
        ordering = ["entrance", "number"]
        constraints = [models.UniqueConstraint(fields=["entrance", "number"], name="dwelling_number_once")]
        verbose_name = _("房屋")
        verbose_name_plural = _("房屋")

    def __str__(self) -> str:
        return self.number


class Facility(models.Model):
    compound = models.ForeignKey(Compound, models.CASCADE, related_name="facilities", verbose_name=_("小区"))
    kind = models.CharField(_("种类"), max_length=12, choices=FacilityKind)
    name = models.CharField(_("名称"), max_length=40)
    building = models.ForeignKey(Building, models.CASCADE, null=True, blank=True, verbose_name=_("楼栋"))
    entrance = models.ForeignKey(Entrance, models.CASCADE, null=True, blank=True, verbose_name=_("单元"))

    class Meta:
        ordering = ["compound", "building", "name"]
        verbose_name = _("设施")
        verbose_name_plural = _("设施")

    def __str__(self) -> str:
        return self.name


class Plate(models.Model):
    """A plate on a wall: its QR code and short number *are* the place. A lost one is revoked, never re-used."""

    code = models.CharField(_("门牌码"), max_length=8, unique=True)
    compound = models.ForeignKey(Compound, models.CASCADE, related_name="plates", verbose_name=_("小区"))
    building = models.ForeignKey(Building, models.CASCADE, null=True, blank=True, verbose_name=_("楼栋"))
    entrance = models.ForeignKey(Entrance, models.CASCADE, null=True, blank=True, verbose_name=_("单元"))
    facility = models.ForeignKey(Facility, models.CASCADE, null=True, blank=True, verbose_name=_("设施"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        ordering = ["compound", "building", "entrance", "code"]
        verbose_name = _("门牌码")
        verbose_name_plural = _("门牌码")

    def __str__(self) -> str:
        return self.code

    @property
    def place(self) -> str:
        return place_words(self.building, self.entrance, self.facility)


def place_words(
    building: Building | None, entrance: Entrance | None = None, facility: Facility | None = None, dwelling: str = ""
) -> str:
    """「4号楼2单元301」, 「4号楼2单元 · 电梯」, or "" for the whole compound."""
    base = f"{building or ''}{entrance or ''}{dwelling}"
    return " · ".join(part for part in (base, facility.name if facility else "") if part)
