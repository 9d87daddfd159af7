"""What the task queue leaves behind: registered with core.periodic."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from core.periodic import Outcome, register

KEPT = timedelta(days=2)


@register("forget tasks that are over")
def forget_tasks(at: datetime) -> Outcome:
    """Also those whose worker died: what they had to do stands in its own rows, which `runperiodic` looks after."""
    over = Q(finished_at__lt=at - KEPT) | Q(status="RUNNING", started_at__lt=at - KEPT)
    return Outcome(done=DBTaskResult.objects.filter(over).delete()[0])
