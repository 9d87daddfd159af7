"""Forms of announcements. They check what was typed; the actions decide."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.calendar import SHANGHAI, in_shanghai
from core.fields import CleanCharField, CleanTextField
from core.forms import DayField, NamingForm
from notices.actions import Words
from notices.actions.announcements import NOTE, TEXT, TITLE
from notices.models import Announcement
from stations.models import Building, Dwelling, FlagGroup, Station

EVERYBODY, SOME = "all", "some"
CLOSING = time(18)


class TimeField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})
        super().__init__(**{"widget": widget, "input_formats": ["%H:%M", "%H:%M:%S", "%H：%M"], **kwargs})


class GroupsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """「南片小组（1号楼、2号楼）」"""
        places = "、".join(str(building) for building in obj.buildings.all())
        return f"{obj.name}（{places}）" if places else obj.name


class AnnouncementForm(NamingForm):
    title = CleanCharField(label=_("标题"), max_length=TITLE, help_text=_("几个字说清楚，比如“4号楼停水通知”。"))
    text = CleanTextField(
        label=_("正文"),
        max_length=TEXT,
        help_text=_("什么事、为什么、要大家做什么、有事找谁。"),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    starts_on = DayField(label=_("哪天开始"), required=False)
    starts = TimeField(label=_("几点开始"), required=False)
    ends_on = DayField(label=_("哪天结束"))
    ends = TimeField(label=_("几点结束"), initial=CLOSING)
    scope = forms.ChoiceField(
        label=_("告诉谁"),
        choices=[(EVERYBODY, _("全小区")), (SOME, _("只告诉几栋楼或几个小组"))],
        widget=forms.RadioSelect,
    )
    buildings = forms.ModelMultipleChoiceField(
        Building.objects.none(), label=_("哪几栋楼"), required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = GroupsField(
        FlagGroup.objects.none(), label=_("哪几个旗手小组"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_urgent = forms.BooleanField(
        label=_("要紧：停水、停电、停气、修路这样的，挂在驿站、反映页和门牌码页的最上面"), required=False
    )

    def __init__(self, station: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["buildings"].queryset = station.compound.buildings.all()
        fields["groups"].queryset = station.groups.prefetch_related("buildings")
        for name in ("buildings", "groups"):
            fields[name].widget.attrs["class"] = "pick" if name == "buildings" else ""
        if not station.groups.exists():
            del fields["groups"]

    def times(self) -> list[forms.BoundField]:
        return [self[name] for name in ("starts_on", "starts", "ends_on", "ends")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        picked = bool(data.get("buildings") or data.get("groups"))
        if data.get("scope") == SOME and not picked and not {"buildings", "groups"} & set(self.errors):
            self.add_error("buildings", forms.ValidationError(_("请选楼，或者选小组。"), code="required"))
        if data.get("scope") == EVERYBODY and picked:
            self.add_error("scope", _("选了全小区，又选了楼或小组。请只留一样。"))
        if bool(data.get("starts_on")) != bool(data.get("starts")) and not {"starts", "starts_on"} & set(self.errors):
            missing = "starts" if data.get("starts_on") else "starts_on"
            self.add_error(
                missing, forms.ValidationError(_("开始的日子和钟点要一起写；没有就都空着。"), code="required")
            )
        self._check_order(data)
        return data

    def _check_order(self, data: dict[str, Any]) -> None:
        if not {"starts_on", "starts", "ends_on", "ends"} & set(self.errors) and data.get("ends_on"):
            ends = _moment(data["ends_on"], data["ends"])
            if data.get("starts_on") and ends <= _moment(data["starts_on"], data["starts"]):
                self.add_error("ends_on", _("结束要比开始晚。"))
            elif ends <= timezone.now():
                self.add_error("ends_on", _("这个时间已经过了。"))

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(
            title=data["title"],
            text=data["text"],
            starts_at=_moment(data["starts_on"], data["starts"]) if data["starts_on"] else None,
            ends_at=_moment(data["ends_on"], data["ends"]),
            is_urgent=data["is_urgent"],
            buildings=data["buildings"],
            groups=data.get("groups", ()),
        )


def _moment(day: Any, hour: time) -> datetime:
    return datetime.combine(day, hour, SHANGHAI)


def written(row: Announcement, *, anew: bool = False) -> dict[str, Any]:
    """The form's values of one that is there; `anew`: its words for another day."""
    chosen = {"buildings": list(row.buildings.all()), "groups": list(row.groups.all())}
    scope = SOME if chosen["buildings"] or chosen["groups"] else EVERYBODY
    said = {"title": row.title, "text": row.text, "is_urgent": row.is_urgent, "scope": scope, **chosen}
    if anew:
        return said
    starts, ends = in_shanghai(row.starts_at) if row.starts_at else None, in_shanghai(row.ends_at)
    return {
        **said,
        "starts_on": starts.date() if starts else None,
        "starts": starts.time() if starts else None,
        "ends_on": ends.date(),
        "ends": ends.time(),
    }


class EndForm(NamingForm):
    note = CleanCharField(
        label=_("说一句"), max_length=NOTE, required=False, help_text=_("居民会看到，比如“提前修好了，水来了”。")
    )


class WithdrawForm(NamingForm):
    note = CleanCharField(
        label=_("为什么撤回"), max_length=NOTE, help_text=_("居民会看到，比如“楼号写错了，请看新的一条”。")
    )


class DoorForm(NamingForm):
    """One tap: a door that was told, or a tick that is taken back."""

    tell = forms.ModelChoiceField(Dwelling.objects.none(), required=False)
    undo = forms.ModelChoiceField(Dwelling.objects.none(), required=False)

    def __init__(self, buildings: set[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.queryset = Dwelling.objects.select_related("entrance").filter(entrance__building__in=buildings)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("tell") and not data.get("undo"):
            raise forms.ValidationError(_("请点一户。"))
        return data
