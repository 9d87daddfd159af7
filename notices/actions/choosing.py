"""What a person chooses to hear, and where."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import time
from smtplib import SMTPException
from typing import Any

from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from core import limits
from core.errors import ActionRefused
from notices import following
from notices.models import Follow, NoticeSettings
from stations.models import Building, Station

CODE_SECONDS = 15 * 60
MOST_GUESSES = 5
MOST_FOLLOWED = 20
HOUR = 3600
ASKED = "notices_email"  # in the session: which address waits for its code


def change_choices(
    *,
    user: Any,
    muted: Collection[str],
    is_quiet: bool,
    quiet_from: time,
    quiet_until: time,
    language: str,
    wants_digest: bool,
) -> None:
    values = {"muted": sorted(muted), "is_quiet": is_quiet, "quiet_from": quiet_from, "quiet_until": quiet_until}
    more = {"language": language, "wants_digest": wants_digest}
    NoticeSettings.objects.update_or_create(user=user, defaults={**values, **more})


def send_email_code(*, user: Any, session: Any, email: str) -> None:
    """Six digits to the address that was typed; it counts only when they come back in the same session."""
    here = f"email-code:{user.pk}"
    if not (limits.hit(here, limit=5, per=HOUR) and limits.hit(f"email-code:{email.lower()}", limit=5, per=HOUR)):
        raise ActionRefused("often", _("验证码发得多了，请过一小时再试。"), "email")
    code = f"{secrets.randbelow(10**6):06d}"
    words = _("您的验证码是 %(code)s，15分钟内有效。不是您本人操作，请不用理会。") % {"code": code}
    try:
        mail.EmailMessage(_("红旗驿站的验证码"), words, to=[email]).send()
    except (SMTPException, OSError) as error:
        raise ActionRefused("not_sent", _("验证码没有发出去，请看看邮箱写得对不对，过一会儿再试。"), "email") from error
    until = timezone.now().timestamp() + CODE_SECONDS
    session[ASKED] = {"email": email, "digest": _digest(user, email, code), "until": until, "guesses": 0}


def confirm_email(*, user: Any, session: Any, code: str) -> None:
    asked = session.get(ASKED)
    if not asked or asked["until"] < timezone.now().timestamp() or asked["guesses"] >= MOST_GUESSES:
        raise ActionRefused("expired", _("验证码过期了，请重新要一个。"), "code")
    session[ASKED] = {**asked, "guesses": asked["guesses"] + 1}
    if not constant_time_compare(asked["digest"], _digest(user, asked["email"], code)):
        raise ActionRefused("wrong", _("验证码不对，请看看邮件再输一次。"), "code")
    NoticeSettings.objects.update_or_create(user=user, defaults={"email": asked["email"]})
    del session[ASKED]


def forget_email(*, user: Any) -> None:
    NoticeSettings.objects.filter(user=user).update(email="")


def _digest(user: Any, email: str, code: str) -> str:
    return salted_hmac("notices.email", f"{user.pk}:{email}:{code}", algorithm="sha256").hexdigest()


def follow(*, user: Any, station: Station, building: Building | None = None, category: str = "") -> None:
    """One's own building, or a kind of request in one's own compound; other people's doings are not for everybody."""
    homes = following.homes_of(user)
    is_home = building in homes if building else category in following.kinds()
    if not is_home or station.compound_id not in {home.compound_id for home in homes}:
        raise ActionRefused("not_home", _("只能关注自己住的楼和小区。"), "what")
    if Follow.objects.filter(user=user).count() >= MOST_FOLLOWED:
        raise ActionRefused("many", _("最多关注%(count)d样，请先取消一样。") % {"count": MOST_FOLLOWED}, "what")
    try:
        with transaction.atomic():
            Follow.objects.create(user=user, station=station, building=building, category=category)
    except IntegrityError:
        return  # followed already, in another window


def unfollow(*, follow: Follow) -> None:
    follow.delete()
