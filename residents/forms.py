from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CleanCharField
from core.forms import NamingForm
from residents.vocabulary import ResidencyRole
from stations.forms import PersonFields
from stations.models import Building, Entrance, Station, VolunteerTeam

SHORT = {"class": "short"}


class NameForm(NamingForm):
    name = CleanCharField(
        label=_("怎么称呼您"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写上怎么称呼您。")},
    )


class HomeForm(NamingForm):
    entrance = forms.ModelChoiceField(
        Entrance.objects.none(),
        label=_("哪个单元"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选您住哪个单元。")},
    )
    number = CleanCharField(
        label=_("房号"),
        max_length=10,
        help_text=_("比如301。"),
        widget=forms.TextInput(attrs={**SHORT, "autocomplete": "off"}),
        error_messages={"required": _("请写房号。")},
    )
    role = forms.ChoiceField(
        label=_("您是"),
        choices=ResidencyRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选您是业主、租户还是家人。")},
    )

    def __init__(self, building: Building, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["entrance"].queryset = building.entrances.all()
        if building.entrances.count() == 1:
            fields["entrance"].initial = building.entrances.get()


class CloseForm(NamingForm):
    sure = forms.BooleanField(
        label=_("我看明白了，注销我的账号"), error_messages={"required": _("请先勾上“我看明白了”。")}
    )


class DecideForm(NamingForm):
    note = CleanCharField(
        label=_("说明"), max_length=200, required=False, help_text=_("没通过、搬走了要写一句为什么，居民会看到。")
    )


class SkillsField(CleanCharField):
    """Several in one line, with any of the usual marks between them; cleans to a list."""

    def clean(self, value: Any) -> list[str]:
        return [part for part in re.split(r"[、，,;；/\s]+", super().clean(value) or "") if part]


class SkillsForm(NamingForm):
    skills = SkillsField(
        label=_("特长"), max_length=200, required=False, help_text=_("用顿号隔开，比如水电维修、理发、量血压。")
    )


class VolunteerForm(SkillsForm, PersonFields):
    field_order = ["phone", "name", "team", "skills"]

    team = forms.ModelChoiceField(VolunteerTeam.objects.none(), label=_("进哪支服务队"), empty_label=_("请选一支"))

    def __init__(self, station: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = station.teams.filter(is_active=True)
