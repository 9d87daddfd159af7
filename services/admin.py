"""The catalogue and the calendar, for administrators.

Requests are not here: docs/decisions/0004-no-requests-in-the-admin.md
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core import audit
from core.audited_admin import AuditedAdmin, ReadOnlyAdmin
from core.text import clean_text
from services.actions.catalogue import TARGETS
from services.danger import DANGER_KINDS, EMERGENCY_NUMBERS
from services.models import Category, CategoryGroup, Question, RouteOverride, WorkCalendarDay
from services.queries import forget_calendar, forget_catalogue
from services.routing import post_words
from services.vocabulary import QuestionKind


class LinesField(forms.Field):
    """A list, one entry to a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = value if isinstance(value, list) else clean_text(value or "").split("\n")
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def _posts_told() -> str:
    return _("一行一个代号，先后就是顺序：") + "；".join(f"{code} {post_words(code)}" for code in TARGETS)


class PostsField(LinesField):
    """Post codes in the order in which they are asked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": lazy(_posts_told, str)(), **kwargs})

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for code in value:
            if code not in TARGETS:
                raise ValidationError(_("没有“%(code)s”这个岗位或服务队。"), params={"code": code})


class WhyForm(forms.ModelForm):
    """Every station works by the catalogue: whoever edits it says why."""

    why = forms.CharField(label=_("为什么改"), max_length=200, help_text=_("会留在记录里。"))


def dangers() -> list[tuple[str, str]]:
    """「gas · 消防 119」: the kinds of danger that the portal knows how to meet."""
    told = ((kind, " ".join(f"{who} {number}" for number, who in EMERGENCY_NUMBERS[kind])) for kind in DANGER_KINDS)
    return [("", "—"), *((kind, f"{kind} · {numbers}") for kind, numbers in told)]


class CategoryForm(WhyForm):
    lead = PostsField(label=_("主办岗位"))
    co = PostsField(label=_("协办岗位"), required=False)
    outside_bodies = LinesField(
        label=_("可上报到"), required=False, help_text=_("一行一个单位的名字，上报时可以选；怎么找、找谁写在下一栏。")
    )
    emergency = forms.ChoiceField(
        label=_("危险种类"),
        required=False,
        choices=dangers,
        help_text=_("选了就先告诉居民打哪个电话、自己怎么避开。"),
    )
    words = LinesField(label=_("居民会用的词"), required=False, help_text=_("一行一个。“物业…不管”中间可以隔几个字。"))

    class Meta:
        model = Category
        fields = (
            *("slug", "group", "name", "name_en", "nature", "lead", "co", "urgency", "accept", "contact", "resolve"),
            *(
                "outside_bodies",
                "outside_advice",
                "is_sensitive",
                "about",
                "emergency",
                "words",
                "hint",
                "icon",
                "is_active",
                "order",
            ),
        )


class QuestionForm(forms.ModelForm):
    options = LinesField(
        label=_("选项"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 30}),
        help_text=_("单选、多选才要；一行一个，英文写在“|”后面：异响|Noise"),
    )

    class Meta:
        model = Question
        fields = ("code", "label", "label_en", "kind", "options", "is_active", "order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.instance.options or []
        self.initial["options"] = [f"{row['zh']}|{row['en']}" if row.get("en") else row["zh"] for row in rows]

    def clean_options(self) -> list[dict[str, str]]:
        parts = (line.partition("|") for line in self.cleaned_data["options"])
        return [{"zh": zh.strip(), "en": en.strip()} for zh, _bar, en in parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in (QuestionKind.ONE, QuestionKind.SEVERAL) and not data.get("options"):
            self.add_error("options", _("单选、多选要写选项。"))
        return data


class QuestionInline(admin.StackedInline):
    model = Question
    form = QuestionForm
    extra = 0


class CatalogueAdmin(AuditedAdmin):
    """What filing keeps in memory is read anew after each change."""

    def after_change(self) -> None:
        transaction.on_commit(forget_catalogue)


@admin.register(CategoryGroup)
class CategoryGroupAdmin(CatalogueAdmin):
    form = WhyForm
    list_display = ("name", "name_en", "slug", "order")
    search_fields = ("name", "slug")


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    form = CategoryForm
    list_display = ("name", "group", "nature", "urgency", "accept", "contact", "resolve", "is_sensitive", "is_active")
    list_filter = ("group", "nature", "urgency", "is_sensitive", "is_active")
    list_select_related = ("group",)
    search_fields = ("name", "slug", "name_en")
    inlines = (QuestionInline,)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """A kind that requests may have is switched off, not deleted."""
        return False

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        touched = (
            [("question_added", question, None) for question in formset.new_objects]
            + [("question_changed", question, fields) for question, fields in formset.changed_objects]
            + [("question_deleted", question, None) for question in formset.deleted_objects]
        )
        for verb, question, fields in touched:
            after = {"label": question.label, "kind": question.kind, "options": question.options, "changed": fields}
            audit.record(actor=request.user, verb=verb, obj=form.instance, after=after)
        self.after_change()


@admin.register(RouteOverride)
class RouteOverrideAdmin(ReadOnlyAdmin):
    """Made and ended by the station itself, at the desk."""

    list_display = ("station", "category", "building", "urgency", "lead", "note", "created_at", "ended_at")
    list_filter = ("station",)
    list_select_related = ("station", "category", "building")


@admin.register(WorkCalendarDay)
class WorkCalendarDayAdmin(AuditedAdmin):
    list_display = ("date", "is_working", "note")
    list_filter = ("is_working",)
    date_hierarchy = "date"

    def after_change(self) -> None:
        transaction.on_commit(forget_calendar)
