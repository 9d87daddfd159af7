"""When somebody closes their account: nothing more goes out to them, and nothing says where it went."""

from __future__ import annotations

from typing import Any

from core.personal_data import Keeper
from notices.models import Follow, Notice, NoticeSettings
from notices.queries import copy_of_notices


def forget(user: Any) -> None:
    NoticeSettings.objects.filter(user=user).delete()
    Follow.objects.filter(user=user).delete()
    Notice.objects.filter(user=user).delete()


NOTICES = Keeper("notices", copy_of_notices, forget)
