"""How each event of a request is told to a resident: one sentence for every kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import say_day, say_due
from services.clocks import Climb
from services.models import Photo, RequestEvent
from services.vocabulary import (
    CALL_BACK_WAYS,
    EventKind,
    FeedbackWay,
    NotAcceptedReason,
    ReplyOutcome,
    Satisfaction,
    SupervisionLevel,
    SuspendReason,
)
from stations.titles import label_words, title_words

Picture = dict[str, str]

# To whoever filed it, and to others who may read along.
TO_OWNER: dict[str, str | Promise] = {
    EventKind.FILED: gettext_lazy("您提交了这件事"),
    EventKind.SUPPLEMENTED: gettext_lazy("您补充了情况"),
    EventKind.ANSWERED_QUESTIONS: gettext_lazy("您补充了细节"),
    EventKind.CONTACTED: gettext_lazy("%(who)s联系了您"),
    EventKind.NOTED: gettext_lazy("%(who)s答复您"),
    EventKind.RATED: gettext_lazy("您评价了：%(verdict)s"),
    EventKind.REOPENED: gettext_lazy("您说没解决，重新办"),
    EventKind.URGED: gettext_lazy("您催了一次"),
    EventKind.WITHDRAWN: gettext_lazy("您撤回了"),
    EventKind.JOINED: gettext_lazy("您说“我家也是”，和邻居反映的一起办"),
}
SAID: dict[str, str | Promise] = {
    EventKind.FILED: gettext_lazy("居民提交了这件事"),
    EventKind.ROUTED: gettext_lazy("定了由谁办"),
    EventKind.ASSIGNED: gettext_lazy("交给%(to)s办"),
    EventKind.TAKEN: gettext_lazy("%(who)s开始办了"),
    EventKind.CONTACTED: gettext_lazy("%(who)s联系了居民"),
    EventKind.RETURNED: gettext_lazy("重新安排，先由%(to)s来看"),
    EventKind.TRANSFERRED: gettext_lazy("转给%(to)s办"),
    EventKind.NOTED: gettext_lazy("%(who)s答复居民"),
    EventKind.SUPPLEMENTED: gettext_lazy("居民补充了情况"),
    EventKind.ANSWERED_QUESTIONS: gettext_lazy("居民补充了细节"),
    EventKind.CLASSIFIED: gettext_lazy("重新归了类"),
    EventKind.PLACED: gettext_lazy("位置改成%(place)s"),
    EventKind.CO_HANDLER_ADDED: gettext_lazy("请%(to)s一起办"),
    EventKind.EXTENSION_ASKED: gettext_lazy("%(who)s申请晚一点办完"),
    EventKind.EXTENDED: gettext_lazy("办完的时间改到%(until)s"),
    EventKind.SUSPENSION_ASKED: gettext_lazy("%(who)s申请先放一放"),
    EventKind.ASK_REFUSED: gettext_lazy("站长没有同意，照原来的时间办"),
    EventKind.SUSPENDED: gettext_lazy("先放一放（%(why)s），%(until)s接着办"),
    EventKind.RESUMED: gettext_lazy("接着办了"),
    EventKind.ESCALATED: gettext_lazy("报给%(to)s"),
    EventKind.PASSED_ON: gettext_lazy("转报给%(to)s"),
    EventKind.RECEIVED_ABOVE: gettext_lazy("%(to)s收到了"),
    EventKind.ANSWERED_ABOVE: gettext_lazy("%(to)s答复了"),
    EventKind.REPLIED: gettext_lazy("%(to)s回复了"),
    EventKind.SENT_BACK: gettext_lazy("%(to)s退回来了"),
    EventKind.CAME_BACK: gettext_lazy("%(to)s到期没有答复，收回来接着办"),
    EventKind.CALLED_OFF: gettext_lazy("从%(to)s撤回来了"),
    EventKind.LINK_CHANGED: gettext_lazy("外单位的回复链接作废了"),
    EventKind.NOT_REACHED: gettext_lazy("回访没联系上（%(why)s）"),
    EventKind.RESOLVED: gettext_lazy("%(who)s说办好了"),
    EventKind.RATED: gettext_lazy("居民评价了：%(verdict)s"),
    EventKind.REOPENED: gettext_lazy("居民说没解决，重新办"),
    EventKind.CLOSED: gettext_lazy("这件事办完了"),
    EventKind.URGED: gettext_lazy("居民催了一次"),
    EventKind.WITHDRAWN: gettext_lazy("居民撤回了"),
    EventKind.NOT_ACCEPTED: gettext_lazy("驿站没接：%(why)s"),
    EventKind.MERGED: gettext_lazy("和邻居反映的同一件事一起办"),
    EventKind.UNMERGED: gettext_lazy("改成单独办"),
    EventKind.TOPIC_TOLD: gettext_lazy("不少邻居都反映，驿站一起答复"),
    EventKind.JOINED: gettext_lazy("居民说“我家也是”，和邻居反映的一起办"),
    EventKind.CODE_RENEWED: gettext_lazy("换了新的取件码"),
    EventKind.CLIMBED: gettext_lazy("没按时办好，报给%(to)s"),
    EventKind.SUPERVISED: gettext_lazy("上级盯着办：%(level)s"),
    EventKind.SUPERVISION_ANSWERED: gettext_lazy("驿站答复了督办"),
    EventKind.SUPERVISION_CLOSED: gettext_lazy("上级看过，督办了结"),
    EventKind.SUPERVISION_RAISED: gettext_lazy("上级盯得更紧：%(level)s"),
}
CLIMBED: dict[int, str | Promise] = {
    Climb.HANDLER: gettext_lazy("没按时办好，已经提醒%(to)s"),
    Climb.DISTRICT: gettext_lazy("一直没办好，上了区里的超期清单"),
}
FILED_FOR = {True: gettext_lazy("%(who)s替您报了这件事"), False: gettext_lazy("%(who)s替居民报了这件事")}
CALLED_BACK = {
    True: gettext_lazy("%(who)s回访，您说：%(verdict)s"),
    False: gettext_lazy("%(who)s回访，居民说：%(verdict)s"),
}
NO_ANSWER = {True: gettext_lazy("一直没等到您的评价，先算办完了"), False: gettext_lazy("一直没等到评价，先算办完了")}
CAME_BACK = {True: gettext_lazy("您说又出毛病了，要重办"), False: gettext_lazy("居民说又出毛病了，要重办")}
UNHAPPY = {True: gettext_lazy("您说不满意，重新办"), False: gettext_lazy("居民说不满意，重新办")}
LEFT_PHONE = {True: gettext_lazy("您留了电话"), False: gettext_lazy("居民留了电话")}
RAISED = {
    True: gettext_lazy("您补充了情况，这件事改成特急"),
    False: gettext_lazy("居民补充了情况，这件事改成特急"),
}
REPLIED = dict.fromkeys((True, False), gettext_lazy("%(to)s回复了：%(outcome)s"))
# What an event says instead when its data hold this.
INSTEAD = {
    (EventKind.FILED, "filed_for"): FILED_FOR,
    (EventKind.CLOSED, "no_answer"): NO_ANSWER,
    (EventKind.REOPENED, "came_back"): CAME_BACK,
    (EventKind.REOPENED, "unhappy"): UNHAPPY,
    (EventKind.SUPPLEMENTED, "phone"): LEFT_PHONE,
    (EventKind.SUPPLEMENTED, "raised"): RAISED,
    (EventKind.REPLIED, "outcome"): REPLIED,
}
ADDED = {True: gettext_lazy("您加的"), False: gettext_lazy("居民加的")}


@dataclass(frozen=True)
class Entry:
    what: str
    at: datetime
    text: str = ""
    photos: list[Picture] = field(default_factory=list)
    is_pair: bool = False  # before and after, shown large
    is_now: bool = False


def timeline(
    events: Iterable[RequestEvent], photos: Iterable[Photo], *, request_id: int, to_owner: bool, now: datetime
) -> list[Entry]:
    """`events` newest first. Of another request (the one that this was merged into) only the sentence is told."""
    of_event: dict[int | None, list[Photo]] = defaultdict(list)
    for photo in photos:
        of_event[photo.event_id].append(photo)
    first_before = next((p for group in of_event.values() for p in group if not p.is_after), None)
    has_after = any(photo.is_after for group in of_event.values() for photo in group)
    entries = []
    for place, event in enumerate(events):
        own = event.request_id == request_id
        shown = of_event[event.pk] if own and event.kind != EventKind.FILED else []  # those stand with the description
        is_pair = event.kind == EventKind.RESOLVED and bool(shown)
        if is_pair and first_before:
            shown = [first_before, *shown]
        added = str(ADDED[to_owner]) if event.kind in (EventKind.SUPPLEMENTED, EventKind.ANSWERED_QUESTIONS) else ""
        pictures = [picture(photo, has_after=has_after, added=added) for photo in shown]
        text = event.text if own else ""
        entries.append(
            Entry(sentence(event, to_owner=to_owner, now=now), event.at, text, pictures, is_pair, place == 0)
        )
    return entries


def picture(photo: Photo, *, has_after: bool = True, added: str = "") -> Picture:
    """Before and after are told apart once there is an after: what somebody has just sent is a photo, no more.

    `added`: who sent it later, which is neither.
    """
    words = added or (_("处理后") if photo.is_after else _("处理前"))
    is_told = has_after or bool(added)
    return {
        "src": reverse("photo", args=[photo.pk, "thumb"]),
        "href": reverse("photo", args=[photo.pk, "full"]),
        "alt": _("%(when)s的照片") % {"when": words} if is_told else _("照片"),
        "caption": words if is_told else "",
    }


def sentence(event: RequestEvent, *, to_owner: bool, now: datetime) -> str:
    words: str | Promise = TO_OWNER.get(event.kind, SAID[event.kind]) if to_owner else SAID[event.kind]
    for (kind, key), instead in INSTEAD.items():
        if event.kind == kind and event.data.get(key):
            words = instead[to_owner]
    if event.kind == EventKind.RATED and event.data.get("way") in CALL_BACK_WAYS:
        words = CALLED_BACK[to_owner]
    if event.kind == EventKind.CLIMBED:
        words = CLIMBED.get(event.data.get("climb", 0), words)
    return str(words) % _facts(event, now)


def _facts(event: RequestEvent, now: datetime) -> dict[str, str]:
    data = event.data
    to = " ".join(part for part in (title_words(str(data.get("to", ""))), str(data.get("name", ""))) if part)
    return {
        "who": label_words(event.actor_label) or _("驿站"),
        "to": to or _("驿站的人"),
        "until": _until(data.get("until"), now),
        "why": _why(event),
        "verdict": verdict(data),
        "level": level_words(data.get("level")),
        "outcome": outcome_words(data.get("outcome")),
        "place": data.get("place") or _("小区里别的地方"),
    }


def _why(event: RequestEvent) -> str:
    if event.kind == EventKind.NOT_REACHED:
        way = event.data.get("way", "")
        return str(FeedbackWay(way).label) if way in FeedbackWay.values else _("电话")
    reasons: Any = NotAcceptedReason if event.kind == EventKind.NOT_ACCEPTED else SuspendReason
    reason = event.data.get("reason", "")
    return str(reasons(reason).label) if reason in reasons.values else _("等条件")


def verdict(data: dict[str, Any]) -> str:
    """「满意」, 「没解决」, 「没解决，不满意」. What is not solved is never told as satisfying, whatever was ticked."""
    said = data.get("satisfaction", "")
    words = str(Satisfaction(said).label) if said in Satisfaction.values else ""
    if data.get("solved") is not False:
        return words
    return _("没解决，不满意") if said == Satisfaction.DISSATISFIED else _("没解决")


def level_words(level: object) -> str:
    return str(SupervisionLevel(level).label) if level in SupervisionLevel.values else _("督办")


def outcome_words(outcome: object) -> str:
    return str(ReplyOutcome(outcome).label) if outcome in ReplyOutcome.values else _("有了答复")


def _until(value: object, now: datetime) -> str:
    """An ISO day or moment of the event as people say it; "" when there is none."""
    if not value:
        return ""
    text = str(value)
    if len(text) == len("2026-11-24"):
        return say_day(date.fromisoformat(text), now)
    return say_due(datetime.fromisoformat(text), now)
