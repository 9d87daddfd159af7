"""The ledger of supervision: whose rows, which state, what its totals say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.calendar import SHANGHAI
from services import actions
from services.models import Request
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
WHY, ANSWER = "一个星期没人上门", "配件周四到"
URL = "/district/supervision/"
NOW = MONDAY + 14 * DAY


def pressed(cast: Cast, due: date, *, by: Any = None, climbed: int = 3, at: datetime = MONDAY, **more: Any) -> Request:
    request = factories.file(more.pop("station", cast.jingan), "三号楼电梯坏了", by=cast.resident, at=at)
    Request.objects.filter(pk=request.pk).update(highest_climb=climbed, **more)
    request.refresh_from_db()
    return actions.supervise(request=request, reason=WHY, due=due, actor=by or cast.officer, at=at)


def answered(cast: Cast, request: Request, at: datetime) -> Request:
    return actions.answer_supervision(request=request, answer=ANSWER, actor=cast.chief, at=at)


@pytest.fixture
def book(cast: Cast) -> dict[str, Request]:
    due = date(2026, 11, 6)
    rows = {name: pressed(cast, due) for name in ("late", "in_time", "too_late", "closed")}
    rows["waiting"] = pressed(cast, date(2026, 11, 20), at=MONDAY + 7 * DAY)
    answered(cast, rows["in_time"], MONDAY + DAY)
    answered(cast, rows["too_late"], MONDAY + 7 * DAY)
    answered(cast, rows["closed"], MONDAY + DAY)
    actions.close_supervision(request=rows["closed"], actor=cast.officer, at=MONDAY + 2 * DAY)
    return rows


def shown(cast: Cast, who: str = "officer", **query: str) -> Any:
    with time_machine.travel(NOW, tick=False):
        answer = client_of(cast, who).get(URL, query)
    assert answer.status_code == 200
    return answer


def numbers(answer: Any) -> set[str]:
    return {line.number for line in answer.context["lines"]}


def test_the_totals_say_what_was_issued_answered_open_and_late(cast: Cast, book: dict) -> None:
    totals = shown(cast).context["totals"]
    assert vars(totals) == {"issued": 5, "answered": 3, "answered_late": 1, "open": 4, "late": 1, "closed": 1}


@pytest.mark.parametrize(
    ("state", "names"),
    [("waiting", ["waiting"]), ("late", ["late"]), ("answered", ["in_time", "too_late"]), ("closed", ["closed"])],
)
def test_each_state_lists_its_own(cast: Cast, book: dict, state: str, names: list[str]) -> None:
    answer = shown(cast, state=state)
    assert numbers(answer) == {book[name].number for name in names}
    assert answer.context["totals"].issued == len(names)


def test_the_filters_narrow_by_level_side_station_and_month(cast: Cast, book: dict) -> None:
    actions.raise_supervision(
        request=book["late"], reason=WHY, due=date(2026, 11, 20), actor=cast.officer, at=NOW - DAY
    )
    assert len(shown(cast, level="2").context["lines"]) == 1
    assert len(shown(cast, side="district").context["lines"]) == 0
    assert len(shown(cast, station="jingan").context["lines"]) == 6
    assert len(shown(cast, month="2026-11").context["lines"]) == 6
    assert len(shown(cast, month="2026-10").context["lines"]) == 0


def test_what_is_no_filter_is_named_and_left_aside(cast: Cast, book: dict) -> None:
    answer = shown(cast, state="whatever", station="hubei")
    assert len(answer.context["lines"]) == 5
    assert answer.context["form"].ignored == ["进展", "驿站"]


def test_an_officer_sees_their_stations_and_an_official_the_district(cast: Cast, book: dict) -> None:
    above = factories.make_user("乙社区的", "19900000077")
    factories.appoint(above, Post.COMMUNITY_OFFICER, division_id=factories.OTHER_COMMUNITY)
    factories.appoint(factories.make_user("那边的站长"), Post.STATION_CHIEF, cast.huaji)
    other = pressed(cast, date(2026, 11, 6), by=above, station=cast.huaji)
    assert other.number not in numbers(shown(cast))
    assert numbers(shown(cast, "official")) == {request.number for request in [*book.values(), other]}


def test_an_official_reads_no_words_of_what_did_not_climb_to_the_district(cast: Cast, book: dict) -> None:
    climbed = pressed(cast, date(2026, 11, 20), by=cast.official, climbed=4)
    lines = {line.number: line for line in shown(cast, "official").context["lines"]}
    assert (lines[book["late"].number].title, lines[book["late"].number].url) == ("", "")
    assert lines[climbed.number].url == climbed.district_url


def test_nobody_reads_what_the_offices_wrote_nor_what_a_private_matter_is_about(cast: Cast, book: dict) -> None:
    hidden = pressed(cast, date(2026, 11, 20), is_sensitive=True)
    answer = shown(cast, "official")
    html = answer.content.decode()
    assert WHY not in html
    assert ANSWER not in html
    assert {line.number: line.kind for line in answer.context["lines"]}[hidden.number] == "涉及隐私"


def test_whoever_is_complained_about_does_not_find_it(cast: Cast, book: dict) -> None:
    Request.objects.filter(pk=book["late"].pk).update(target="member", target_user=cast.official)
    answer = shown(cast, "official")
    assert book["late"].number not in numbers(answer)
    assert answer.context["totals"].issued == 4


def test_the_page_costs_the_same_with_one_and_with_three(cast: Cast) -> None:
    client, costs = client_of(cast, "officer"), []
    for _ in range(2):
        pressed(cast, date(2026, 11, 20))
        client.get(URL)
        with CaptureQueriesContext(connection) as taken:
            client.get(URL)
        costs.append(len(taken))
        pressed(cast, date(2026, 11, 20))
    assert costs == [6, 6]
