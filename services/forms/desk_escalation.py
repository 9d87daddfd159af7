"""What is sent up, and how it comes down again: the desk's forms of stations and of those above them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import CleanCharField
from services import actions
from services.actions.escalating import NO_BODY, NO_BRIEF
from services.forms.desk_base import LONG, DeskForm, reason_field
from services.forms.desk_choices import SuggestingInput
from services.vocabulary import EscalationLevel, ReplyOutcome
from services.workflow import Action

OUTSIDE_NEEDS = {"outside_body": NO_BODY, "brief": NO_BRIEF}


class EscalateForm(DeskForm):
    """A style sheet shows what is for outside bodies only when one is chosen; without it, all of it stands there."""

    action, done = Action.ESCALATE, gettext_lazy("上报了，现在由上级办，驿站的期限先停着。")
    done_outside = gettext_lazy("转给外单位了，由您等他们回复，驿站的期限先停着。回复链接和上报单在下面。")
    to_level = forms.ChoiceField(
        label=gettext_lazy("报给哪一级"), choices=EscalationLevel.choices, widget=forms.RadioSelect
    )
    outside_body = CleanCharField(
        label=gettext_lazy("涉及哪个单位"),
        required=False,
        max_length=80,
        widget=SuggestingInput,
    )
    reason = reason_field(gettext_lazy("为什么上报，请对方做什么"), gettext_lazy("居民会看到。"), length=LONG)
    brief = reason_field(
        gettext_lazy("给外单位看的话"),
        gettext_lazy("他们只看得到这段话和位置：写清楚请他们做什么，别写居民的姓名、电话、房号。"),
        required=False,
        length=LONG,
    )
    reference = CleanCharField(
        label=gettext_lazy("对方编号"),
        help_text=gettext_lazy("已经有了就写，比如12345的工单号。"),
        required=False,
        max_length=60,
    )
    releases_contact = forms.BooleanField(
        label=gettext_lazy("把居民的称呼和电话给外单位"),
        help_text=gettext_lazy("居民同意了才勾。谁给的、谁看了都会记下。"),
        required=False,
    )

    def prepare(self) -> None:
        self.initial["to_level"] = EscalationLevel.COMMUNITY
        for name in OUTSIDE_NEEDS:
            self.fields[name].needed_when = _("报给外单位的必填")  # type: ignore[attr-defined]
        if self.matter.category:
            field = self.fields["outside_body"]
            field.widget.offer(self.matter.category.outside_bodies)
            advice = self.matter.category.outside_advice
            field.help_text = format_html('<span lang="zh-Hans">{}</span>', advice) if advice else ""

    def clean(self) -> dict[str, Any]:
        """Both gaps at once: the action names one at a time."""
        said = super().clean() or {}
        if said.get("to_level") == EscalationLevel.OUTSIDE:
            for name, words in OUTSIDE_NEEDS.items():
                if name in said and not said[name]:
                    self.add_error(name, words)
        return said

    def call(self, **who: Any) -> Any:
        return actions.escalate(**self._said(), **who)

    def done_words(self) -> str:
        is_outside = self.cleaned_data["to_level"] == EscalationLevel.OUTSIDE
        return str(self.done_outside) if is_outside else super().done_words()

    def _said(self) -> dict[str, Any]:
        names = ("outside_body", "reason", "brief", "reference", "releases_contact")
        return {"to_level": self.cleaned_data["to_level"], **{name: self.cleaned_data[name] for name in names}}


class PassOnForm(EscalateForm):
    action, done = Action.PASS_ON, gettext_lazy("转出去了，对方答复以后回到您这里。")
    done_outside = gettext_lazy("转给外单位了，他们回复以后回到您这里。回复链接和上报单在下面。")

    def prepare(self) -> None:
        super().prepare()
        levels = [EscalationLevel.STREET, EscalationLevel.OUTSIDE]
        self.fields["to_level"].choices = [(level, level.label) for level in levels]  # type: ignore[attr-defined]
        self.fields["to_level"].label = _("转给谁")
        self.fields["reason"].label = _("为什么转，请对方做什么")
        self.initial["to_level"] = EscalationLevel.OUTSIDE

    def call(self, **who: Any) -> Any:
        return actions.pass_on(**self._said(), **who)


class ReceiveForm(DeskForm):
    action, done = Action.RECEIVE, gettext_lazy("记下了，驿站知道您收到了。")

    def call(self, **who: Any) -> Any:
        return actions.receive(**who)


class AnswerEscalationForm(DeskForm):
    action, done = Action.ANSWER_ESCALATION, gettext_lazy("答复了，回到报上来的人手里。")
    answer = reason_field(gettext_lazy("答复"), gettext_lazy("居民会看到。"), length=LONG)

    def call(self, **who: Any) -> Any:
        return actions.answer_escalation(answer=self.cleaned_data["answer"], **who)


class SendBackForm(DeskForm):
    action, done = Action.SEND_BACK, gettext_lazy("退回去了。")
    reason = reason_field(
        gettext_lazy("为什么不归这里办"), gettext_lazy("居民会看到。上报后两个工作日内才能退。"), length=LONG
    )

    def call(self, **who: Any) -> Any:
        return actions.send_back(reason=self.cleaned_data["reason"], **who)


class RecordReplyForm(DeskForm):
    action, done = Action.RECORD_REPLY, gettext_lazy("登记好了。")
    outcome = forms.ChoiceField(label=gettext_lazy("结果"), choices=ReplyOutcome.choices, widget=forms.RadioSelect)
    answer = reason_field(gettext_lazy("他们怎么说"), gettext_lazy("居民会看到。"), length=LONG)
    replied_by = CleanCharField(
        label=gettext_lazy("谁回复的"),
        help_text=gettext_lazy("单位里的哪一位，怎么联系。"),
        required=False,
        max_length=60,
    )
    reference = CleanCharField(label=gettext_lazy("对方编号"), required=False, max_length=60)

    def call(self, **who: Any) -> Any:
        names = ("outcome", "answer", "replied_by", "reference")
        return actions.record_reply(**{name: self.cleaned_data[name] for name in names}, **who)


class ChangeLinkForm(DeskForm):
    action, done = Action.CHANGE_LINK, gettext_lazy("改好了，旧链接不能用了。")
    renew = forms.ChoiceField(
        label=gettext_lazy("旧链接马上作废"),
        choices=[("1", gettext_lazy("换一个新的，再发给对方")), ("0", gettext_lazy("停用，不再给新的"))],
        widget=forms.RadioSelect,
    )

    def call(self, **who: Any) -> Any:
        return actions.change_link(renew=self.cleaned_data["renew"] == "1", **who)


class CallOffForm(DeskForm):
    action, done = Action.CALL_OFF, gettext_lazy("撤回来了，接着办。")
    reason = reason_field(gettext_lazy("为什么撤回"), gettext_lazy("居民会看到。"))

    def call(self, **who: Any) -> Any:
        return actions.call_off(reason=self.cleaned_data["reason"], **who)


ESCALATION_FORMS: tuple[type[DeskForm], ...] = (
    *(EscalateForm, ReceiveForm, AnswerEscalationForm, PassOnForm, SendBackForm),
    *(RecordReplyForm, ChangeLinkForm, CallOffForm),
)
