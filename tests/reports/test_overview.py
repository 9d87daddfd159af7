"""The overview: whose figures one sees, what stands there, and what it says when there is little or nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from reports.actions import fold
from reports.queries.checking import differences
from reports.queries.seen import seen_from
from services import actions
from services.models import Request
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.months import NOW, answered, many_stations, page, statements


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def official(cast: Cast) -> Client:
    return client_of(cast, "official")


def scope_of(cast: Cast, who: str, key: str = "") -> list[str] | None:
    seen = seen_from(getattr(cast, who), key)
    return None if seen is None else [place.slug for place in seen.scope.stations]


def test_an_official_sees_the_county_and_an_officer_the_community(cast: Cast) -> None:
    assert scope_of(cast, "official") == ["jingan", "huaji", "hubei"]
    assert scope_of(cast, "officer") == ["jingan"]


def test_an_official_steps_down_to_any_division_and_station_below(cast: Cast) -> None:
    assert scope_of(cast, "official", factories.STREET) == ["jingan", "huaji", "hubei"]
    assert scope_of(cast, "official", factories.OTHER_COMMUNITY) == ["huaji", "hubei"]
    assert scope_of(cast, "official", f"s{cast.hubei.pk}") == ["hubei"]


def test_who_says_unsolved_need_not_say_more_and_is_no_satisfied_one(cast: Cast, official: Client) -> None:
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident)
    actions.take(request=request, actor=cast.manager)
    actions.resolve(request=request, actor=cast.manager, text="好了")
    actions.rate(request=request, actor=cast.resident, reached=True, solved=False, satisfaction="")

    assert official.get("/district/").status_code == 200
    counts = official.get("/district/figures/valid/").content.decode()
    assert request.number in counts
    fold(at=NOW)
    assert list(differences()) == []


@pytest.mark.parametrize("key", [factories.CITY, "37", "371503", "3715020", "nowhere", "s", "s0", "s²", "s99999999999"])
def test_what_lies_above_or_aside_is_not_there(official: Client, key: str) -> None:
    for path in ("/district/", "/district/stations/", "/district/figures/received/"):
        assert official.get(path, {"scope": key}).status_code == 404


def test_an_officer_does_not_see_the_next_community_nor_its_stations(cast: Cast) -> None:
    client = client_of(cast, "officer")
    for key in (factories.OTHER_COMMUNITY, factories.STREET, factories.COUNTY, f"s{cast.hubei.pk}"):
        assert client.get("/district/", {"scope": key}).status_code == 404


@pytest.mark.parametrize("month", ["2026-12", "2027-01", "2026-13", "november", "0000-01"])
def test_a_month_that_is_none_or_has_not_come_is_not_there(official: Client, month: str) -> None:
    assert official.get("/district/", {"month": month}).status_code == 404


def test_the_page_tells_the_month_and_what_was_done_in_it(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 3)
    answered(cast, cast.jingan, 1, "dissatisfied")
    words = page(official, "/district/")
    assert "3个驿站收到诉求4件" in words
    assert "办好4件次，按时的占100.00%" in words
    assert "基数：有效回访4件次" in words
    assert "(满意 + 0.9 × 基本满意) ÷ 有效回访" in words
    assert "响应率 × 10% + 解决率 × 50% + 满意率 × 40%" in words
    assert re.search(r"满意率 ?75\.00", words)


def test_a_past_month_is_compared_with_the_one_before(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 2, at=NOW - timedelta(days=61))
    answered(cast, cast.jingan, 3, at=NOW - timedelta(days=31))
    words = page(official, "/district/?month=2026-10")
    assert "收到诉求3件，环比+1件" in words
    assert "2026年10月" in words


def test_rows_add_up_to_the_total(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 2)
    answered(cast, cast.hubei, 1)
    html = official.get("/district/").content.decode()
    table = html[html.index('class="tbl dense num figs"') :]
    received = [int(n) for n in re.findall(r"</th>\s*<td[^>]*>\d+</td>\s*<td[^>]*>(?:<a[^>]*>)?(\d+)", table)]
    assert sorted(received[:-1], reverse=True) == [2, 1, 0]
    assert received[-1] == 3


def test_what_is_red_stands_there_with_whom_but_not_from_whom(cast: Cast, official: Client) -> None:
    request = factories.file(cast.jingan, "陈居民家302漏水，电话13812340427", "4", by=cast.resident, name="陈居民")
    Request.objects.filter(pk=request.pk).update(assignee=cast.manager, pressing_at=NOW - timedelta(days=2))
    words = page(official, "/district/")
    assert "现在超期的有1件" in words
    assert "超期2天" in words
    assert "丁海波" in words
    assert [secret for secret in ("陈居民", "302", "13812340427") if secret in words] == []


def test_a_climbed_request_is_opened_from_there_and_by_officials_alone(cast: Cast, official: Client) -> None:
    request = factories.file(cast.jingan, "电梯又坏了", "4")
    Request.objects.filter(pk=request.pk).update(highest_climb=4, pressing_at=NOW - timedelta(days=2))
    assert f'href="{request.district_url}"' in official.get("/district/").content.decode()
    assert request.district_url not in client_of(cast, "officer").get("/district/").content.decode()


def test_a_first_month_and_a_month_without_anything_are_told_in_words(cast: Cast, official: Client) -> None:
    words = page(official, "/district/")
    assert "没有收到诉求" in words
    assert "都在期限以内" in words
    assert "—" in words


def test_an_official_of_a_county_without_stations_is_told_so(cast: Cast) -> None:
    factories.make_divisions()
    from stations.models import Division

    Division.objects.create(code="371503", name="茌平区", level="county")
    other = factories.make_user("别区级")
    factories.appoint(other, "district_official", division_id="371503")
    client = Client()
    client.force_login(other)
    assert "这里还没有驿站" in page(client, "/district/")
    assert "这里还没有驿站" in page(client, "/district/stations/")
    assert client.get("/district/figures/received/").status_code == 404


@pytest.mark.slow
def test_few_and_many_stations_and_requests_take_at_most_12_statements(cast: Cast, official: Client) -> None:
    paths = ["/district/", "/district/stations/", "/district/figures/received/", f"/district/?scope={factories.STREET}"]
    answered(cast, cast.jingan, 1)
    one = {path: statements(official, path) for path in paths}
    answered(cast, cast.jingan, 2)
    three = {path: statements(official, path) for path in paths}
    many_stations(factories.COMMUNITY, 300)
    crowd = {path: statements(official, path) for path in paths}
    assert {path: count for path, count in one.items() if count > 12} == {}
    assert one == three == crowd


def test_of_many_stations_the_largest_are_listed_and_the_rest_is_one_row(cast: Cast, official: Client) -> None:
    answered(cast, cast.hubei, 1)
    many_stations(factories.COMMUNITY, 20)
    html = official.get("/district/").content.decode()
    table = html[html.index('class="tbl dense num figs"') :]
    assert table.count('<th scope="row">') == 12 + 1 + 1  # stations, 其他, 总计
    assert "其他" in table


def test_a_hot_topic_leads_to_as_many_requests_as_it_counts(cast: Cast, official: Client) -> None:
    for station, count in ((cast.jingan, 5), (cast.hubei, 2)):
        for _number in range(count):
            factories.file(station, "路灯不亮", category="public-facilities")
    fold(at=NOW)
    html = official.get("/district/").content.decode()
    [(path, count)] = re.findall(r'<ol class="hot">.*?href="([^"]+)".*?>(\d+)件', html, re.DOTALL)

    assert count == "5"
    assert "5件诉求" in page(official, path.replace("&amp;", "&"))


@pytest.mark.parametrize("scope", ["", factories.STREET, factories.COMMUNITY])
def test_the_table_of_all_kinds_and_months_adds_up(cast: Cast, official: Client, scope: str) -> None:
    factories.file(cast.jingan, "路灯不亮", category="public-facilities")
    factories.file(cast.jingan, "水管爆了", category="no-water")
    factories.file(cast.jingan, "不知道怎么说")
    fold(at=NOW)
    html = official.get("/district/", {"scope": scope}).content.decode()
    table = html[html.index("各类诉求每月件数</caption>") :].partition("</table>")[0]
    rows = [[int(count) for count in re.findall(r'<td class="r">(\d+)</td>', row)] for row in table.split("<tr>")[2:]]

    assert rows[-1] == [sum(month) for month in zip(*rows[:-1], strict=True)]
    assert rows[-1][-1] == 3
