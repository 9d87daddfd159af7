"""Every read of the notices' room."""

from notices.queries.inbox import counts_of, inbox_of, unread_count

__all__ = ["counts_of", "inbox_of", "unread_count"]
