"""What an action answers when it will not do what it is asked."""

from django.utils.functional import Promise


class ActionRefused(Exception):
    """A refusal in words for the reader. `code` is for programs, `field` names the form field it belongs to, if any.

    `message` may be lazy: it is turned into text when it is shown, in the language of whoever reads it.
    """

    def __init__(self, code: str, message: str | Promise, field: str = "") -> None:
        super().__init__(code, message, field)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
