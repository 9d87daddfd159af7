"""「我的事」: everything somebody has to do, each with its one next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.filters import TO_DO
from services.models import CoHandler, Request
from services.pages import desk_above
from services.pages.desk_list import Row, rows_of
from services.queries.work import HELP, counts_of_groups, first_helped, first_of_each, groups_of, my_briefs
from services.vocabulary import Status
from services.workflow import RULES, Action
from stations.queries import posts_of

FEW, SOME = 5, 12  # of what the triage list shows in full
MOST = 200  # for those who have no triage list


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


@dataclass(frozen=True)
class Group:
    """`count`: of all; `cards`: the first of them; `more_url`: exactly these in the triage list."""

    key: str
    title: str
    count: int
    cards: list[Card]
    hint: str = ""
    more_url: str = ""


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
OTHERS_STEP = {
    "supervised": Action.ANSWER_SUPERVISION,
    "answered": Action.CLOSE_SUPERVISION,
    "climbed": None,
    "asks": Action.DECIDE_ASK,
    "waiting": Action.ASSIGN,
    "soon": Action.RESUME,
    "above": None,
    "call_back": Action.CALL_BACK,
    HELP: None,
}
SHORT = ("waiting", "call_back")  # never long enough to hide what comes after


def card_of(row: Row, action: Action | None) -> Card:
    if action is None:
        return Card(row, None)
    url = reverse("desk:act", args=[row.request.number, action])
    return Card(row, Step(action, str(RULES[action].label), url, action in PRESSES))


def work_groups(user: Any) -> tuple[list[Group], list[CoHandler]]:
    now, posts = timezone.now(), posts_of(user)
    has_list = posts.is_triager or posts.is_community_officer
    groups = groups_of(user, now)
    counts = counts_of_groups(user, groups)
    most = SOME if has_list else MOST
    cards: dict[str, list[Card]] = {key: [] for key in counts}
    helped = first_helped(user, most) if counts[HELP] else []
    for row in rows_of([*first_of_each(user, groups, most), *helped], now):
        key = row.request.group  # type: ignore[attr-defined]
        step = OTHERS_STEP[key] if key in OTHERS_STEP else next_step(row.request)
        cards[key].append(card_of(row, step))
    found = [_group(key, str(title), counts[key], cards[key], has_list) for key, title in TO_DO]
    return [group for group in found if group.count], my_briefs(user)


def _group(key: str, title: str, count: int, cards: list[Card], has_list: bool) -> Group:
    is_short = key in SHORT or (key == HELP and has_list)  # an officer is asked to help from many stations
    shown = cards[:FEW] if is_short else cards
    hints = {
        "above": _("只有社区看得到，请您来办。"),
        "call_back": _("办好了，居民还没说满不满意：打个电话，或者上门问一句。"),
    }
    hint = hints.get(key, "")
    if count > len(shown) and not has_list:
        hint = _("先列最急的%(count)d件，办完再看后面的。") % {"count": len(shown)}
    has_more = has_list and (count > len(shown) or key in ("waiting", "soon"))
    return Group(key, title, count, shown, hint, f"{reverse('desk:triage')}?todo={key}" if has_more else "")
