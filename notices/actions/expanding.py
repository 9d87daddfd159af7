"""Step one of two: from a notice to its deliveries. A notice and all its deliveries are one transaction, so that a
worker that dies leaves nothing half done."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from notices import audience, following, quiet
from notices.models import Delivery, Follow, GroupHook, Notice, NoticeSettings
from notices.registry import Told, told
from notices.vocabulary import Audience, Channel

logger = logging.getLogger(__name__)

AT_ONCE = 500


def expand(ids: Iterable[int] | None = None) -> list[int]:
    """All that wait, or those of `ids`; gives the ids of what was expanded, followers' notices included."""
    done: list[int] = []
    todo = None if ids is None else list(ids)
    while True:
        rows = Notice.objects.filter(fanned_out_at=None)
        if todo is not None:
            rows = rows.filter(pk__in=todo)
        if not rows.exists():  # asked without a lock: mostly there is nothing
            return done
        expanded, made = _expand_some(rows)
        if not expanded:
            return done  # another worker has the rest
        done += expanded
        if todo is not None:
            todo += made


@transaction.atomic
def _expand_some(waiting: Iterable[Notice]) -> tuple[list[int], list[int]]:
    """The ids of some that were expanded, and of new notices that came of them."""
    locked = waiting.order_by("pk").select_for_update(skip_locked=True)  # type: ignore[attr-defined]
    rows = list(locked.prefetch_related("user__notice_settings")[:AT_ONCE])  # many are for few people
    now = timezone.now()
    ids = [row.pk for row in rows]
    Notice.objects.filter(pk__in=ids).update(fanned_out_at=now)
    deliveries, new = [], []
    for row in rows:
        known = told(row.event)
        if known is None:
            logger.error("notices: nobody knows the event %r any more", row.event)
        elif row.audience == Audience.FOLLOWERS:
            new += _for_followers(row)
        else:
            deliveries += list(_deliveries(row, known, now))
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return ids, [row.pk for row in Notice.objects.bulk_create(new)]


def settings_of(notice: Notice) -> NoticeSettings:
    try:
        return notice.user.notice_settings  # type: ignore[union-attr]
    except (AttributeError, ObjectDoesNotExist):
        return NoticeSettings(user=notice.user) if notice.user_id else NoticeSettings()


def not_before(notice: Notice, moment: datetime) -> datetime:
    """A group's robot wakes nobody; everybody else has quiet hours, except for what is urgent."""
    if notice.is_urgent or notice.audience == Audience.GROUP:
        return moment
    return quiet.earliest(moment, *settings_of(notice).quiet_hours)


def _deliveries(notice: Notice, row: Told, now: datetime) -> Iterator[Delivery]:
    when = not_before(notice, now)
    for channel, address in _ways_of(notice, row):
        key = f"n{notice.pk}-{channel}" + (f"-{address}" if channel == Channel.WECHAT else "")
        yield Delivery(notice=notice, channel=channel, address=address, key=key, next_try_at=when, created_at=now)


def _ways_of(notice: Notice, row: Told) -> Iterator[tuple[str, str]]:
    if notice.audience == Audience.PHONE and row.sms:
        yield Channel.SMS, notice.phone
    if notice.audience == Audience.GROUP:
        for hook in GroupHook.objects.filter(station=notice.station_id, is_active=True):
            yield Channel.WECHAT, str(hook.pk)
    user = notice.user
    if user is None or not user.is_active:
        return
    chosen = settings_of(notice)
    if chosen.email and chosen.wants(row.kind, Channel.EMAIL):
        yield Channel.EMAIL, chosen.email
    if row.sms and user.phone_verified and chosen.wants(row.kind, Channel.SMS):
        yield Channel.SMS, user.phone


def _for_followers(notice: Notice) -> list[Notice]:
    """A line for each who follows the building or the kind and still lives there, but for those concerned already.

    `facts`: `building` and `category` say what it is about, `not_to` who has a notice of their own.
    """
    facts = dict(notice.facts)
    building, category = facts.pop("building", None), facts.pop("category", "")
    concerned = set(facts.pop("not_to", ()))
    if notice.station is None:
        return []
    follows = Follow.objects.filter(user__is_active=True).values_list("user", flat=True)
    users = set(follows.filter(station=notice.station_id, category=category)) if category else set()
    if building and (near := set(follows.filter(building=building))):
        users |= near & {lodger.user_id for lodger in audience.lodgers(notice.station.compound_id, [building])}
    users -= concerned
    if not users:
        return []
    return [
        Notice(
            user_id=user,
            event=notice.event,
            station_id=notice.station_id,
            subject=notice.subject,
            path=notice.path,
            facts=facts,
            created_at=notice.created_at,
        )
        for user in sorted(users & following.living_at(notice.station))
    ]
