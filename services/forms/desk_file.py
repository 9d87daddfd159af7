"""The filing form for a neighbour: the resident's own one, and how the word came, the flat, a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.fields import CleanCharField
from services.forms.filing import FilingForm
from services.vocabulary import Channel


class NeighbourForm(FilingForm):
    """`phone`: the resident's. When it belongs to an account, that person becomes the owner."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎么知道的"),
        choices=[
            (Channel.VISIT, gettext_lazy("上门、路上碰到")),
            (Channel.PHONE, gettext_lazy("打来电话")),
            (Channel.DESK, gettext_lazy("来驿站说的")),
        ],
        widget=forms.RadioSelect(attrs={"class": "rate three"}),
        error_messages={"required": gettext_lazy("请选一下是怎么知道的。")},
    )
    dwelling = CleanCharField(
        label=gettext_lazy("几室"), required=False, max_length=10, widget=forms.TextInput(attrs={"class": "short"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: dict[str, tuple[Any, Any]] = {
            "description": (gettext_lazy("居民说了什么"), gettext_lazy("照居民的话写，一句就行。")),
            "phone": (gettext_lazy("居民的电话"), gettext_lazy("居民有账号的话，这件事会出现在他的“我的诉求”里。")),
            "name": (gettext_lazy("怎么称呼居民"), ""),
        }
        for name, (label, hint) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for name in ("phone", "name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # the helper's browser knows only the helper
