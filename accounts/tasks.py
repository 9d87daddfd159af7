"""What happens to accounts when nobody acts: registered with core.periodic."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from core.periodic import Outcome, register


@register("forget expired sessions")
def forget_sessions(at: datetime) -> Outcome:
    return Outcome(done=Session.objects.filter(expire_date__lt=at).delete()[0])
