"""Step two of two: each delivery is claimed by one conditional update, sent with its key, and then marked.

A worker that dies in between leaves the claim; it runs out, and another sends again, with the same key.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from notices import channels
from notices.actions.expanding import expand, not_before, settings_of
from notices.channels import NotSent, Outgoing
from notices.messages import compose
from notices.models import Delivery
from notices.registry import told
from notices.vocabulary import State

logger = logging.getLogger(__name__)

# Between attempts; when none is left the delivery is given up and stands on the desk's first page.
LADDER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
LEASE = timedelta(minutes=2)  # longer than the longest wait for any channel
AT_ONCE = 500


@dataclass
class Sent:
    sent: int = 0
    not_sent: int = 0


@task()
def deliver(ids: list[int] | None = None) -> None:
    """Make and send the deliveries of these notices; without ids, all that is due."""
    deliver_due({*ids, *expand(ids)} if ids is not None else None)


def deliver_due(notices: Iterable[int] | None = None, *, most: int = AT_ONCE) -> Sent:
    """At most `most`, oldest first; several processes may do this at once."""
    outcome = Sent()
    tried: set[int] = set()
    while len(tried) < most:
        rows = _claimable(timezone.now()).exclude(pk__in=tried)
        if notices is not None:
            rows = rows.filter(notice__in=notices)
        candidates = list(rows.order_by("next_try_at", "pk").values_list("pk", flat=True)[: min(50, most - len(tried))])
        if not candidates:
            break
        for pk in candidates:
            tried.add(pk)
            _count(outcome, _claim_and_send(pk))
    return outcome


def _count(outcome: Sent, was_sent: bool | None) -> None:
    outcome.sent += was_sent is True
    outcome.not_sent += was_sent is False


def _claimable(now: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Delivery.objects.filter(free, state=State.WAITING, next_try_at__lte=now)


def _claim_and_send(pk: int) -> bool | None:
    """Whether it was sent; None when another worker has it, or nobody needs it any more."""
    now, claim = timezone.now(), uuid4().hex
    claimed = {"claimed_by": claim, "claimed_until": now + LEASE, "claims": F("claims") + 1}
    if not _claimable(now).filter(pk=pk).update(**claimed):
        return None
    row = Delivery.objects.select_related("notice__user__notice_settings").get(pk=pk)
    mine = Delivery.objects.filter(pk=pk, claimed_by=claim)
    if row.notice.read_at is not None:
        _finish(mine, state=State.CALLED_OFF)  # read in the meantime, mostly during quiet hours
        return None
    try:
        with override(settings.LANGUAGE_CODE):
            _send(row)
    except NotSent as failure:
        _again_later(row, mine, failure)
        return False
    except Exception as fault:
        logger.exception("notices: %s failed", row.key)
        _again_later(row, mine, NotSent(_("系统出错，已经记下"), detail=repr(fault)))
        return False
    _finish(mine, state=State.SENT, sent_at=timezone.now(), tries=F("tries") + 1, last_error="", error_detail="")
    return True


def _send(row: Delivery) -> None:
    notice, known = row.notice, told(row.notice.event)
    if known is None:
        raise NotSent(_("这种通知已经取消"), detail=notice.event, for_good=True)
    message = compose(
        known,
        row.channel,
        facts=notice.facts,
        subject=notice.subject,
        path=notice.path,
        name=notice.user.name if notice.user else "",
        is_private=notice.is_private,
        language=settings_of(notice).language,
    )
    channels.send(row.channel, Outgoing(row.address, row.key, row.claims > 1, row.created_at, message))


def _again_later(row: Delivery, mine: QuerySet[Delivery], failure: NotSent) -> None:
    tries = row.tries + 1
    values = {"tries": tries, "last_error": failure.reason[:200], "error_detail": failure.detail[:200]}
    if failure.for_good or tries >= len(LADDER):
        _finish(mine, state=State.GIVEN_UP, **values)
        logger.warning("notices: %s given up: %s %s", row.key, failure.reason, failure.detail)
    else:
        _finish(mine, next_try_at=not_before(row.notice, timezone.now() + LADDER[tries]), **values)


def _finish(mine: QuerySet[Delivery], **values: object) -> None:
    """Nothing, when the claim ran out and another worker took over: then that one says how it ended."""
    mine.update(claimed_by="", claimed_until=None, **values)
