"""The requests behind a figure: all of them, none of the others, and nobody named."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from reports.actions import fold
from reports.indicators import INDICATORS
from reports.pages.masked import masked_words
from reports.periods import month_of
from reports.queries import has_requests_behind, open_book, scope_of_station
from services import actions
from services.models import Request
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.months import NOW, answered, page

PATH = "/district/figures/received/"


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def official(cast: Cast) -> Client:
    return client_of(cast, "official")


def test_a_figure_lists_its_requests_and_no_others(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 2)
    answered(cast, cast.jingan, 1, at=NOW - timedelta(days=40))
    answered(cast, cast.hubei, 1)
    assert "3件诉求" in page(official, PATH)
    assert "2件诉求" in page(official, f"{PATH}?scope=s{cast.jingan.pk}")
    assert "1件诉求" in page(official, f"{PATH}?month=2026-10")
    assert "没有这样的诉求" in page(official, "/district/figures/urged/")


def test_a_row_of_a_table_has_its_own_requests(cast: Cast, official: Client) -> None:
    kind = factories.file(cast.jingan, "水管爆了", category="no-water").category
    factories.file(cast.jingan, "路灯不亮", category="public-facilities")
    assert kind is not None
    for asked in (f"dim=category&value={kind.pk}", f"dim=group&value={kind.group.slug}"):
        words = page(official, f"{PATH}?{asked}")
        assert "1件诉求" in words
        assert "水管爆了" in words
    assert "2件诉求" in page(official, f"{PATH}?dim=channel&value=web")
    unclear = factories.file(cast.jingan, "不知道怎么说")
    assert unclear.category is None
    words = page(official, f"{PATH}?dim=group")
    assert "未归属" in words
    assert "1件诉求" in words


@pytest.mark.parametrize(
    "asked",
    ["dim=category&value=x", "dim=category&value=999999", "dim=group&value=no", "dim=nature&value=no", "dim=x&value=1"],
)
def test_a_row_that_does_not_exist_is_not_there(official: Client, asked: str) -> None:
    assert official.get(f"{PATH}?{asked}").status_code == 404


def test_every_figure_that_has_requests_opens_and_no_other(official: Client) -> None:
    answers = {key: official.get(f"/district/figures/{key}/").status_code for key in INDICATORS}
    assert answers == {key: 200 if has_requests_behind(key) else 404 for key in INDICATORS}
    assert official.get("/district/figures/nothing/").status_code == 404


@pytest.mark.parametrize("scope", [factories.COUNTY, factories.COMMUNITY])
@pytest.mark.parametrize("key", ["solve_median", "solve_p90"])
def test_a_time_says_what_it_is_and_how_exactly(cast: Cast, official: Client, key: str, scope: str) -> None:
    request = factories.file(cast.jingan, "路灯不亮", at=NOW)
    actions.resolve(request=request, actor=cast.chief, text="换了灯泡", at=NOW + timedelta(hours=10))
    [hours] = re.findall(r"用时（\S+?） ([\d.]+)小时", page(official, f"/district/figures/{key}/?scope={scope}"))
    assert float(hours) == pytest.approx(10, rel=0.05)
    assert "最多差5%" in page(official, f"/district/figures/{key}/")
    assert "最多差5%" not in page(official, PATH)


def test_only_what_can_count_twice_says_that_it_may(cast: Cast, official: Client) -> None:
    answered(cast, cast.jingan, 1)
    assert "1件诉求，不显示是谁反映的" in page(official, PATH)
    assert "同一件可能算了不止一次" in page(official, "/district/figures/resolved/")


def test_with_whom_it_is_stands_there_only_while_it_is_open(cast: Cast, official: Client) -> None:
    request = factories.file(cast.jingan, "楼道灯不亮", "4", category="public-facilities", by=cast.resident)
    Request.objects.filter(pk=request.pk).update(assignee=cast.manager, is_sensitive=True)
    for status, is_said in (("in_progress", True), ("escalated", True), ("resolved", False), ("closed", False)):
        Request.objects.filter(pk=request.pk).update(status=status)
        assert ("有人在办" in page(official, PATH)) is is_said, status


def test_nobody_is_named_and_no_flat(cast: Cast, official: Client) -> None:
    said = "陈居民家302漏水，电话138 1234 0427"
    request = factories.file(cast.jingan, said, "4", by=cast.resident, name="陈居民", phone="13812340427")
    Request.objects.filter(pk=request.pk).update(dwelling="302")
    words = page(official, PATH)
    assert request.number in words
    assert "漏水" in words
    assert [secret for secret in ("陈居民", "302", "0427", "1234") if secret in words] == []


def test_of_a_sensitive_one_and_a_complaint_about_a_person_no_word_is_told(cast: Cast, official: Client) -> None:
    factories.file(cast.jingan, "老两口天天吵架", "4", category="family-conflict", by=cast.resident)
    about = factories.file(cast.jingan, "韩立群不理人", "4", by=cast.resident)
    Request.objects.filter(pk=about.pk).update(target="chief", is_sensitive=False)
    words = page(official, PATH)
    assert "涉及隐私" in words
    assert "针对个人：" in words
    assert [secret for secret in ("老两口", "不理人") if secret in words] == []


def test_a_row_tells_when_it_was_solved_and_never_when_it_was_closed(cast: Cast, official: Client) -> None:
    """As the tables to take away, which have both."""
    solved, withdrawn, refused = (factories.file(cast.jingan, "路灯不亮", by=cast.resident, at=NOW) for _ in range(3))
    actions.resolve(request=solved, actor=cast.chief, text="换了灯泡", at=NOW + timedelta(hours=1))
    said = {"reached": True, "solved": True, "satisfaction": "satisfied"}
    actions.rate(request=solved, actor=cast.resident, at=NOW + timedelta(hours=2), **said)
    actions.withdraw(request=withdrawn, actor=cast.resident, at=NOW + timedelta(hours=3))
    actions.not_accept(request=refused, actor=cast.chief, reason="repeat", told="已经在办", at=NOW + timedelta(hours=3))
    rows = official.get(PATH).context["rows"]
    times = {row.number: row.resolved_at for row in rows}
    assert times == {solved.number: NOW + timedelta(hours=1), withdrawn.number: None, refused.number: None}
    words = page(official, PATH)
    assert "11:00" in words
    assert not any(closed in words for closed in ("12:00", "13:00"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("302也不热，暖气片冰凉", "***也不热，暖气片冰凉"),
        ("3号楼2单元501漏水", "3号楼2单元***漏水"),
        ("5-2-501室漏水", "***室漏水"),
        ("打 0635-8412345 找我", "打 *** 找我"),
        ("交了1500元物业费，2025年就交了", "交了1500元物业费，2025年就交了"),
        ("屋里才14度，12号楼都这样", "屋里才14度，12号楼都这样"),
    ],
)
def test_numbers_of_flats_and_phones_are_starred_and_others_stay(said: str, shown: str) -> None:
    assert masked_words(said) == shown


def test_fifty_stand_on_a_page(cast: Cast, official: Client) -> None:
    for _number in range(51):
        factories.file(cast.jingan, "路灯不亮")
    first = official.get(PATH).content.decode()
    assert first.count("<tr>") == 1 + 50
    assert "第1页，共2页" in page(official, PATH)
    assert official.get(PATH, {"page": "2"}).content.decode().count("<tr>") == 1 + 1


def test_pages_of_folded_and_fresh_ones_together_are_the_whole_once(cast: Cast) -> None:
    """Whatever lies among what: cut into pages of three, nothing is there twice and nothing is missing."""
    for number in range(20):
        factories.file(cast.jingan, "路灯不亮", at=NOW - timedelta(days=number))
    fold(at=NOW)
    for number in (0, 3, 3, 11, 19):
        factories.file(cast.jingan, "路灯不亮", at=NOW - timedelta(days=number))
    changed = Request.objects.order_by("pk")[4]
    actions.take(request=changed, actor=cast.manager, at=NOW)
    with open_book(scope_of_station(cast.jingan), at=NOW) as book:
        rows = book.behind("received", month_of(NOW.date()))
        assert len(book.pending.by_request) == 6
        whole = [row.pk for row in rows]
        paged = [row.pk for start in range(0, 27, 3) for row in rows[start : start + 3]]
        assert whole == paged
        assert sorted(whole) == sorted(Request.objects.values_list("pk", flat=True))
        days = [row.filed_at.date() for row in rows]
        assert days == sorted(days, reverse=True)
