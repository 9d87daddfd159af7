"""Every write of the notices' room."""

from notices.actions.choosing import change_choices, confirm_email, follow, forget_email, send_email_code, unfollow
from notices.actions.digest import send_digests
from notices.actions.mending import drop, try_again
from notices.actions.reading import mark_all_read, mark_read
from notices.actions.sending import Draft, send_notices

__all__ = [
    "Draft",
    "change_choices",
    "confirm_email",
    "drop",
    "follow",
    "forget_email",
    "mark_all_read",
    "mark_read",
    "send_digests",
    "send_email_code",
    "send_notices",
    "try_again",
    "unfollow",
]
