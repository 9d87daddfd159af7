from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import PhoneField


class MobileField(PhoneField):
    """A number that messages reach; gives its eleven digits."""

    default_error_messages = {"invalid": _("请填11位手机号，例如13812345678。")}

    def to_python(self, value: Any) -> str | None:
        phone = super().to_python(value)
        if phone and not phone.startswith("1"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phone
