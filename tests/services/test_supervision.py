"""Pressing from above: who may, what the station and the resident get to see, how it ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from core.calendar import SHANGHAI
from core.errors import ActionRefused
from core.periodic import Outcome
from notices.models import Notice
from services import actions, tasks
from services.models import Request
from services.vocabulary import EventKind
from tests import factories
from tests.cast import Cast
from tests.journeys.people import words_of

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 6)
WHY = "超期五天，没人联系过居民"


@pytest.fixture
def lift(cast: Cast) -> Request:
    """It climbed up to the district: both the community and the district may press."""
    request = factories.file(cast.jingan, "三号楼电梯坏了", "3", category="lift-fault", by=cast.resident, at=MONDAY)
    Request.objects.filter(pk=request.pk).update(highest_climb=4)
    request.refresh_from_db()
    return request


@pytest.fixture
def pressed(cast: Cast, lift: Request) -> Request:
    return actions.supervise(request=lift, level=2, reason=WHY, due=FRIDAY, actor=cast.officer, at=MONDAY)


def told(event: str) -> dict[str, str]:
    return dict(Notice.objects.filter(event=event).values_list("user__name", "path"))


def test_who_runs_the_station_and_who_has_it_hear_of_it(cast: Cast, pressed: Request) -> None:
    row = pressed.supervisions.get()
    assert (row.level, row.side, row.reason, row.issued_title) == (2, "community", WHY, "社区工作人员 柳社区")
    assert row.due_at == datetime(2026, 11, 6, 18, tzinfo=SHANGHAI)
    assert set(told("supervised")) == {"韩立群", "丁海波", "孟秋菊"}


def test_the_resident_reads_that_it_is_pressed_but_not_what_the_offices_write(cast: Cast, pressed: Request) -> None:
    actions.answer_supervision(request=pressed, answer="配件周四到", actor=cast.chief, at=MONDAY + DAY)
    client = Client()
    client.force_login(cast.resident)
    page = words_of(client.get(pressed.get_absolute_url()).content.decode())
    assert "上级盯着办：挂牌督办" in page
    assert WHY not in page
    assert "配件周四到" not in page


def test_it_is_the_first_thing_on_the_chiefs_desk_and_on_the_request(cast: Cast, pressed: Request) -> None:
    client = Client()
    client.force_login(cast.chief)
    groups = client.get("/desk/").context["groups"]
    assert (groups[0].key, [card.row.request.number for card in groups[0].cards]) == ("supervised", [pressed.number])
    page = client.get(pressed.desk_url)
    assert page.context["main"].action == "answer_supervision"
    assert WHY in page.content.decode()
    assert "挂牌督办" in client.get("/desk/requests/?supervised=1").content.decode()


def test_the_triage_list_finds_what_is_pressed(cast: Cast, pressed: Request) -> None:
    factories.file(cast.jingan, "路灯不亮", "4")
    client = Client()
    client.force_login(cast.chief)
    page = client.get("/desk/requests/?supervised=1")
    assert [row.request.number for row in page.context["rows"]] == [pressed.number]
    assert page.context["counts"]["supervised"] == 1


def test_the_answer_goes_to_whoever_pressed_who_closes_it(cast: Cast, pressed: Request) -> None:
    actions.answer_supervision(request=pressed, answer="配件周四到", actor=cast.chief, at=MONDAY + DAY)
    assert told("supervision_answered") == {"柳社区": pressed.desk_url}
    client = Client()
    client.force_login(cast.officer)
    assert client.get("/desk/").context["groups"][0].key == "answered"
    actions.close_supervision(request=pressed, actor=cast.officer, note="盯到周四", at=MONDAY + 2 * DAY)
    assert pressed.supervisions.get().closed_at == MONDAY + 2 * DAY
    assert "韩立群" in told("supervision_closed")


def test_it_is_raised_to_the_next_level_and_answered_anew(cast: Cast, pressed: Request) -> None:
    actions.answer_supervision(request=pressed, answer="在催", actor=cast.chief, at=MONDAY + DAY)
    later = {"reason": "光催不行", "due": date(2026, 11, 9), "actor": cast.officer}
    actions.raise_supervision(request=pressed, **later, at=MONDAY + 2 * DAY)
    first, second = pressed.supervisions.order_by("pk")
    assert (first.raised_to, second.level, second.answered_at) == (second, 3, None)
    assert set(told("supervision_raised")) == {"韩立群", "丁海波", "孟秋菊"}
    with pytest.raises(ActionRefused, match="约谈"):
        actions.raise_supervision(request=pressed, **later, at=MONDAY + 3 * DAY)


def test_only_the_side_that_pressed_closes_or_raises(cast: Cast, pressed: Request) -> None:
    with pytest.raises(ActionRefused, match="柳社区"):
        actions.close_supervision(request=pressed, actor=cast.official)
    with pytest.raises(ActionRefused) as refused:
        actions.close_supervision(request=pressed, actor=cast.chief)
    assert refused.value.code == "not_yours"


@pytest.mark.parametrize(
    ("change", "code"), [({"reason": " "}, "why"), ({"due": MONDAY.date()}, "past"), ({"level": 9}, "level")]
)
def test_what_is_missing_is_asked_for(cast: Cast, lift: Request, change: dict, code: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        actions.supervise(
            request=lift, actor=cast.officer, at=MONDAY, **{"level": 1, "reason": WHY, "due": FRIDAY, **change}
        )
    assert refused.value.code == code
    assert not lift.supervisions.exists()


def test_one_is_open_at_a_time_and_answered_once(cast: Cast, pressed: Request) -> None:
    with pytest.raises(ActionRefused, match="已经在督办"):
        actions.supervise(request=pressed, reason=WHY, due=FRIDAY, actor=cast.official, at=MONDAY)
    actions.answer_supervision(request=pressed, answer="在办", actor=cast.chief, at=MONDAY)
    with pytest.raises(ActionRefused, match="已经答复"):
        actions.answer_supervision(request=pressed, answer="还在办", actor=cast.chair, at=MONDAY)


def test_what_one_has_in_hand_oneself_is_not_pressed(cast: Cast) -> None:
    own = factories.file(cast.jingan, "站长办事偏心，我要投诉站长", "4", at=MONDAY)
    assert own.assignee == cast.officer
    with pytest.raises(ActionRefused, match="您手上"):
        actions.supervise(request=own, reason=WHY, due=FRIDAY, actor=cast.officer, at=MONDAY)


def test_who_must_stand_aside_neither_hears_of_it_nor_answers(cast: Cast) -> None:
    about = factories.file(cast.jingan, "物业打电话没人接，我要投诉物业", "4", at=MONDAY)
    Request.objects.filter(pk=about.pk).update(highest_climb=3)
    about.refresh_from_db()
    actions.supervise(request=about, reason=WHY, due=FRIDAY, actor=cast.officer, at=MONDAY)
    assert "丁海波" not in told("supervised")
    with pytest.raises(ActionRefused):
        actions.answer_supervision(request=about, answer="没有的事", actor=cast.manager, at=MONDAY)


def test_a_late_answer_is_told_once_to_who_pressed_and_to_the_chief(cast: Cast, lift: Request) -> None:
    actions.supervise(request=lift, reason=WHY, due=FRIDAY, actor=cast.official, at=MONDAY)
    due = lift.supervisions.get().due_at
    assert tasks.late_supervisions(due) == Outcome()
    assert tasks.late_supervisions(due + DAY) == Outcome(done=1)
    assert tasks.late_supervisions(due + 2 * DAY) == Outcome()
    late = told("supervision_late")
    assert late["宁区级"] == f"/district/requests/{lift.number}/"
    assert late["韩立群"] == lift.desk_url
    actions.answer_supervision(request=lift, answer="来晚了", actor=cast.chief, at=due + 2 * DAY)


def test_an_answered_one_is_never_late(cast: Cast, pressed: Request) -> None:
    actions.answer_supervision(request=pressed, answer="在办", actor=cast.chief, at=MONDAY)
    assert tasks.late_supervisions(MONDAY + 30 * DAY) == Outcome()


def test_it_is_told_on_the_timeline(cast: Cast, pressed: Request) -> None:
    actions.answer_supervision(request=pressed, answer="在办", actor=cast.chief, at=MONDAY)
    actions.raise_supervision(request=pressed, reason="再快些", due=FRIDAY, actor=cast.officer, at=MONDAY)
    actions.close_supervision(request=pressed, actor=cast.officer, at=MONDAY)
    rows = pressed.events.filter(kind__startswith="supervi").order_by("pk").values_list("kind", "is_public")
    assert list(rows) == [
        (EventKind.SUPERVISED, True),
        (EventKind.SUPERVISION_ANSWERED, False),
        (EventKind.SUPERVISION_RAISED, True),
        (EventKind.SUPERVISION_CLOSED, True),
    ]
