"""「我的事」: everything somebody has to do, each with its one next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.clocks import Climb
from services.models import CoHandler, Request
from services.pages import desk_above
from services.pages.desk_list import Row, rows_of
from services.queries import work_calendar
from services.queries.work import in_my_hands, my_briefs, to_decide, waits_for_a_call, where_i_help
from services.relations import is_above
from services.vocabulary import Issuer, Status
from services.workflow import RULES, Action
from stations.queries import PostSet, posts_of

FEW, SOME = 5, 12  # of what the triage list shows in full


@dataclass(frozen=True)
class Step:
    """The next thing to do. `is_press`: no more than a press, so the card itself sends it."""

    action: Action
    label: str
    url: str
    is_press: bool


@dataclass(frozen=True)
class Card:
    row: Row
    step: Step | None


@dataclass
class Group:
    title: str
    cards: list[Card]
    hint: str = ""
    more_url: str = ""
    count: int = 0
    key: str = field(default="")

    def __post_init__(self) -> None:
        self.count = self.count or len(self.cards)


def next_step(request: Request) -> Action:
    """Of the one in charge."""
    if request.status == Status.SUBMITTED:
        return Action.ASSIGN
    if request.status == Status.ASSIGNED:
        return Action.TAKE
    if request.status == Status.SUSPENDED:
        return Action.RESUME
    if request.status == Status.ESCALATED:
        return desk_above.step_above(request)
    return Action.RESOLVE if request.contacted_at else Action.CONTACT


PRESSES = (Action.TAKE, Action.CONTACT, Action.RECEIVE)


def card_of(row: Row, action: Action | None) -> Card:
    if action is None:
        return Card(row, None)
    url = reverse("desk:act", args=[row.request.number, action])
    return Card(row, Step(action, str(RULES[action].label), url, action in PRESSES))


def work_groups(user: Any) -> tuple[list[Group], list[CoHandler]]:
    now = timezone.now()
    held, helping, decide = in_my_hands(user), where_i_help(user), to_decide(user, now)
    to_call = waits_for_a_call(user, now)
    rows = {row.request.pk: row for row in rows_of([*held, *helping, *decide, *to_call], now)}
    posts = posts_of(user)
    pressed = [*_pressed(decide, rows, posts)]
    first = {card.row.request.pk for group in pressed for card in group.cards}
    held, decide = ([each for each in found if each.pk not in first] for found in (held, decide))
    groups = [*pressed, *_mine(held, rows, now), *_to_decide(decide, rows)]
    groups.append(Group(_("我来协办"), [card_of(rows[each.pk], None) for each in helping], key="help"))
    groups.append(_to_call(to_call, rows))
    if posts.is_triager or posts.is_community_officer:
        for group in groups:
            _leave_to_the_list(group)
    return [group for group in groups if group.cards], my_briefs(user)


def _leave_to_the_list(group: Group) -> None:
    """Whoever triages holds hundreds on a bad day: the first ones here, all of them in the triage list."""
    if len(group.cards) > SOME:
        group.cards = group.cards[:SOME]
        group.more_url = group.more_url or f"{reverse('desk:triage')}?status=open&assignee=me"


def _mine(held: Sequence[Request], rows: dict[int, Row], now: datetime) -> Iterable[Group]:
    above, calendar = desk_above.titles(), work_calendar()
    kinds: dict[str, list[Card]] = {key: [] for key in (*above, "late", "today", "take", "rest", "triage")}
    for request in held:
        key = desk_above.key_of(request, now, calendar) or _key_of(request, now)
        kinds[key].append(card_of(rows[request.pk], next_step(request)))
    titles = {
        **{key: above[key] for key in desk_above.BEFORE},
        "late": _("已超期"),
        "today": _("今天到期"),
        "take": _("等我签收"),
        "triage": _("等我派人"),
        "rest": _("在我手上"),
        **{key: above[key] for key in desk_above.AFTER},
    }
    return [Group(title, kinds[key], key=key) for key, title in titles.items()]


def _pressed(decide: Sequence[Request], rows: dict[int, Row], posts: PostSet) -> Iterable[Group]:
    """What is pressed from above comes before everything else; and what the station answered, for whoever pressed."""
    to_answer, answered = [], []
    for each in decide:
        row = rows[each.pk]
        if row.supervised is None:
            continue
        if not row.supervised.is_answered and _answers(posts, each):
            to_answer.append(card_of(row, Action.ANSWER_SUPERVISION))
        if row.supervised.is_answered and row.supervised.row.side == Issuer.COMMUNITY and is_above(posts, each):
            answered.append(card_of(row, Action.CLOSE_SUPERVISION))
    return [
        Group(_("督办，等您答复"), to_answer, key="supervised"),
        Group(_("督办有了答复，等您看"), answered, key="answered"),
    ]


def _answers(posts: PostSet, request: Request) -> bool:
    """Runs what is pressed: the station, or of what went past the station those above."""
    if request.level == "community":
        return is_above(posts, request)
    return request.station_id in posts.chief_of | posts.deputy_of


def _key_of(request: Request, now: datetime) -> str:
    """By what presses: too late, due today, what has to be done with it first."""
    due = request.pressing_at
    if due and due < now:
        return "late"
    if due and timezone.localdate(due) <= timezone.localdate(now):
        return "today"
    return {Status.ASSIGNED: "take", Status.SUBMITTED: "triage"}.get(Status(request.status), "rest")


def _to_call(to_call: Sequence[Request], rows: dict[int, Row]) -> Group:
    cards = [card_of(rows[each.pk], Action.CALL_BACK) for each in to_call]
    hint = _("办好了，居民还没说满不满意：打个电话，或者上门问一句。")
    return Group(_("等回访"), cards[:FEW], hint, count=len(cards), key="call_back")


def _to_decide(decide: Sequence[Request], rows: dict[int, Row]) -> Iterable[Group]:
    above = [each for each in decide if each.level == "community"]
    climbed = [each for each in decide if each.level != "community" and each.climb >= Climb.CHIEF]
    here = [each for each in decide if each.level != "community" and each.climb < Climb.CHIEF]
    asks = [card_of(rows[each.pk], Action.DECIDE_ASK) for each in here if each.has_open_ask]  # type: ignore[attr-defined]
    waiting = [card_of(rows[each.pk], Action.ASSIGN) for each in here if each.status == Status.SUBMITTED]
    soon = [card_of(rows[each.pk], Action.RESUME) for each in here if each.status == Status.SUSPENDED]
    complaints = [card_of(rows[each.pk], None) for each in above]
    triage = reverse("desk:triage")
    return [
        Group(_("超期报到我这里的"), [card_of(rows[each.pk], None) for each in climbed], key="climbed"),
        Group(_("等我批的申请"), asks, key="asks"),
        Group(_("反映站长的"), complaints, _("只有社区看得到，请您来办。"), key="above"),
        Group(_("等派人"), waiting[:FEW], "", f"{triage}?status=submitted", len(waiting), "waiting"),
        Group(_("快到恢复日子的"), soon, "", f"{triage}?status=suspended", key="soon"),
    ]
