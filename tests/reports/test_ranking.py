"""The ranking: who stands where and why not, and who lacks a station, a post or a leader."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from reports.models import FigureSettings
from reports.queries.covered import coverage_of
from stations.models import Appointment, Compound, PropertyCompany
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.months import NOW, answered, many_stations, page

PATH = "/district/stations/"


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def official(cast: Cast) -> Client:
    FigureSettings.objects.create(fewest_valid=2, why="试")
    return client_of(cast, "official")


def order(client: Client, **params: str) -> list[str]:
    html = client.get(PATH, params).content.decode()
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', body)


def test_stations_are_ranked_by_score_and_those_with_few_answers_stand_below_with_the_reason(
    cast: Cast, official: Client
) -> None:
    answered(cast, cast.hubei, 2)
    answered(cast, cast.jingan, 2, "basic")
    assert order(official) == ["湖北小区红旗驿站", "警安公寓红旗驿站", "化机小区红旗驿站"]
    words = page(official, PATH)
    assert "没有有效回访" in words
    assert "参加排名2个，不排名1个" in words


def test_one_answer_of_two_is_not_ranked_however_good(cast: Cast, official: Client) -> None:
    answered(cast, cast.hubei, 1)
    answered(cast, cast.jingan, 2, "dissatisfied")
    assert order(official)[0] == "警安公寓红旗驿站"
    assert "有效回访1次，不到2次" in page(official, PATH)


def test_equal_scores_are_told_apart_by_work_as_in_the_report(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 2)
    answered(cast, cast.hubei, 3)
    assert order(official)[:2] == ["湖北小区红旗驿站", "警安公寓红旗驿站"]
    assert order(official, sort="score", dir="up")[:2] == ["警安公寓红旗驿站", "湖北小区红旗驿站"]
    body = official.get(PATH).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.sub("<[^>]+>", " ", row).split() for row in re.findall("<tr.*?</tr>", body, re.DOTALL)]
    assert [row[0] for row in rows[:2]] == ["1", "2"]


def test_any_column_sorts_both_ways_and_who_is_not_ranked_stays_below(cast: Cast, official: Client) -> None:
    answered(cast, cast.hubei, 2)
    answered(cast, cast.jingan, 3, "basic")
    assert order(official, sort="received")[:2] == ["警安公寓红旗驿站", "湖北小区红旗驿站"]
    assert order(official, sort="received", dir="up")[:2] == ["湖北小区红旗驿站", "警安公寓红旗驿站"]
    assert order(official, sort="received", dir="up")[2] == "化机小区红旗驿站"
    assert 'aria-sort="ascending"' in official.get(PATH, {"sort": "received", "dir": "up"}).content.decode()


def test_a_column_that_does_not_exist_is_the_score(official: Client) -> None:
    assert official.get(PATH, {"sort": "password", "dir": "x", "kind": "y", "page": "z"}).status_code == 200


def test_places_gained_and_lost_since_the_month_before_are_told(cast: Cast, official: Client) -> None:
    last_month = NOW - timedelta(days=31)
    answered(cast, cast.jingan, 2, at=last_month)
    answered(cast, cast.hubei, 2, "basic", at=last_month)
    answered(cast, cast.hubei, 2)
    answered(cast, cast.jingan, 2, "basic")
    words = page(official, PATH).replace(" ", "")
    assert "1▲上升1湖北小区" in words
    assert "2▼下降1警安公寓" in words


def test_equal_scores_share_the_place(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 2)
    answered(cast, cast.hubei, 2)
    html = official.get(PATH).content.decode()
    assert re.findall(r'<td class="r"><b>(\d+)</b>', html) == ["1", "1"]


def test_the_kind_of_compound_filters_rows_and_total(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 2)
    answered(cast, cast.hubei, 1)
    assert order(official, kind="neither") == ["湖北小区红旗驿站"]
    words = page(official, f"{PATH}?kind=neither")
    assert re.search(r"总计 ?100 ?1 ", words)
    assert "没有这样的小区" in page(official, f"{PATH}?kind=company")


def test_a_count_leads_to_the_requests_behind_it(cast: Cast, official: Client) -> None:
    answered(cast, cast.hubei, 2)
    html = official.get(PATH).content.decode()
    links = re.findall(rf'href="(/district/figures/received/\?scope=s{cast.hubei.pk}[^"]*)"', html)
    assert "2件诉求" in page(official, links[0].replace("&amp;", "&"))


def test_a_compound_without_a_station_is_named(cast: Cast, official: Client) -> None:
    Compound.objects.create(slug="new", name="新建小区", division_id=factories.COMMUNITY, households=1077)
    words = page(official, PATH)
    assert "新建小区" in words
    assert "共1,077户" in words


def test_empty_posts_and_buildings_without_a_leader_are_counted(cast: Cast) -> None:
    jingan = next(place for place in coverage_of(factories.COUNTY) if place.station == cast.jingan.pk)
    assert (jingan.empty, jingan.buildings, jingan.led, jingan.kind) == ([], 4, 1, "both")
    Appointment.objects.filter(user=cast.chief).update(ends_on=NOW.date() - timedelta(days=1))
    jingan = next(place for place in coverage_of(factories.COUNTY) if place.station == cast.jingan.pk)
    assert jingan.empty == ["station_chief"]


def test_a_compound_without_company_and_committee_lacks_neither_manager_nor_chair(cast: Cast) -> None:
    hubei = next(place for place in coverage_of(factories.COUNTY) if place.station == cast.hubei.pk)
    assert (hubei.kind, hubei.empty) == ("neither", ["deputy_chief"])
    cast.hubei.compound.property_company = PropertyCompany.objects.create(name="新来的物业")
    cast.hubei.compound.save()
    hubei = next(place for place in coverage_of(factories.COUNTY) if place.station == cast.hubei.pk)
    assert (hubei.kind, hubei.empty) == ("company", ["deputy_chief", "property_manager"])


def test_of_many_stations_with_gaps_the_worst_are_named_and_the_rest_counted(cast: Cast, official: Client) -> None:
    many_stations(factories.COMMUNITY, 40)
    context = official.get("/district/stations/").context
    empty = [len(place.empty) for place in context["gaps"]]
    assert len(empty) == 30
    assert empty == sorted(empty, reverse=True)
    assert context["more_gaps"] >= 10
    assert f"还有{context['more_gaps']}个驿站" in page(official, "/district/stations/")
