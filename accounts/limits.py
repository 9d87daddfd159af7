"""How often a code may be asked for and guessed, whoever asks and however. The numbers are in ACCOUNT_RATE_LIMITS."""

from allauth.core import context, ratelimit


def may_send_code(phone: str) -> bool:
    """Counts one message to this number. The same for a number that has an account and for one that has none."""
    return bool(ratelimit.consume(context.request, action="sms_code", key=phone))


def may_try_code() -> bool:
    """Counts one guess of this session.

    allauth counts the wrong ones in the session, and many requests at once would each read the same count; this
    counter is locked.
    """
    return bool(ratelimit.consume(context.request, action="code_tried", key=context.request.session.session_key or ""))
