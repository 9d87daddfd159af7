"""By which way each notice leaves the portal, and when: preferences mute a way, quiet hours delay it, nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Prefetch

from notices.models import Delivery, Notice, NoticeSettings
from tests.journeys.month.days import DAY, SHANGHAI

# What also goes out as a text message
TEXTED = {
    *("assigned", "to_triage", "sent_up", "overdue", "climbed_chief", "climbed_community", "announcement_urgent"),
    *("has_a_person", "not_accepted", "resolved", "sent_up_yours"),
}
KINDS = {
    "late": "due_soon overdue urged climbed_chief climbed_community climbed_district supervised supervision_closed "
    "supervision_raised supervision_answered supervision_late not_answered came_back",
    "progress": "answered extended has_a_person merged not_accepted resolved resumed sent_up_yours suspended taken",
    "neighbourhood": "neighbour_filed neighbour_resolved",
    "station": "digest announcement announcement_urgent announcement_withdrawn critical_filed",
}
KIND_OF = {event: kind for kind, events in KINDS.items() for event in events.split()}  # all else is work


def ways_of(notice: Notice, chosen: NoticeSettings | None) -> set[str]:
    """Of one notice; its reader chose by kind and way."""
    if notice.audience == "phone":
        return {"sms"}
    if notice.user is None:
        return set()
    kind = KIND_OF.get(notice.event, "work")
    muted = chosen.muted if chosen else []
    ways = {"sms"} if notice.event in TEXTED else set()
    ways |= {"email"} if chosen and chosen.email else set()
    return {way for way in ways if f"{kind}:{way}" not in muted}


def leaves_at(notice: Notice, chosen: NoticeSettings | None) -> datetime:
    """At once; out of quiet hours when they end. What is urgent wakes people."""
    moment = notice.created_at.astimezone(SHANGHAI)
    if notice.is_urgent or (chosen and not chosen.is_quiet):
        return moment
    begins, ends = (chosen.quiet_from, chosen.quiet_until) if chosen else (time(22), time(7))
    if moment.time() >= begins:
        return datetime.combine(moment.date() + DAY, ends, SHANGHAI)
    return datetime.combine(moment.date(), ends, SHANGHAI) if moment.time() < ends else moment


def faults(now: datetime) -> Iterator[str]:
    """Every notice against its deliveries: each way once, at the moment when it may."""
    chosen = {row.user_id: row for row in NoticeSettings.objects.all()}
    rows = Notice.objects.select_related("user").prefetch_related(
        Prefetch("deliveries", Delivery.objects.order_by("pk"))
    )
    for notice in rows.order_by("pk"):
        mine = chosen.get(notice.user_id or 0)
        found = list(notice.deliveries.all())
        if sorted(each.channel for each in found) != sorted(ways_of(notice, mine)):
            yield f"{notice} goes {[each.channel for each in found]}, not {ways_of(notice, mine)}"
        leaves = leaves_at(notice, mine)
        for each in found:
            if (each.state, each.sent_at) != (("sent", leaves) if leaves <= now else ("waiting", None)):
                yield f"{notice} {each.channel} {each.state} {each.sent_at}, not from {leaves} on"
