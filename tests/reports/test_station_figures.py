"""The figures on the desk: right, and made of nothing but what the reader may read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.calendar import SHANGHAI
from reports.actions import fold
from reports.pages.station import station_context
from services import actions
from services.models import Request
from services.queries.requests import requests_visible_to
from services.vocabulary import OPEN
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.house.lives import ABOUT_THE_COMPANY, LIFT, make_lives

WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def context_of(user: Any, slug: str = "jingan") -> dict[str, Any]:
    found = station_context(user, slug)
    assert found is not None
    return found


def week_of(user: Any) -> dict[str, tuple[str, str, str]]:
    return {figure.label: (figure.now, figure.before, figure.change.words) for figure in context_of(user)["weekly"]}


def filed(cast: Cast, text: str = LIFT, building: str = "4", days_ago: int = 0, **more: Any) -> Request:
    return factories.file(cast.jingan, text, building, by=cast.resident, at=WEDNESDAY - days_ago * DAY, **more)


def test_this_week_is_compared_with_as_many_days_of_the_last(cast: Cast) -> None:
    for days_ago in (0, 1, 2, 7, 9):  # this week's Monday to Wednesday; last week's Wednesday and Monday
        filed(cast, days_ago=days_ago)
    filed(cast, days_ago=6)  # last Thursday: this week has no Thursday yet
    with at(WEDNESDAY):
        assert week_of(cast.chief)["收到诉求"] == ("3", "2", "+1件")


@pytest.mark.parametrize("is_folded", [False, True])
def test_nobody_is_shown_a_count_of_what_they_may_not_read(cast: Cast, is_folded: bool) -> None:
    filed(cast)
    filed(cast, ABOUT_THE_COMPANY)  # the manager and everybody of the company stand aside
    filed(cast, "我要投诉站长，他不管事")  # goes to the community
    if is_folded:
        while fold(at=timezone.now()):
            pass
    with at(WEDNESDAY):
        seen = {name: week_of(getattr(cast, name))["收到诉求"][0] for name in ("manager", "chair", "chief")}
        cells = {name: grid_of(getattr(cast, name)) for name in seen}
    assert seen == {"manager": "1", "chair": "2", "chief": "2"}
    assert cells == {"manager": 1, "chair": 2, "chief": 2}


def grid_of(user: Any) -> int:
    return sum(int(cell.text or 0) for _name, cells in context_of(user)["grid"].rows for cell in cells)


@pytest.mark.parametrize("who", ["chief", "manager", "chair"])
def test_every_figure_of_now_is_what_the_triage_list_shows(cast: Cast, who: str) -> None:
    make_lives(cast)
    reader = getattr(cast, who)
    context, client = context_of(reader), client_of(cast, who)
    mine = requests_visible_to(reader).filter(station=cast.jingan, status__in=OPEN)
    assert context["in_hand"] == mine.count() == sum(load.count for load in context["loads"])
    for row in [*context["waits"], *context["loads"]]:
        for count, url in ((row.count, row.url), (row.late, row.late_url)):
            assert client.get(url).context["counts"]["found"] == count, url


def test_a_rating_shows_of_how_many_answers_it_is_made(cast: Cast) -> None:
    for satisfaction, solved in (("satisfied", True), ("basic", True), ("dissatisfied", False)):
        request = filed(cast)
        actions.take(request=request, actor=cast.manager, at=WEDNESDAY)
        actions.resolve(request=request, actor=cast.manager, text="换了主板", at=WEDNESDAY)
        with at(WEDNESDAY):
            actions.rate(request=request, actor=cast.resident, reached=True, solved=solved, satisfaction=satisfaction)
    with at(WEDNESDAY):
        context = context_of(cast.chief)
    rates = {rate.label: (rate.now, rate.base) for rate in context["rates"]}
    assert rates["解决率"] == ("66.67%", "3次有效回访，2次说解决了")
    assert rates["满意率"] == ("63.33%", "3次有效回访，1次满意、1次基本满意")
    assert "不到5次" in context["few"]


def test_the_grid_adds_up_with_what_has_no_building_and_no_kind(cast: Cast) -> None:
    filed(cast, category="lift-fault")
    filed(cast, category="lift-fault", building="")
    filed(cast, "不知道怎么说")
    with at(WEDNESDAY):
        context = context_of(cast.chief)
    assert context["grid"].head[-1] == "没说哪栋"
    assert [name for name, _cells in context["grid"].rows][-1] == "未归属（1）"
    assert grid_of(cast.chief) == 3


def test_whoever_runs_several_stations_chooses_and_sees_no_other(cast: Cast) -> None:
    factories.appoint(cast.chief, Post.STATION_CHIEF, cast.huaji)
    client = client_of(cast, "chief")
    assert [station.slug for station in client.get("/desk/figures/").context["stations"]] == ["huaji", "jingan"]
    assert client.get("/desk/figures/?station=huaji").context["station"] == cast.huaji
    assert client.get("/desk/figures/?station=hubei").status_code == 404
    assert client.get("/desk/figures/?station=nowhere").status_code == 404


def test_whoever_runs_none_finds_no_such_page(cast: Cast) -> None:
    for who in ("resident", "leader", "mediator", "officer", "official", "admin"):
        assert client_of(cast, who).get("/desk/figures/").status_code == 404, who


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_statements_however_much_there_is(cast: Cast, count: int) -> None:
    for _ in range(count):
        filed(cast)
    client = client_of(cast, "chief")
    client.get("/desk/figures/")
    with CaptureQueriesContext(connection) as fresh:
        assert client.get("/desk/figures/").status_code == 200
    while fold(at=timezone.now()):
        pass
    with CaptureQueriesContext(connection) as folded:
        client.get("/desk/figures/")
    assert (len(fresh), len(folded)) == (8, 6)
