"""What happens to notices when nobody acts: registered with core.periodic. The task that sends them right after a
change is notices.actions.delivering.deliver."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from core.periodic import Outcome, register, renew
from notices.actions import send_digests
from notices.actions.delivering import deliver_due
from notices.actions.expanding import expand
from notices.models import Notice
from notices.vocabulary import Audience

MORNING = time(7, 30)
ON_THE_WAY_OUT_KEPT = timedelta(days=30)
CHUNK, MOST = 50, 1000


@register("send the morning's figures", daily_at=MORNING)
def morning_figures(at: datetime) -> Outcome:
    return send_digests(at=at)


@register("deliver notices")
def deliver_notices(at: datetime) -> Outcome:
    """What no worker has done yet, and what is due for another attempt. A channel that is down is no failure here."""
    expand()
    done = 0
    while done < MOST:
        renew()
        outcome = deliver_due(most=CHUNK)
        done += outcome.sent
        if outcome.sent + outcome.not_sent < CHUNK:
            break
    return Outcome(done=done)


@register("forget what went out to phone numbers")
def forget_phones(at: datetime) -> Outcome:
    """Numbers of people without an account are kept no longer than it takes to mend a delivery."""
    rows = Notice.objects.filter(created_at__lt=at - ON_THE_WAY_OUT_KEPT).exclude(audience=Audience.PERSON)
    return Outcome(done=rows.exclude(fanned_out_at=None).delete()[1].get("notices.Notice", 0))
