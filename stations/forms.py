"""Forms of posts, rota, teams and plates. They check what was typed; the actions decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import MobileField
from accounts.models import User
from core.calendar import SHANGHAI
from core.fields import CleanCharField, PhoneField
from core.forms import DayField, NamingForm
from stations.models import Building, Station
from stations.queries import members_of
from stations.vocabulary import SLOT_HOURS, STATION_POSTS, Post, Slot, TeamKind

SHORT = {"class": "short"}
ONE_DAY = timedelta(days=1)


class PersonFields(NamingForm):
    """Somebody by their number: the account that has it, or a new one."""

    phone = MobileField(label=_("手机号"), widget=forms.TelInput(attrs=SHORT))
    name = CleanCharField(
        label=_("姓名"),
        max_length=40,
        required=False,
        help_text=_("有账号的可以不写；写了会和登记的姓名核对。"),
        widget=forms.TextInput(attrs=SHORT),
    )


class AppointForm(PersonFields):
    field_order = ["post", "building", "phone", "name"]

    post = forms.ChoiceField(label=_("岗位"), choices=[(post.value, post.label) for post in STATION_POSTS])
    building = forms.ModelChoiceField(
        Building.objects.none(),
        label=_("楼栋"),
        required=False,
        empty_label=_("不是楼长，不用选"),
        help_text=_("楼长才要选。"),
    )
    is_party_member = forms.BooleanField(label=_("中共党员"), required=False)
    phone_shown = PhoneField(
        label=_("对外电话"),
        required=False,
        help_text=_("居民能看到。不填就显示驿站电话。"),
        widget=forms.TelInput(attrs=SHORT),
    )
    starts_on = DayField(label=_("从哪天起"), initial=timezone.localdate)
    ends_on = DayField(label=_("到哪天为止"), required=False, help_text=_("有任期的填；没有就空着。"))
    note = CleanCharField(
        label=_("说明"), max_length=200, required=False, help_text=_("比如谁提名、哪次会定的。会留在记录里。")
    )

    def __init__(self, station: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["building"].queryset = station.compound.buildings.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("post") == Post.BUILDING_LEADER and not data.get("building") and "building" not in self.errors:
            self.add_error("building", forms.ValidationError(_("请选他是哪栋楼的楼长。"), code="required"))
        return data


class EndPostForm(NamingForm):
    last_day = DayField(
        label=_("最后一天"), initial=timezone.localdate, help_text=_("到这一天晚上为止。要马上停，就选昨天。")
    )
    note = CleanCharField(label=_("为什么"), max_length=200, help_text=_("会留在记录里。"))
    knowing = forms.BooleanField(label=_("我知道这样就没有站长了"), required=False)

    def __init__(self, *args: Any, last_chief: bool = False, begun: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not last_chief:
            del self.fields["knowing"]
        if not begun:
            self.fields["last_day"].widget = forms.HiddenInput()


class ShiftForm(NamingForm):
    user = forms.ModelChoiceField(User.objects.none(), label=_("谁值班"), empty_label=_("请选一位"))
    day = DayField(label=_("哪天"), initial=timezone.localdate)
    slots = forms.MultipleChoiceField(
        label=_("什么时候"),
        choices=[
            (slot.value, _("%(slot)s %(from)s–%(to)s") % {"slot": slot.label, "from": f"{a:%H:%M}", "to": f"{b:%H:%M}"})
            for slot, (a, b) in SLOT_HOURS.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("可以选几段；要别的时间，就在下面写。"),
    )
    starts = forms.TimeField(
        label=pgettext_lazy("time", "从"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", **SHORT}),
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time", "到"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", **SHORT}),
        help_text=_("比开始早，就是到第二天。"),
    )
    phone_shown = PhoneField(
        label=_("值班电话"),
        required=False,
        help_text=_("居民打这个。不填就显示驿站电话。"),
        widget=forms.TelInput(attrs=SHORT),
    )
    weeks = forms.IntegerField(
        label=_("连排几周"),
        min_value=1,
        max_value=26,
        initial=1,
        help_text=_("1就是只排这一次；4就是连着四周的同一天。"),
        widget=forms.NumberInput(attrs=SHORT),
    )
    note = CleanCharField(label=_("交接说明"), max_length=200, required=False)

    def __init__(self, station: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["user"].queryset = members_of(station)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own = [data.get("starts"), data.get("ends")]
        if any(own) and not all(own) and not {"starts", "ends"} & set(self.errors):
            missing = "ends" if own[0] else "starts"
            self.add_error(missing, forms.ValidationError(_("开始和结束时间都要写。"), code="required"))
        if any(own) and data.get("slots"):
            self.add_error("slots", _("要么选上午、下午、晚上，要么自己写时间，不要两样都填。"))
        if not any(own) and not data.get("slots") and not {"starts", "ends", "slots"} & set(self.errors):
            self.add_error("slots", forms.ValidationError(_("请选什么时候值班。"), code="required"))
        return data

    def times(self) -> list[tuple[datetime, datetime]]:
        """The moments of the shifts, one stretch where chosen slots follow each other."""
        data, day = self.cleaned_data, self.cleaned_data["day"]
        if data["starts"]:
            start = datetime.combine(day, data["starts"], SHANGHAI)
            end = datetime.combine(day, data["ends"], SHANGHAI)
            return [(start, end if end > start else end + ONE_DAY)]
        found: list[tuple[datetime, datetime]] = []
        for slot in Slot:
            if slot not in data["slots"]:
                continue
            start, end = (datetime.combine(day, moment, SHANGHAI) for moment in SLOT_HOURS[slot])
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found


class AbsenceForm(NamingForm):
    """`who`: the only one whose leave the reader may enter; None for whoever runs the station."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("谁请假"), empty_label=_("请选一位"))
    starts_on = DayField(label=_("第一天"), initial=timezone.localdate)
    ends_on = DayField(label=_("最后一天"), initial=timezone.localdate)
    reason = CleanCharField(label=_("事由"), max_length=60, required=False)

    def __init__(self, station: Station, *args: Any, who: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        people = members_of(station)
        field = fields["user"]
        field.queryset = people.filter(pk=who.pk) if who else people
        if who:
            field.initial, field.empty_label = who.pk, None


class TeamForm(NamingForm):
    name = CleanCharField(label=_("名称"), max_length=40, widget=forms.TextInput(attrs=SHORT))
    kind = forms.ChoiceField(label=_("做什么"), choices=TeamKind.choices, help_text=_("派单按这个找服务队。"))


class ChangeTeamForm(TeamForm):
    is_active = forms.BooleanField(label=_("在活动（能接派单）"), required=False)


class RevokeForm(NamingForm):
    reason = CleanCharField(label=_("为什么停用"), max_length=200, help_text=_("比如丢了、被涂了、墙重新刷了。"))
