"""The extra questions of a kind as a form. Asked on the receipt; none of them must be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import CleanCharField
from core.forms import DayField, NamingForm, PhotosField
from services.models import Question
from services.vocabulary import QuestionKind

LONGEST = 200
VAGUE = re.compile(r".?$|[不没还未]|.了$")  # options that stand in a sentence without answering: 有, 没有, 报了


class QuestionsForm(NamingForm):
    """Fields `q_<code>`. `given`: question id → the stored value. `said`: the resident's words, in which an option may
    stand already; it is selected then, and only stored when the form is sent.
    """

    def __init__(
        self, *args: Any, questions: Iterable[Question], given: Mapping[int, Any], said: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_answered = bool(given)
        self.questions = {f"q_{question.code}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)
            self.initial.setdefault(name, given.get(question.pk) or (None if given else _said_already(question, said)))

    def answers(self) -> dict[Question, Any]:
        """Values as JSON holds them: text, numbers as they were typed, days in ISO form, lists."""
        return {
            question: _plain(self.cleaned_data[name])
            for name, question in self.questions.items()
            if question.kind != QuestionKind.PHOTO
        }

    def photo_fields(self) -> list[str]:
        return [name for name, question in self.questions.items() if question.kind == QuestionKind.PHOTO]


def _said_already(question: Question, said: str) -> Any:
    """The options that stand word for word in `said`, for a choice of one only when there is no doubt."""
    options = [option["zh"] for option in question.options or []]
    found = [o for o in options if any(word in said and not VAGUE.match(word) for word in o.split("、"))]
    if question.kind == QuestionKind.SEVERAL:
        return found or None
    return found[0] if question.kind == QuestionKind.ONE and len(found) == 1 else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": str(question), "required": False}
    if question.kind == QuestionKind.NUMBER:
        return forms.DecimalField(
            **common,
            max_digits=12,
            decimal_places=3,
            widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "any"}),
            error_messages={"invalid": _("请只填数字。")},
        )
    if question.kind == QuestionKind.DATE:
        return DayField(**common)
    if question.kind == QuestionKind.ONE:
        return forms.ChoiceField(**common, choices=_options(question), widget=forms.RadioSelect)
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(**common, choices=_options(question), widget=forms.CheckboxSelectMultiple)
    if question.kind == QuestionKind.PHOTO:
        return PhotosField(**common)
    return CleanCharField(**common, max_length=LONGEST)


def _options(question: Question) -> list[tuple[str, str]]:
    in_english = (get_language() or "").startswith("en")
    return [(o["zh"], (o.get("en") if in_english else "") or o["zh"]) for o in question.options]
