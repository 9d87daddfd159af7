"""Links that open one thing without an account: an outside body's reply, a resident's rating.

Each is signed; what it may do is looked up anew every time, so it can be spent, run out or be made void.
"""

from __future__ import annotations

import re
from datetime import datetime
from hmac import compare_digest

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.models import Escalation, Request
from services.vocabulary import EscalationEnding, Status

OPEN_LINK = "open"
KEY = re.compile(r"[0-9]{1,15}")
LINK_WORDS: dict[str, str | Promise] = {
    "used": _("回复收到了，谢谢。一个链接只能回复一次。"),
    "revoked": _("这个链接已经停用了。要回复，请打驿站电话要一个新的。"),
    "expired": _("这个链接已经过期了。要回复，请直接打驿站电话。"),
    "over": _("这件事已经不用您回复了，谢谢。"),
}


def reply_link(escalation: Escalation) -> str:
    """An absolute path."""
    return reverse("reply", args=[_reply().sign(f"{escalation.pk}.{escalation.link_nonce}")])


def escalation_of(token: str) -> tuple[Escalation, str] | None:
    """With the nonce of the link, which may have been replaced: ask `link_state`. None for a forged token."""
    try:
        key, _sep, nonce = _reply().unsign(token).partition(".")
    except BadSignature:
        return None
    rows = Escalation.objects.select_related(
        "request__station__compound", "request__category", "request__building", "request__entrance", "request__facility"
    )
    found = rows.filter(pk=key).first()
    return (found, nonce) if found else None


def link_state(escalation: Escalation, nonce: str, now: datetime) -> str:
    """OPEN_LINK, or why it opens nothing any more (LINK_WORDS)."""
    if not compare_digest(escalation.link_nonce, nonce) or escalation.link_revoked_at:
        return "revoked"
    if escalation.link_used_at:
        return "used"
    if escalation.ended_at:
        return "used" if escalation.ending == EscalationEnding.ANSWERED else "over"
    if escalation.passed_on_at or escalation.request.status != Status.ESCALATED:
        return "over"
    return OPEN_LINK if escalation.link_expires_at and now <= escalation.link_expires_at else "expired"


def rating_link(request: Request) -> str:
    """An absolute path; good for this round, and as long as the pick-up code is not renewed."""
    return reverse("rate_link", args=[_rating(request).sign(f"{request.pk}.{request.reopenings}")])


def request_to_rate(token: str) -> Request | None:
    """The request whose present round the link is for; with `is_spent`. None for a forged token."""
    key = token.partition(".")[0]
    if not KEY.fullmatch(key):
        return None
    request = Request.objects.select_related("station", "category").filter(pk=key).first()
    if request is None:
        return None
    try:
        _key, _sep, round_ = _rating(request).unsign(token).partition(".")
    except BadSignature:
        return None
    request.is_spent = request.status != Status.RESOLVED or round_ != str(request.reopenings)  # type: ignore[attr-defined]
    return request


def _reply() -> Signer:
    return Signer(salt="services.reply", sep=".")


def _rating(request: Request) -> Signer:
    return Signer(salt=f"services.rate:{request.code_digest}", sep=".")
