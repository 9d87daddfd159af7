"""The call-back: what the resident said at the door or on the phone, asked by somebody who did not do the work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from services import actions
from services.forms.desk_base import LONG, DeskForm, reason_field
from services.vocabulary import CALL_BACK_WAYS, Satisfaction
from services.workflow import Action

YES_NO = [("yes", gettext_lazy("是的")), ("no", gettext_lazy("没有"))]


QUESTIONS = ("reached", "solved", "satisfaction")


def _question(label: Any, choices: Any, look: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect(attrs={"class": f"rate {look}"}))


class CallBackForm(DeskForm):
    """Nothing is ticked beforehand. The three questions are only asked of somebody who was found."""

    action, done = Action.CALL_BACK, gettext_lazy("记下了，谢谢您跑这一趟。")
    way = forms.ChoiceField(
        label=gettext_lazy("怎么回访的"),
        choices=[(way, way.label) for way in CALL_BACK_WAYS],
        widget=forms.RadioSelect,
    )
    found = forms.ChoiceField(
        label=gettext_lazy("找到居民了吗"),
        choices=[("yes", gettext_lazy("找到了，问过了")), ("no", gettext_lazy("没联系上，记一次"))],
        widget=forms.RadioSelect,
    )
    reached = _question(gettext_lazy("有人联系过、来看过吗？"), YES_NO, "two")
    solved = _question(gettext_lazy("问题解决了吗？"), YES_NO, "two")
    satisfaction = _question(gettext_lazy("满意吗？"), Satisfaction.choices, "three")
    comment = reason_field(gettext_lazy("居民还说了什么"), required=False, length=LONG)

    def prepare(self) -> None:
        if self.is_bound and self.data.get("found") != "yes":
            for name in QUESTIONS:
                self.fields[name].required = False

    def call(self, **who: Any) -> Any:
        said = self.cleaned_data
        return actions.call_back(
            way=said["way"],
            found=said["found"] == "yes",
            reached=_yes(said["reached"]),
            solved=_yes(said["solved"]),
            satisfaction=said["satisfaction"],
            comment=said["comment"],
            **who,
        )


def _yes(answer: str) -> bool | None:
    return answer == "yes" if answer else None
