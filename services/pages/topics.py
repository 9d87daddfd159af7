"""What the pages of hot topics show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import say_day
from services.actions.topics import LEFT_OUT, PUT_BACK
from services.forms.topics import FORMS, TopicForm
from services.models import HotTopic
from services.pages.desk_list import Row, rows_of
from services.queries.topics import left_out_seen_by, members_seen_by, topics_listed, topics_of_districts
from services.vocabulary import TopicState
from stations.queries import posts_of

BAR, GAP, HEIGHT = 12, 4, 32
MOST_MEMBERS = 100
DID = {LEFT_OUT: gettext_lazy("拿出去了一件，不是这件事"), PUT_BACK: gettext_lazy("放回来了一件")}
TINTS = {
    TopicState.FOUND: ("gold", "fire"),
    TopicState.OPENED: ("doing", "tool"),
    TopicState.PUBLISHED: ("done", "check"),
}


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Line:
    topic: HotTopic
    title: str
    words: str
    where: str
    since: str
    state: str
    tint: str
    icon: str
    bars: list[Bar]
    trend: str  # the same in words, for whoever does not see the bars
    url: str


@dataclass(frozen=True)
class Member:
    row: Row
    is_new: bool = False  # it came while somebody wrote
    is_out: bool = False  # somebody left it out
    button: str = ""
    verb: str = ""


def line_of(topic: HotTopic, *, words: list[str], url: str = "") -> Line:
    state = TopicState(topic.state)
    tint, icon = TINTS[state]
    what = str(topic.category) if topic.category else _("还没分类")
    return Line(
        topic=topic,
        title=topic.title or what,
        words=_("、").join(words),
        where=_where(topic),
        since=_since(_day(topic.first_at), _day(topic.last_at)),
        state=str(state.label),
        tint=tint,
        icon=icon,
        bars=bars_of(topic.trend),
        trend=_("每5天：%s件") % _("、").join(map(str, topic.trend)),
        url=url,
    )


def _where(topic: HotTopic) -> str:
    if topic.building:
        return str(topic.building)
    if topic.station_id:
        return _("小区里")
    shown = [f"{compound['name']} {compound['reports']}" for compound in topic.compounds[:6]]
    return _("、").join(shown) + (_("等%d个小区") % len(topic.compounds) if len(topic.compounds) > 6 else "")


def _since(first: str, last: str) -> str:
    return first if first == last else _("%(first)s到%(last)s") % {"first": first, "last": last}


def _day(moment: datetime) -> str:
    return say_day(moment, timezone.now())


def bars_of(trend: list[int]) -> list[Bar]:
    most = max([*trend, 1])
    heights = [max(1, round(count / most * HEIGHT)) for count in trend]
    return [Bar(nth * (BAR + GAP), HEIGHT - height, height) for nth, height in enumerate(heights)]


def list_context(user: Any) -> dict[str, Any]:
    run = posts_of(user).chief_of | posts_of(user).deputy_of
    lines = [
        line_of(topic, words=words_for(topic, run), url=reverse("desk:topic", args=[topic.pk]))
        for topic in topics_listed(user)
    ]
    several = len(run) > 1
    return {
        "found": [line for line in lines if line.topic.state == TopicState.FOUND],
        "opened": [line for line in lines if line.topic.state == TopicState.OPENED],
        "told": [line for line in lines if line.topic.state == TopicState.PUBLISHED],
        "several": several,
    }


def words_for(topic: HotTopic, run: Collection[int]) -> list[str]:
    """Whoever was only given the topic need not be able to read the reports: those of the catalogue alone."""
    return topic.words if topic.station_id in run else topic.known_words


def district_context(user: Any) -> dict[str, Any]:
    """No residents' words: those of the catalogue alone."""
    return {"lines": [line_of(topic, words=topic.known_words) for topic in topics_of_districts(user)]}


def _members(topic: HotTopic, user: Any, shown: int | None, *, may_leave_out: bool) -> list[Member]:
    """`shown`: the version that the page showed before; what came since stands first."""
    seen = members_seen_by(user, topic).defer("description", "search")
    newer = Q(since__gt=topic.version if shown is None else shown)
    rows = seen.annotate(is_new=Case(When(newer, then=True), default=False)).order_by("-is_new", *seen.query.order_by)
    requests = list(rows[:MOST_MEMBERS])
    said = rows_of(requests, timezone.now())
    verb = "leave-out" if may_leave_out else ""
    both = zip(requests, said, strict=True)
    return [Member(row, request.is_new, verb=verb, button=_("不是这件事")) for request, row in both]


def _left_out(topic: HotTopic, user: Any) -> list[Member]:
    rows = rows_of(left_out_seen_by(user, topic).defer("description", "search")[:MOST_MEMBERS], timezone.now())
    return [Member(row, is_out=True, verb="put-back", button=_("放回来")) for row in rows]


def _note(note: dict[str, str], *, runs: bool) -> dict[str, Any]:
    """Whoever was only given the topic need not be able to read the reports: not even which it is."""
    text = note.get("text", "")
    if "did" in note:
        text = str(DID[note["did"]]) + (_("：%s") % note["number"] if runs else "")
    return {"by": note["by"], "at": parse_datetime(note["at"]), "text": text}


def topic_context(topic: HotTopic, user: Any, bound: TopicForm | None = None) -> dict[str, Any]:
    posts = posts_of(user)
    runs = topic.station_id in posts.chief_of | posts.deputy_of
    verbs = {TopicState.FOUND: ["open"] if runs else [], TopicState.OPENED: ["note", *(["publish"] if runs else [])]}
    may_change = runs and topic.state != TopicState.PUBLISHED
    shown = bound.shown if bound is not None else None
    members = _members(topic, user, shown, may_leave_out=may_change and topic.reports > 1)
    return {
        "topic": topic,
        "station": topic.station,
        "line": line_of(topic, words=words_for(topic, posts.chief_of | posts.deputy_of)),
        "forms": [
            bound if bound is not None and bound.verb == verb else FORMS[verb](topic)
            for verb in verbs.get(TopicState(topic.state), [])
        ],
        "notes": [_note(note, runs=runs) for note in topic.notes],
        "members": [*members, *(_left_out(topic, user) if may_change else [])],
        "hidden": topic.reports - len(members) if topic.reports > len(members) else 0,
        "form": bound,
    }
