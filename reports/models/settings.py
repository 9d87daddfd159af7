"""The settings of the figures: a new row replaces the one before and no row is changed, so each can be looked up."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.indicators import FigureRules
from reports.periods import LAST_FIRST_DAY

_DEFAULT = FigureRules()
_PERCENT = [MaxValueValidator(100)]


class FigureSettings(models.Model):
    """The newest row is in force (queries.rules_in_force)."""

    weight_response = models.PositiveSmallIntegerField(
        _("响应率权重"), default=_DEFAULT.weight_response, validators=_PERCENT
    )
    weight_resolution = models.PositiveSmallIntegerField(
        _("解决率权重"), default=_DEFAULT.weight_resolution, validators=_PERCENT
    )
    weight_satisfaction = models.PositiveSmallIntegerField(
        _("满意率权重"), default=_DEFAULT.weight_satisfaction, validators=_PERCENT
    )
    basic_coefficient = models.DecimalField(
        _("基本满意折算"),
        max_digits=3,
        decimal_places=2,
        default=_DEFAULT.basic_coefficient,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text=_("一次“基本满意”算几次“满意”，在0和1之间。"),
    )
    month_start = models.PositiveSmallIntegerField(
        _("每月从几号算起"),
        default=_DEFAULT.month_start,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_FIRST_DAY)],
        help_text=_("从19号算起，11月就是10月19日到11月18日。"),
    )
    fewest_valid = models.PositiveSmallIntegerField(
        _("有效回访满几次才排名"), default=_DEFAULT.fewest_valid, validators=[MinValueValidator(1)]
    )
    why = models.CharField(_("为什么改"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    set_at = models.DateTimeField(_("从何时起"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("统计口径")
        verbose_name_plural = _("统计口径")

    def __str__(self) -> str:
        return f"{self.weight_response}/{self.weight_resolution}/{self.weight_satisfaction} · {self.basic_coefficient}"

    def clean(self) -> None:
        if self.weight_response + self.weight_resolution + self.weight_satisfaction != 100:
            raise ValidationError(_("三个权重加起来要等于100。"))

    @property
    def rules(self) -> FigureRules:
        return FigureRules(**{name: getattr(self, name) for name in vars(_DEFAULT)})
