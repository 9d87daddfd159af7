"""Every write of the notices' room."""

from notices.actions.announcements import Words, change, discard, end, publish, withdraw, write
from notices.actions.choosing import change_choices, confirm_email, follow, forget_email, send_email_code, unfollow
from notices.actions.digest import send_digests
from notices.actions.mending import drop, try_again
from notices.actions.reading import mark_all_read, mark_read
from notices.actions.receipts import mark_announcement_read, take_back_told, tell_at_door
from notices.actions.sending import Draft, send_notices

__all__ = [
    "Draft",
    "Words",
    "change",
    "change_choices",
    "confirm_email",
    "discard",
    "drop",
    "end",
    "follow",
    "forget_email",
    "mark_all_read",
    "mark_announcement_read",
    "mark_read",
    "publish",
    "send_digests",
    "send_email_code",
    "send_notices",
    "take_back_told",
    "tell_at_door",
    "try_again",
    "unfollow",
    "withdraw",
    "write",
]
