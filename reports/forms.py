"""What is typed for a monthly report. `edits` is what the page showed: whoever is late is told what changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import NamingForm
from reports.models.monthly import LONGEST_TEXT
from reports.vocabulary import FileFormat

NO_NAMES = _("不写居民的姓名、电话和门牌，会印出来。")


def _long(label: Any, rows: int, *, most: int = 0, hint: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, max_length=most or None, help_text=hint)


class Edited(NamingForm):
    edits = forms.IntegerField(required=False, widget=forms.HiddenInput)


class StationTextForm(Edited):
    done = _long(_("这个月做了什么"), 6, most=LONGEST_TEXT, hint=NO_NAMES, required=True)
    done.error_messages["required"] = _("请写写这个月做了什么，几句就行。")
    hard = _long(_("难处和建议"), 4, most=LONGEST_TEXT)


class WriteForm(Edited):
    analysis = _long(_("存在的问题"), 6, hint=NO_NAMES)
    plan = _long(_("下月打算"), 6)


class FormatForm(NamingForm):
    format = forms.ChoiceField(
        label=_("文件格式"), choices=FileFormat.choices, error_messages={"invalid_choice": _("没有这种文件格式。")}
    )


class ReturnForm(Edited):
    reason = forms.CharField(label=_("要补什么、改什么"), max_length=200)


class CorrectForm(NamingForm):
    reason = forms.CharField(
        label=pgettext_lazy("report", "为什么更正"),
        max_length=200,
        help_text=_("会印在新的一版里。已经发布的那版不动。"),
    )
