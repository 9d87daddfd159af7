"""Every read of the notices' room."""

from notices.queries.inbox import (
    copy_of_notices,
    counts_of,
    failures_count,
    failures_visible_to,
    follows_of,
    inbox_of,
    outbox_now,
    settings_for,
    unread_count,
)

__all__ = [
    "copy_of_notices",
    "counts_of",
    "failures_count",
    "failures_visible_to",
    "follows_of",
    "inbox_of",
    "outbox_now",
    "settings_for",
    "unread_count",
]
