"""The timeline as station people read it: everything, internal entries too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.clocks import Climb
from services.models import Photo, RequestEvent
from services.pages.timeline import Picture, picture, sentence
from services.queries import catalogue
from services.routing import reason_words
from services.vocabulary import CALL_BACK_WAYS, EventKind
from stations.titles import label_words

SAYS_WHO = {  # their sentence names whoever did it
    EventKind.TAKEN,
    EventKind.CONTACTED,
    EventKind.RESOLVED,
    EventKind.RECEIVED_ABOVE,
    EventKind.EXTENSION_ASKED,
    EventKind.SUSPENSION_ASKED,
}
BETWEEN_OFFICES = {EventKind.SUPERVISED, EventKind.SUPERVISION_RAISED, EventKind.SUPERVISION_CLOSED}
PASSED = {  # a step of the climb at which nobody could be told
    Climb.HANDLER: gettext_lazy("超期了，主办空缺、请假或要回避，没人可提醒"),
    Climb.CHIEF: gettext_lazy("该报给站长，站长空缺、请假或要回避，接着往上报"),
    Climb.COMMUNITY: gettext_lazy("该报给社区，社区、街道空缺、请假或要回避，接着往上报"),
    Climb.DISTRICT: gettext_lazy("上了区里的超期清单，区里没有登记负责的人"),
}


@dataclass(frozen=True)
class Entry:
    what: str
    at: datetime
    who: str = ""
    text: str = ""
    internal: bool = False
    is_now: bool = False
    is_pair: bool = False
    photos: list[Picture] = field(default_factory=list)


def staff_timeline(rows: Iterable[RequestEvent], now: datetime) -> list[Entry]:
    """`rows`: queries.desk.events_of, an event as often as it has photos."""
    entries: list[Entry] = []
    for _pk, same in groupby(rows, key=lambda event: event.pk):
        copies = list(same)
        photos = [Photo(pk=c.photo_id, is_after=c.photo_after) for c in copies if c.photo_id]  # type: ignore[attr-defined]
        entries.append(_entry(copies[0], photos, now, is_now=not entries))
    return entries


def _entry(event: RequestEvent, photos: list[Photo], now: datetime, *, is_now: bool) -> Entry:
    return Entry(
        what=_what(event, now),
        at=event.at,
        who="" if _names_actor(event) else label_words(event.actor_label),
        text=_text(event),
        internal=not event.is_public,
        is_now=is_now,
        is_pair=event.kind == EventKind.RESOLVED and bool(photos),
        photos=[picture(photo) for photo in photos],
    )


def _what(event: RequestEvent, now: datetime) -> str:
    if event.kind == EventKind.ROUTED:
        return _("按规则选人")
    if event.kind == EventKind.NOTED and not event.is_public:
        return _("内部记录") if event.text else _("改派，没有按建议")
    if event.kind == EventKind.CLASSIFIED:
        slug = event.data.get("category")
        kind = next((c for c in catalogue().by_id.values() if c.slug == slug), None)
        return _("归为“%s”") % kind if kind else _("重新归了类")
    if event.kind == EventKind.CLIMBED and not event.is_public:
        return str(PASSED[Climb(event.data["climb"])])
    if event.kind == EventKind.MERGED and event.data.get("into"):
        return _("并到%s") % event.data["into"]
    return sentence(event, to_owner=False, now=now)


def _text(event: RequestEvent) -> str:
    """Of a supervision also what the offices say to each other, which residents do not read."""
    if event.kind in BETWEEN_OFFICES:
        return str(event.data.get("words", ""))
    return reason_words(event.data) if event.kind == EventKind.ROUTED else event.text


def _names_actor(event: RequestEvent) -> bool:
    if event.kind in SAYS_WHO or event.kind in (EventKind.ROUTED, EventKind.CLIMBED):
        return True
    if event.kind == EventKind.NOTED:
        return event.is_public
    if event.kind == EventKind.RATED and event.data.get("way") in CALL_BACK_WAYS:
        return True
    if event.kind == EventKind.REPLIED:
        return event.actor_label == event.data.get("to")
    return label_words(event.actor_label) == _("居民") or event.kind == EventKind.FILED
