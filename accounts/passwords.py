from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own words for it have no Chinese translation."""

    def get_error_message(self) -> str:
        return _("密码太短了，至少要%(min_length)d位。") % {"min_length": self.min_length}
