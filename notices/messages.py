"""What a notice says on each way out, in one language. Pure but for the settings: no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from notices.channels.base import Message
from notices.registry import Told, say
from notices.vocabulary import Channel

SIGNATURE = "【红旗驿站】"


def link(path: str) -> str:
    """The whole address, or nothing while the operator has not said under which name the portal is reached."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL and path.startswith("/") else ""


def compose(
    row: Told,
    channel: str,
    *,
    facts: Mapping[str, Any],
    subject: str = "",
    path: str = "",
    name: str = "",
    is_private: bool = False,
    language: str = "",
) -> Message:
    """`is_private`: what leaves the portal says only that there is something to read."""
    with override(language or settings.LANGUAGE_CODE):
        if channel == Channel.SMS:
            return Message("", _short(row, facts, path))
        words = _("有一条通知，请您登录看") if is_private else say(row.words, facts, subject)
        if channel == Channel.WECHAT:
            return Message("", "\n".join(filter(None, [words, link(path)])))
        return Message(words, _letter(words, name, path))


def _short(row: Told, facts: Mapping[str, Any], path: str) -> str:
    said = say(row.sms, facts)
    return f"{SIGNATURE}{said} {link(path)}".strip()


def _letter(words: str, name: str, path: str) -> str:
    greeting = _("%(name)s，您好：") % {"name": name} if name else _("您好：")
    where = link(path)
    settings_page = link("/me/notices/")
    parts = [greeting, f"{words}{_('。')}" if words[-1:] not in "。！？.!?" else words]
    if where:
        parts.append(_("点这里看：%(link)s") % {"link": where})
    parts.append(_("这封信是红旗驿站自动发的，不用回。"))
    if settings_page:
        parts.append(_("不想收这样的信，在这里关：%(link)s") % {"link": settings_page})
    return "\n\n".join(parts) + "\n"


def is_mail_only_logged() -> bool:
    """Whether letters end in the log, so that the page may say where to look."""
    return settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))
