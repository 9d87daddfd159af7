"""Text messages go out through one sender, named by the setting SMS_BACKEND (a dotted path to a class)."""

import logging
from collections import deque
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger("sms")


class SmsRefused(Exception):
    """The message did not leave: the provider is down, the contract ran out, the number is barred.

    `for_good`: trying again changes nothing. `code`: the provider's own word for it.
    """

    def __init__(self, reason: str = "", *, for_good: bool = False, code: str = "") -> None:
        super().__init__(reason)
        self.for_good, self.code = for_good, code


class SmsSender:
    """What a provider has to offer. Derive from it, and name the class in SMS_BACKEND."""

    def send(self, phone: str, text: str, *, key: str = "", again: bool = False, code: str = "") -> None:
        """`phone` has eleven digits, `text` carries the signature in front. Raises SmsRefused when it did not leave.

        `key`: the same message always comes with the same key; whoever can, sends it once. `again`: it was tried
        before and nobody knows whether it left. `code`: the sign-in code in the text, for providers with templates.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Sms:
    phone: str
    text: str


class ConsoleSender(SmsSender):
    """For demonstration and tests: writes the message to the log and keeps the last ones in this process."""

    sent: deque[Sms] = deque(maxlen=50)

    def send(self, phone: str, text: str, *, key: str = "", again: bool = False, code: str = "") -> None:
        self.sent.append(Sms(phone, text))
        logger.info("%s %s", phone, text)


def sender() -> SmsSender:
    made: SmsSender = import_string(settings.SMS_BACKEND)()
    return made


def send(phone: str, text: str, *, key: str = "", again: bool = False, code: str = "") -> None:
    """Raises SmsRefused."""
    sender().send(phone, text, key=key, again=again, code=code)


def is_only_logged() -> bool:
    """Whether messages end in the log, so that the page may say where to look."""
    return isinstance(sender(), ConsoleSender)
