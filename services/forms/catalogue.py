"""Forms of the catalogue's pages: a station's own routes, the question who would get something, the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import CleanCharField, CleanTextField
from core.forms import DayField, NamingForm
from services.actions.catalogue import TARGETS
from services.filters import kinds
from services.models import Category
from services.queries import catalogue
from services.routing import post_words
from services.vocabulary import Target, Urgency
from stations.models import Building, Station

FARTHEST = timedelta(days=3 * 366)


class KindField(forms.ChoiceField):
    """Cleans to a Category, or None."""

    def clean(self, value: Any) -> Category | None:
        slug = super().clean(value)
        return catalogue().by_slug.get(slug)


class OfStation(NamingForm):
    """What both forms choose from: kinds, and the buildings of the station."""

    category = KindField(label=_("哪类事"), required=False)
    building = forms.ModelChoiceField(Building.objects.none(), label=_("哪栋楼"), required=False)
    urgency = forms.ChoiceField(label=_("多急"), required=False)
    any_kind: Any = _("不限")
    any_building: Any = _("不限")
    any_urgency: Any = _("不限")

    def __init__(self, station: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["category"].choices = [("", self.any_kind), *kinds(whole_groups=False)]
        fields["building"].queryset = station.compound.buildings.all()
        fields["building"].empty_label = self.any_building
        fields["urgency"].choices = [("", self.any_urgency), *Urgency.choices]


class PreviewForm(OfStation):
    any_kind = _("看内容")
    any_building = _("没说")
    any_urgency = _("看内容")
    field_order = ["text", "category", "building", "urgency", "target"]

    text = CleanTextField(
        label=_("居民怎么说"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    target = forms.ChoiceField(label=_("反映的是谁"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["target"].choices = [("", _("看内容")), *(choice for choice in Target.choices if choice[0])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("category"):
            self.add_error("text", forms.ValidationError(_("请写一句话，或者选一类事。"), code="required"))
        return data


class OverrideForm(OfStation):
    field_order = ["category", "building", "urgency", "lead", "note"]

    lead = forms.ChoiceField(label=_("派给"))
    note = CleanCharField(label=_("为什么"), max_length=200, help_text=_("会留在记录里。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["lead"].choices = [("", _("请选一个"))] + [(code, post_words(code)) for code in TARGETS]


class EndOverrideForm(NamingForm):
    note = CleanCharField(label=_("为什么停用"), max_length=200)


class DayForm(NamingForm):
    date = DayField(label=_("哪天"))
    is_working = forms.ChoiceField(
        label=_("上班还是休息"), choices=[("1", _("上班")), ("0", _("休息"))], widget=forms.RadioSelect
    )
    note = CleanCharField(label=_("依据"), max_length=60, help_text=_("比如国务院办公厅哪年的放假通知。"))

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        if abs(day - timezone.localdate()) > FARTHEST:
            raise forms.ValidationError(_("这个日期太远了，请核对年份。"))
        return day

    def clean_is_working(self) -> bool:
        return self.cleaned_data["is_working"] == "1"
