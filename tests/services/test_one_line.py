"""Of one change a person hears one line, and it is the right one."""

from datetime import datetime, timedelta

import pytest
import time_machine

from core.calendar import SHANGHAI
from notices.models import Notice
from services import actions, tasks
from services.models import Request
from tests import factories
from tests.cast import Cast

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
LIFT = "三单元电梯又坏了"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lift(cast: Cast) -> Request:
    request = factories.file(cast.jingan, LIFT, "4", by=cast.resident)
    Request.objects.filter(pk=request.pk).update(urgency="normal")
    return actions.take(request=request, actor=cast.manager)


def news(user: object) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("event", flat=True))


def forget() -> None:
    Notice.objects.all().delete()


def test_who_gets_back_what_was_called_off_is_told_to_go_on(cast: Cast, lift: Request) -> None:
    actions.escalate(request=lift, reason="要协调", actor=cast.chief)
    forget()
    actions.call_off(request=lift, reason="自己修好了", actor=cast.chair)
    assert (news(cast.chief), news(cast.officer)) == (["go_on"], ["called_off"])


def test_an_officer_hears_once_that_a_resident_withdrew(cast: Cast, lift: Request) -> None:
    actions.escalate(request=lift, reason="要协调", actor=cast.chief)
    forget()
    actions.withdraw(request=lift, actor=cast.resident)
    assert news(cast.officer) == ["withdrawn"]


def test_an_officer_hears_once_that_it_was_not_answered(cast: Cast, lift: Request) -> None:
    actions.escalate(request=lift, reason="要协调", actor=cast.chief)
    forget()
    tasks.call_back_escalations(MONDAY + timedelta(days=9))
    assert (news(cast.officer), news(cast.chief)) == (["not_answered"], ["came_back"])


def test_whoever_did_it_hears_once_that_it_is_reopened(cast: Cast, lift: Request) -> None:
    def again(handler: object) -> None:
        actions.resolve(request=lift, text="修好了", actor=handler)
        forget()
        said = {"reached": True, "solved": False, "satisfaction": "dissatisfied"}
        actions.rate(request=lift, actor=cast.resident, **said)

    again(cast.manager)
    assert (news(cast.manager), news(cast.chair)) == (["reopened"], ["assigned"])
    again(cast.chair)
    assert (news(cast.chair), news(cast.chief)) == (["reopened"], ["assigned"])
    again(cast.chief)  # who has it once more is told to take it
    assert news(cast.chief) == ["assigned"]


def test_who_had_what_is_merged_hears_that_it_is_gone(cast: Cast, lift: Request) -> None:
    mine = factories.file(cast.jingan, LIFT, "4")
    actions.assign(request=mine, to=cast.leader, note="就近", actor=cast.chief)
    forget()
    actions.merge(request=mine, into=lift, actor=cast.chief)
    assert (news(cast.leader), news(cast.manager)) == (["taken_away"], [])


def test_who_handles_both_hears_nothing_of_the_merging(cast: Cast, lift: Request) -> None:
    mine = factories.file(cast.jingan, LIFT, "4")
    assert mine.assignee == cast.manager
    forget()
    actions.merge(request=mine, into=lift, actor=cast.chief)
    assert news(cast.manager) == []
