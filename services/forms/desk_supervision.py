"""Forms of a supervision (督办): for officers and officials who press, and for the station that answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.forms import DayField
from services import actions
from services.forms.desk_base import LONG, DeskForm, reason_field
from services.queries import work_calendar
from services.vocabulary import SupervisionLevel
from services.workflow import Action

USUAL_DAYS = 3  # working days to answer


def days_ahead() -> Any:
    return work_calendar().add_working_days(timezone.localdate(), USUAL_DAYS)


class SuperviseForm(DeskForm):
    action, done = Action.SUPERVISE, gettext_lazy("督办发出去了，站长会先看到。")
    level = forms.TypedChoiceField(
        label=gettext_lazy("哪一级"), choices=SupervisionLevel.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = reason_field(gettext_lazy("为什么督办，要驿站做什么"), gettext_lazy("居民看不到这段话。"), length=LONG)
    due = DayField(label=gettext_lazy("哪天前答复"))

    def prepare(self) -> None:
        self.initial.update({"level": SupervisionLevel.DAILY, "due": days_ahead()})

    def call(self, **who: Any) -> Any:
        said = self.cleaned_data
        return actions.supervise(level=said["level"], reason=said["reason"], due=said["due"], **who)


class AnswerSupervisionForm(DeskForm):
    action, done = Action.ANSWER_SUPERVISION, gettext_lazy("答复交上去了。")
    answer = reason_field(
        gettext_lazy("办到哪一步，什么时候办好"), gettext_lazy("给督办的人看，居民看不到。"), length=LONG
    )

    def call(self, **who: Any) -> Any:
        return actions.answer_supervision(answer=self.cleaned_data["answer"], **who)


class CloseSupervisionForm(DeskForm):
    action, done = Action.CLOSE_SUPERVISION, gettext_lazy("督办了结了。")
    note = reason_field(gettext_lazy("说明"), gettext_lazy("驿站的人看得到。"), required=False)

    def call(self, **who: Any) -> Any:
        return actions.close_supervision(note=self.cleaned_data["note"], **who)


class RaiseSupervisionForm(DeskForm):
    action, done = Action.RAISE_SUPERVISION, gettext_lazy("督办升了一级，等驿站重新答复。")
    reason = reason_field(gettext_lazy("为什么升级，还要做什么"), gettext_lazy("居民看不到这段话。"), length=LONG)
    due = DayField(label=gettext_lazy("哪天前答复"))

    def prepare(self) -> None:
        self.initial["due"] = days_ahead()

    def call(self, **who: Any) -> Any:
        return actions.raise_supervision(reason=self.cleaned_data["reason"], due=self.cleaned_data["due"], **who)


SUPERVISION_FORMS: tuple[type[DeskForm], ...] = (
    SuperviseForm,
    AnswerSupervisionForm,
    CloseSupervisionForm,
    RaiseSupervisionForm,
)
