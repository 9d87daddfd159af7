from __future__ import annotations

from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from notices.channels.base import NotSent, Outgoing


def send(outgoing: Outgoing) -> None:
    """The key is the Message-ID: a mailbox that keeps one of each shows a second copy once."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    name = f"<{outgoing.key}.{int(outgoing.at.timestamp())}@{host}>"
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
    subject = " ".join(outgoing.message.subject.split())
    mail = EmailMessage(subject, outgoing.message.text, to=[outgoing.address], headers=headers)
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (0, b""))
        raise _no(code, said) from error
    except SMTPResponseException as error:
        raise _no(error.smtp_code, error.smtp_error) from error
    except (SMTPException, OSError) as error:
        raise NotSent(_("连不上发邮件的服务器"), detail=repr(error)) from error


def _no(code: int, said: bytes | str) -> NotSent:
    """5xx is a no for good (RFC 5321), 4xx one for now."""
    detail = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if 500 <= code < 600:
        return NotSent(_("收件的邮箱不收这封信"), detail=detail, for_good=True)
    return NotSent(_("收件的邮箱现在不收信"), detail=detail)
