from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.periodic import Outcome, each
from notices.actions.sending import Draft, send_notices
from notices.digest import Figures, figures
from notices.models import DigestSent, NoticeSettings
from notices.vocabulary import Audience


def send_digests(*, at: datetime) -> Outcome:
    """The row that says who had it today and the notice are one transaction: once per person and day."""
    day = timezone.localdate(at)
    declined = set(NoticeSettings.objects.filter(wants_digest=False).values_list("user", flat=True))

    def one(found: Figures) -> bool:
        with transaction.atomic():
            whose: dict[str, Any] = {"user_id": found.user_id, "station_id": found.station_id, "day": day}
            _row, made = DigestSent.objects.get_or_create(**whose)
            if made:
                send_notices([_draft(found)], at=at)
        return made

    return each((found for found in figures(at) if found.user_id not in declined), one)


def _draft(found: Figures) -> Draft:
    facts = {"waiting": found.waiting, "late": found.late, "today": found.today}
    if found.user_id is not None:
        return Draft(found.user_id, "digest", "", found.path, facts)
    audience = {"audience": Audience.GROUP, "station_id": found.station_id}
    return Draft(None, "group_digest", "", found.path, facts, **audience)  # type: ignore[arg-type]
