"""What residents can ask for, who gets it, by when; and the calendar that deadlines count on."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from services.deadlines import Span
from services.routing import post_words
from services.vocabulary import Nature, QuestionKind, Target, Urgency
from stations.models import Building, Station


def validate_span(value: str) -> None:
    try:
        Span.parse(value)
    except ValueError as error:
        raise ValidationError(_("写成 30m、4h 或 2wd（工作日）这样。")) from error


class NamedInTwoLanguages(models.Model):
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class CategoryGroup(NamedInTwoLanguages):
    """One of the 18 groups (and a few of our own) in which figures are compared."""

    slug = models.SlugField(_("代号"), unique=True)
    icon = models.CharField(_("图标"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("事项大类")
        verbose_name_plural = _("事项大类")


class Category(NamedInTwoLanguages):
    """One kind of request. `lead` and `co` are ordered post codes (or `team:<kind>`); the first that can, gets it."""

    slug = models.SlugField(_("代号"), unique=True)
    group = models.ForeignKey(CategoryGroup, models.PROTECT, related_name="categories", verbose_name=_("大类"))
    nature = models.CharField(_("性质"), max_length=10, choices=Nature, default=Nature.HELP)
    lead = models.JSONField(_("主办岗位"), default=list)
    co = models.JSONField(_("协办岗位"), default=list, blank=True)
    urgency = models.CharField(_("紧急程度"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    accept = models.CharField(_("受理时限"), max_length=6, default="1wd", validators=[validate_span])
    contact = models.CharField(_("联系时限"), max_length=6, default="2wd", validators=[validate_span])
    resolve = models.CharField(_("办结时限"), max_length=6, default="5wd", validators=[validate_span])
    outside_bodies = models.JSONField(_("可上报到"), default=list, blank=True)  # names that the desk may choose from
    outside_advice = models.CharField(_("找外单位时留意"), max_length=80, blank=True)
    is_sensitive = models.BooleanField(_("涉及隐私，从不公开"), default=False)
    about = models.CharField(_("投诉对象"), max_length=8, choices=Target, blank=True, default=Target.NONE)
    emergency = models.CharField(_("危险种类"), max_length=10, blank=True)
    words = models.JSONField(_("居民会用的词"), default=list, blank=True)
    hint = models.CharField(_("例句"), max_length=80, blank=True)
    icon = models.CharField(_("图标"), max_length=40, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("诉求事项")
        verbose_name_plural = _("诉求事项")


class Question(models.Model):
    """An extra question, asked on the receipt. It never blocks the filing."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="questions", verbose_name=_("事项"))
    code = models.SlugField(_("代号"))
    label = models.CharField(_("问题"), max_length=60)
    label_en = models.CharField(_("英文"), max_length=80, blank=True)
    kind = models.CharField(_("回答方式"), max_length=8, choices=QuestionKind)
    options = models.JSONField(_("选项"), default=list, blank=True)  # [{"zh": "异响", "en": "Noise"}]
    is_active = models.BooleanField(_("启用"), default=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["category", "order"]
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="question_code_once")]
        verbose_name = _("追问")
        verbose_name_plural = _("追问")

    def __str__(self) -> str:
        return self.label_en if self.label_en and (get_language() or "").startswith("en") else self.label


class RouteOverride(models.Model):
    """A station's own route. The most specific one wins: building, then urgency, then category; each has a note."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="overrides", verbose_name=_("驿站"))
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, verbose_name=_("事项"))
    building = models.ForeignKey(Building, models.CASCADE, null=True, blank=True, verbose_name=_("楼栋"))
    urgency = models.CharField(_("紧急程度"), max_length=8, choices=Urgency, blank=True)
    lead = models.CharField(_("派给岗位"), max_length=30)  # a post code or team:<kind>
    note = models.CharField(_("为什么"), max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["station", "category", "building"]
        indexes = [models.Index(fields=["station", "ended_at"])]
        verbose_name = _("本站派单规则")
        verbose_name_plural = _("本站派单规则")

    def __str__(self) -> str:
        """「电梯困人 · 4号楼 → 物业经理」"""
        what = [self.category, self.building, self.get_urgency_display() if self.urgency else None]
        return f"{' · '.join(str(part) for part in what if part)} → {post_words(self.lead)}"


class WorkCalendarDay(models.Model):
    """A day that staff set by hand; it beats the published calendar."""

    date = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("上班"))
    note = models.CharField(_("说明"), max_length=60, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")

    def __str__(self) -> str:
        return f"{self.date} {_('上班') if self.is_working else _('休息')}"
