from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit
from reports.models import FigureSettings
from reports.queries.settings import rules_in_force


@transaction.atomic
def set_rules(*, settings: FigureSettings, actor: Any) -> FigureSettings:
    """From now on these are in force. Published reports keep theirs; months are rolled up anew by the next folding."""
    before = rules_in_force()
    settings.set_by = actor
    settings.save(force_insert=True)
    audit.record(
        actor=actor,
        verb="figure_settings",
        obj=settings,
        note=settings.why,
        before=before.as_json(),
        after=settings.rules.as_json(),
    )
    return settings
