"""Choices of the desk's forms that say more than a name: people with their load, reasons with ready words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.ui import tag
from services.queries.load import Person
from services.vocabulary import NotAcceptedReason

NOT_ACCEPTED_WORDS: dict[str, Any] = {
    NotAcceptedReason.EMERGENCY: gettext_lazy(
        "这是紧急情况，请马上拨打110（治安）、119（火灾、救人）或120（急救），他们来得最快。"
    ),
    NotAcceptedReason.LAWSUIT: gettext_lazy("这件事正在走法定程序，驿站不能插手。请等结果；需要法律帮助可以打12348。"),
    NotAcceptedReason.REPEAT: gettext_lazy(
        "同一件事正在办或者已经办完。如果有新情况，请在原来那件上补充说明，或者告诉我们。"
    ),
    NotAcceptedReason.SECRET: gettext_lazy("内容涉及秘密或别人的隐私，不能在这里办。请直接向有关部门当面反映。"),
    NotAcceptedReason.OUT_OF_SCOPE: gettext_lazy("这件事不归驿站和社区管。可以拨打12345，由他们转给负责的部门。"),
    NotAcceptedReason.UNLAWFUL: gettext_lazy("这样的要求法律法规不允许，我们办不了。有疑问可以打12348问问律师。"),
}


class MarkedRadio(forms.RadioSelect):
    """Radio buttons of which some carry attributes of their own."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(attrs, choices)
        self.marks: dict[str, dict[str, Any]] = {}

    def create_option(self, name: str, value: Any, *more: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *more, **options)
        option["attrs"] |= self.marks.get(str(value), {})
        return option


class SuggestingInput(forms.TextInput):
    """A line to type in, with names to choose from. Nothing is chosen beforehand."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.names: Sequence[str] = ()

    def offer(self, names: Sequence[str]) -> None:
        self.names = names

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        if not self.names:
            return super().render(name, value, attrs, renderer)
        listed = f"{(attrs or {}).get('id', name)}_names"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


class PersonField(forms.ChoiceField):
    """Somebody of the station. Who is away or has to stand aside is shown, with the reason, but cannot be chosen."""

    widget = MarkedRadio
    default_error_messages = {"invalid_choice": gettext_lazy("现在不能选这个人，请重新选一位。")}

    def offer(
        self, people: Sequence[Person], *, choose: bool = True, recused_too: bool = False, empty: str = ""
    ) -> None:
        """`choose`: the rule's proposal is ticked. `recused_too`: they may be asked, in a brief."""
        in_words = not isinstance(self.widget, MarkedRadio)
        first = [("", empty)] if empty else []
        self.choices = [*first, *((str(p.user), p.label if in_words else person_words(p)) for p in people)]
        if in_words:
            return
        barred = [p for p in people if p.is_absent or (p.is_recused and not recused_too)]
        self.widget.marks = {str(person.user): {"disabled": True} for person in barred}
        if choose:
            self.initial = next((str(p.user) for p in people if p.is_suggested and p.can_have_it), None)


def person_words(person: Person) -> SafeString:
    """「物业经理 丁海波 ✓建议」 and under it what he has in hand."""
    mark = tag(_("建议"), tint="done", icon="check") if person.is_suggested else ""
    facts = [_("在办%d件") % person.load]
    facts += [_("正在值班")] if person.on_duty else []
    facts += [_("请假")] if person.is_absent else []
    facts += [_("要回避")] if person.is_recused else []
    return format_html('<b>{}</b> {}<br><span class="s m num">{}</span>', person.label, mark, " · ".join(facts))
