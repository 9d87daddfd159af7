"""Every write of the notices' room."""

from notices.actions.announcements import Words, change, discard, end, publish, withdraw, write
from notices.actions.reading import mark_all_read, mark_read
from notices.actions.receipts import mark_announcement_read, take_back_told, tell_at_door
from notices.actions.sending import Draft, send_notices

__all__ = [
    "Draft",
    "Words",
    "change",
    "discard",
    "end",
    "mark_all_read",
    "mark_announcement_read",
    "mark_read",
    "publish",
    "send_notices",
    "take_back_told",
    "tell_at_door",
    "withdraw",
    "write",
]
