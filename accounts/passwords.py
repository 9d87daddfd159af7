from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own words for it have no Chinese translation."""

    def get_error_message(self) -> str:
        return _("密码太短了，至少要%(min_length)d位。") % {"min_length": self.min_length}


def check_password(password: str, person: Any) -> None:
    """One thing to mend at a time: a password that is too short is mostly also too common."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise error.error_list[0] from None
