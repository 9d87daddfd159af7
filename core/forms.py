"""How forms look: one renderer for all, and the few inputs that the browser does not have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from core.errors import ActionRefused

MISSING = {"required", "min_choices"}
CHOOSING = (forms.ChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
NOT_OFFERED = tuple(field.default_error_messages["invalid_choice"] for field in CHOOSING)  # as Django says it


class PortalRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.phone.as_field_group }}` in the portal's look; the widgets stay Django's own."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the id of the field, the words, and whether it is only missing."""

    target: str
    message: str
    missing: bool


def problems(form: forms.BaseForm) -> Iterator[Problem]:
    for field in form:
        for error in form.errors.as_data().get(field.name, []):
            yield Problem(target_of(field), " ".join(error.messages), error.code in MISSING)


def target_of(field: forms.BoundField) -> str:
    """Where a link to the field leads: its input, or the first one of a group of choices."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def error_title(*forms_: forms.BaseForm | None, has_errors: bool = False) -> str:
    """「错误：」 for the beginning of the title when one of the forms came back with errors, else nothing."""
    return _("错误：") if has_errors or any(form is not None and form.errors for form in forms_) else ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form's `data`: an empty form that was sent is a form with errors, not a first visit."""
    return request.POST if request.method == "POST" else None


def add_refusal(form: forms.BaseForm, refused: ActionRefused) -> None:
    """What an action would not do, at the field that it speaks of, else on top of the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


class NamesMissing:
    """Missing fields are named, so that the summary on top can be read by itself: 「请选“谁值班”」. So are those with
    a choice that is not offered (any more); Django's words for that are a translation, and say back what was sent."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        for field in self.fields.values():
            if str(field.error_messages.get("invalid_choice")) in {str(words) for words in NOT_OFFERED}:
                field.error_messages["invalid_choice"] = _not_offered(field.label)
            words = _("请选“%(label)s”。") if isinstance(field, forms.ChoiceField) else _("请填“%(label)s”。")
            if isinstance(field, forms.BooleanField):
                words = _("请勾选“%(label)s”。")
            if field.label and str(field.error_messages.get("required")) == str(
                forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = words % {"label": field.label}
        super().full_clean()  # type: ignore[misc]


def _not_offered(label: object) -> str:
    if not label:
        return _("没有这一项，请重新选一下。")
    return _("“%(label)s”里没有这一项，请重新选一下。") % {
        "label": str(label).replace("%", "%%")
    }  # filled in once more


class NamingForm(NamesMissing, forms.Form):
    pass


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
        super().__init__(**{"widget": widget, "input_formats": ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"], **kwargs})


class PhotosInput(forms.FileInput):
    """Several photos from the camera or the album. static/js/photos.js shows them before they are sent."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"accept": "image/*", "multiple": True, **(attrs or {})})


class PhotosField(forms.FileField):
    """Cleans to a list of UploadedFile. Only emptiness is judged here; core.images looks at the pictures."""

    widget = PhotosInput

    def clean(self, data: list | None, initial: object = None) -> list[UploadedFile]:
        files = [super(PhotosField, self).clean(item, initial) for item in data or []]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files
