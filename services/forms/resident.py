"""What a resident says later: rating, more news, withdrawing, asking anew; and the form that finds a request."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import CleanCharField, CleanTextField, PhoneField
from core.forms import PhotosField
from services.models import Category
from services.queries import catalogue
from services.vocabulary import ReplyOutcome, Satisfaction

TEXT = 2_000
MISSING_KIND = gettext_lazy("没有这一类，不选也行，驿站的人会看。")
MISSING_SATISFACTION = gettext_lazy("请选一下满不满意。")
REACHED = [("yes", gettext_lazy("有")), ("no", gettext_lazy("没有"))]
SOLVED = [("yes", gettext_lazy("解决了")), ("no", gettext_lazy("没解决"))]


class _YesNo(forms.TypedChoiceField):
    def __init__(self, label: Any, choices: Any, missing: Any) -> None:
        super().__init__(
            label=label,
            choices=choices,
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect(attrs={"class": "rate two"}),
            error_messages={"required": missing, "invalid_choice": missing},
        )


class RatingForm(forms.Form):
    """Nothing is selected beforehand: an answer is given, not left standing. Whoever says 没解决 has said enough."""

    solved = _YesNo(gettext_lazy("问题解决了吗？"), SOLVED, gettext_lazy("请选一下解决了没有。"))
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("您满意吗？"),
        choices=Satisfaction.choices,
        help_text=gettext_lazy("没解决的，这一项不用选。"),
        widget=forms.RadioSelect(attrs={"class": "rate three"}),
        error_messages={"required": MISSING_SATISFACTION, "invalid_choice": MISSING_SATISFACTION},
    )
    reached = _YesNo(gettext_lazy("有人联系过您、来看过吗？"), REACHED, gettext_lazy("请选一下有没有人联系过您。"))
    comment = CleanTextField(
        label=gettext_lazy("还想说点什么"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("solved") is False and "satisfaction" in self.errors:
            del self.errors["satisfaction"]
            self.cleaned_data["satisfaction"] = ""
        return self.cleaned_data


class KindForm(forms.Form):
    """A press on one of the kinds that an unclear sentence looked like."""

    kind = forms.CharField(max_length=50, error_messages={"required": MISSING_KIND, "max_length": MISSING_KIND})

    def clean_kind(self) -> Category:
        kind = catalogue().by_slug.get(self.cleaned_data["kind"])
        if kind is None:
            raise forms.ValidationError(MISSING_KIND)
        return kind


class SupplementForm(forms.Form):
    """`phone` stands by itself on a receipt without one; words and photos stand further down."""

    text = CleanTextField(
        label=gettext_lazy("有什么新情况"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(label=gettext_lazy("照片"), required=False)
    phone = PhoneField(
        label=gettext_lazy("留个电话，好找您"),
        required=False,
        help_text=gettext_lazy("只给办事的人看。"),
        widget=forms.TelInput(attrs={"class": "short"}),
    )


class WithdrawForm(forms.Form):
    reason = CleanCharField(
        label=gettext_lazy("为什么撤回"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("比如：自己修好了。不写也行。"),
    )


class ReopenForm(forms.Form):
    reason = CleanTextField(
        label=gettext_lazy("现在怎么样了？"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写一句现在怎么样了。")},
    )


class UrgeForm(forms.Form):
    """Nothing to fill in; it only carries a refusal back to the page."""


class LeaveForm(UrgeForm):
    pass


class JoinForm(forms.Form):
    offer = forms.CharField(
        max_length=40,
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("请在页面上点“我家也是”。")},
    )


NUMBER = re.compile(r"([A-Z]{2,4})([0-9]{4})([0-9]{4,7})")


class TrackForm(forms.Form):
    """Forgives spaces, small letters, full-width characters, missing dashes."""

    refused_words = gettext_lazy("没查到")
    number = forms.CharField(
        label=gettext_lazy("编号"),
        max_length=60,
        help_text=gettext_lazy("像 JA-2611-0093，写在回执上。"),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("请填编号，写在回执上。")},
    )
    code = forms.CharField(
        label=gettext_lazy("取件码"),
        max_length=60,
        help_text=gettext_lazy("6位数字，和编号写在一起。"),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请填取件码，6位数字。")},
    )

    def clean_number(self) -> str:
        """The number as it is printed, or whatever was typed when it is none."""
        typed = "".join(c for c in _plain(self.cleaned_data["number"]).upper() if c.isalnum())
        found = NUMBER.fullmatch(typed)
        return "-".join(found.groups()) if found else typed

    def clean_code(self) -> str:
        return "".join(c for c in _plain(self.cleaned_data["code"]) if c.isalnum())

    def refuse(self) -> None:
        """The same words whatever was wrong."""
        self.add_error(None, _("编号或取件码不对，请照回执再填一次。"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class ReplyForm(forms.Form):
    """Of an outside body, which has no account and has never seen the portal."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("办得怎么样"),
        choices=ReplyOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一个结果。"), "invalid_choice": gettext_lazy("请选一个结果。")},
    )
    answer = CleanTextField(
        label=gettext_lazy("说一说情况"),
        help_text=gettext_lazy("做了什么，或者准备什么时候做。结果居民马上看得到；这段话先给驿站看，由驿站转告居民。"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写一句办得怎么样。")},
    )
    replied_by = CleanCharField(
        label=gettext_lazy("您的单位、姓名和电话"),
        help_text=gettext_lazy("只给驿站看，有事好联系您。"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写您的单位和姓名，方便联系。")},
    )
    reference = CleanCharField(label=gettext_lazy("你们的受理编号"), required=False, max_length=60)
