"""Form fields whose values may be stored as they come out."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import clean_text, normalise_phone


class CleanTextField(forms.CharField):
    """Text of several lines, through `clean_text` before its length is checked."""

    widget: type[forms.Widget] = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        # Falsy is the field's empty value, which may be None.
        return (clean_text(text) or self.empty_value) if text else text


class CleanCharField(CleanTextField):
    """The same in one line: newlines and tabs become spaces."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return re.sub(r"[\n\t]+", " ", text) if text else text


class PhoneField(forms.CharField):
    """A Chinese mobile or landline number; gives its digits. An empty one gives ""."""

    widget = forms.TelInput
    default_error_messages = {
        "invalid": _("这个号码好像不对。请填11位手机号，或带区号的座机号，例如0635-8123456。"),
    }

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return normalise_phone(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "tel", **super().widget_attrs(widget)}
