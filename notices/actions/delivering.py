"""Step two of two: deliveries are claimed by one conditional update, each is sent with its key, and then marked.

They are claimed and marked some at a time, so that statements do not grow with every message; but what was sent is
marked within a second, and at once where the channel takes no key. A worker that dies in between leaves its claims;
they run out, and another sends again, with the same keys.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
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
from notices.vocabulary import Channel, State

logger = logging.getLogger(__name__)

# Between attempts; when none is left the delivery is given up and stands on the desk's first page.
LADDER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
LEASE = timedelta(minutes=2)  # longer than the longest wait for any channel
AT_ONCE, BATCH = 500, 100
HELD = 1.0  # seconds: how long sending goes on before what was sent is marked and the rest given back
KEYLESS = {Channel.WECHAT}

Ending = tuple[tuple[str, Any], ...]  # what is written of a delivery; of many the same


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
        some = min(BATCH, most - len(tried))
        candidates = list(rows.order_by("next_try_at", "pk").values_list("pk", flat=True)[:some])
        if not candidates:  # asked without a lock: mostly there is nothing
            break
        tried.update(set(candidates) - _send_some(candidates, outcome))
    return outcome


def _claimable(now: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Delivery.objects.filter(free, state=State.WAITING, next_try_at__lte=now)


def _send_some(candidates: Collection[int], outcome: Sent) -> set[int]:
    """Those of `candidates` that no other worker has; gives back, unclaimed, what a slow channel left no time for."""
    claim = _claim(candidates)
    mine = Delivery.objects.filter(claimed_by=claim)
    rows = mine.select_related("notice__user__notice_settings").order_by("next_try_at", "pk")
    left, until = deque(rows), monotonic() + HELD
    ended: dict[Ending, list[int]] = defaultdict(list)
    while left:
        row = left.popleft()
        ended[_try(row, outcome)].append(row.pk)
        if row.channel in KEYLESS:
            _mark(mine, ended)
        if monotonic() >= until:
            break
    _mark(mine, ended)
    back = {row.pk for row in left}
    if back:
        _let_go(mine.filter(pk__in=back), claims=F("claims") - 1)
    return back


@transaction.atomic
def _claim(candidates: Collection[int]) -> str:
    """One conditional update for all of them; whoever comes at the same time passes over them instead of waiting."""
    now, claim = timezone.now(), uuid4().hex
    free = _claimable(now).filter(pk__in=candidates)
    pks = list(free.select_for_update(skip_locked=True).values_list("pk", flat=True))
    free.filter(pk__in=pks).update(claimed_by=claim, claimed_until=now + LEASE, claims=F("claims") + 1)
    return claim


def _try(row: Delivery, outcome: Sent) -> Ending:
    if row.notice.read_at is not None:
        return (("state", State.CALLED_OFF),)  # read in the meantime, mostly during quiet hours
    try:
        with override(settings.LANGUAGE_CODE):
            _send(row)
    except NotSent as failure:
        outcome.not_sent += 1
        return _again_later(row, failure)
    except Exception as fault:
        logger.exception("notices: %s failed", row.key)
        outcome.not_sent += 1
        return _again_later(row, NotSent(_("系统出错，已经记下"), detail=repr(fault)))
    outcome.sent += 1
    return (("state", State.SENT), ("tries", row.tries + 1), ("last_error", ""), ("error_detail", ""))


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


def _again_later(row: Delivery, failure: NotSent) -> Ending:
    tries = row.tries + 1
    said = (("tries", tries), ("last_error", failure.reason[:200]), ("error_detail", failure.detail[:200]))
    if failure.for_good or tries >= len(LADDER):
        logger.warning("notices: %s given up: %s %s", row.key, failure.reason, failure.detail)
        return ("state", State.GIVEN_UP), *said
    this_second = timezone.now().replace(microsecond=0)  # the same for many, so that they are written together
    return ("next_try_at", not_before(row.notice, this_second + LADDER[tries])), *said


def _mark(mine: QuerySet[Delivery], ended: dict[Ending, list[int]]) -> None:
    now = timezone.now()
    for ending, pks in ended.items():
        values = dict(ending)
        if values.get("state") == State.SENT:
            values["sent_at"] = now
        _let_go(mine.filter(pk__in=pks), **values)
    ended.clear()


def _let_go(mine: QuerySet[Delivery], **values: Any) -> None:
    """Nothing, when the claim ran out and another worker took over: then that one says how it ended."""
    mine.update(claimed_by="", claimed_until=None, **values)
