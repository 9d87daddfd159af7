from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """In one language, for one channel. A text message has no subject."""

    subject: str
    text: str


@dataclass(frozen=True)
class Outgoing:
    """`key`: the same for every attempt. `again`: an earlier attempt may have arrived. `at`: when it was first due."""

    address: str
    key: str
    again: bool
    at: datetime
    message: Message


class NotSent(Exception):
    """`reason`: in the language of the sources, for the outbox. `for_good`: another attempt would change nothing."""

    def __init__(self, reason: str, *, detail: str = "", for_good: bool = False) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.for_good = reason, detail, for_good
