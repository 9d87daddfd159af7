"""The board of posts: every post with its holders or the gap, made from a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stations import appointment_rule
from stations.appointment_rule import Held
from stations.in_hand import in_hand
from stations.models import Appointment, Building, Station
from stations.queries import appointments_ended, appointments_now, changes_of, people_gone_from
from stations.titles import title_at
from stations.vocabulary import AUDIT_WORDS, STATION_POSTS, GoverningBody, Post

VERBS = ("post_given", "post_ended", "post_called_off")
WANTED = (Post.STATION_CHIEF, Post.DEPUTY_CHIEF, Post.HOA_CHAIR, Post.PROPERTY_MANAGER)  # routing looks for them first
ENDED_SHOWN, CHANGES_SHOWN = 6, 8


@dataclass
class Row:
    """One post with those who hold it now or soon. `missing`: a gap that matters; `why`: why there is none at all."""

    title: str
    post: str
    building: Building | None = None
    holders: list[Appointment] = field(default_factory=list)
    missing: bool = False
    why: str = ""


def board(station: Station, reader: Any) -> dict[str, Any]:
    """Nine statements, however many people there are."""
    today, loads = timezone.localdate(), in_hand(station, reader)
    held = list(appointments_now(station))
    by_post: dict[tuple[str, int | None], list[Appointment]] = defaultdict(list)
    for appointment in held:
        appointment.begun = appointment.starts_on <= today  # type: ignore[attr-defined]
        appointment.in_hand = loads.get(appointment.user_id, 0)  # type: ignore[attr-defined]
        by_post[appointment.post, appointment.building_id].append(appointment)
    past = list(appointments_ended(station)[: ENDED_SHOWN + 1])
    return {
        "rows": [_row(post, by_post[post, None], station) for post in STATION_POSTS if post != Post.BUILDING_LEADER],
        "leaders": [_leader_row(building, by_post) for building in station.compound.buildings.all()],
        "findings": [(finding, appointment_rule.words_of(finding)) for finding in _findings(station, held)],
        "past": past[:ENDED_SHOWN],
        "more_past": len(past) > ENDED_SHOWN,
        "left_behind": [(user, loads[user.pk]) for user in people_gone_from(station, loads)],
        "changes": [(entry, AUDIT_WORDS[entry.verb]) for entry in changes_of(station, VERBS, CHANGES_SHOWN)],
    }


def _row(post: Post, holders: list[Appointment], station: Station) -> Row:
    row = Row(str(post.label), post, None, holders)
    begun = any(holder.begun for holder in holders)  # type: ignore[attr-defined]
    if post in (Post.HOA_CHAIR, Post.HOA_MEMBER) and station.compound.governing_body == GoverningBody.NONE:
        row.why = _("小区没有业主委员会")
    elif post in (Post.PROPERTY_MANAGER, Post.PROPERTY_STAFF) and station.compound.property_company_id is None:
        row.why = _("小区没有物业公司")
    else:
        row.missing = post in WANTED and not begun
    return row


def _leader_row(building: Building, by_post: dict[tuple[str, int | None], list[Appointment]]) -> Row:
    holders = by_post[Post.BUILDING_LEADER, building.pk]
    missing = not any(holder.begun for holder in holders)  # type: ignore[attr-defined]
    title = title_at(building, str(Post.BUILDING_LEADER.label))
    return Row(title, Post.BUILDING_LEADER, building, holders, missing=missing)


def _findings(station: Station, held: list[Appointment]) -> list[appointment_rule.Finding]:
    return appointment_rule.look_at(
        [Held(a.user_id, a.user.name, a.post, a.is_party_member) for a in held if a.begun],  # type: ignore[attr-defined]
        has_property_company=station.compound.property_company_id is not None,
        governing_body=station.compound.governing_body,
    )
