from __future__ import annotations

from django.utils.translation import gettext as _

from core import sms
from notices.channels.base import NotSent, Outgoing


def send(outgoing: Outgoing) -> None:
    try:
        sms.send(outgoing.address, outgoing.message.text, key=outgoing.key, again=outgoing.again)
    except sms.SmsRefused as refused:
        detail = f"{refused.code} {refused}".strip()
        reason = _("短信公司不发这一条") if refused.for_good else _("短信公司现在发不了")
        raise NotSent(reason, detail=detail, for_good=refused.for_good) from refused
