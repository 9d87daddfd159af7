"""What figures, lists behind them and tables tell those who may not know: nothing, not even by what is missing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from reports import tasks
from reports.actions import exporting, fold
from reports.models import Export
from reports.pages.masked import masked_words
from reports.tables.words import title_for_file
from services import actions
from services.clocks import Climb
from services.models import Request
from stations.models import Appointment
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.months import NOW, page, statements

BEHIND = "/district/figures/received/"
QUARREL = "老两口天天吵架"
ABOUT_OFFICER = "社区小柳办事拖拉"


def taken(cast: Cast, who: str, kind: str, query: str = "") -> list[dict[str, str]]:
    answer: Any = client_of(cast, who).post(f"/exports/new/{kind}/", {"format": "csv", "query": query})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def private(cast: Cast) -> Request:
    found = factories.file(cast.jingan, QUARREL, "4", category="family-conflict", by=cast.resident)
    assert found.is_sensitive
    return found


def test_of_a_private_one_neither_kind_nor_place_nor_whose_hands(cast: Cast) -> None:
    request = private(cast)
    kind, handler = str(request.category), request.assignee
    Request.objects.update(pressing_at=timezone.now() - timedelta(days=1))
    for who in ("official", "officer"):
        for path in (BEHIND, "/district/"):
            words = page(client_of(cast, who), path)
            rows = words[words.find(request.number) - 200 :][:400]
            assert request.number in words
            assert [said for said in (QUARREL, kind, "4号楼", handler.name if handler else "-") if said in rows] == []


@pytest.mark.parametrize("dim", ["category", "group"])
def test_the_rows_of_one_kind_leave_out_the_private_ones(cast: Cast, dim: str) -> None:
    request = private(cast)
    assert request.category is not None
    value = request.category.pk if dim == "category" else request.category.group.slug
    path = f"{BEHIND}?dim={dim}&value={value}"
    words = page(client_of(cast, "official"), path)
    assert request.number not in words
    assert "收到诉求 1件" in words
    assert "没有可以列出的" in words
    assert "这1件涉及隐私" in words
    for said in ("一家人吵架", "又吵起来了"):
        listed = factories.file(cast.jingan, said, "4", category="family-conflict", by=cast.resident)
        Request.objects.filter(pk=listed.pk).update(is_sensitive=False)
    words = page(client_of(cast, "official"), path)
    assert request.number not in words
    assert "收到诉求 3件" in words
    assert "其中1件涉及隐私，不在这里列出" in words
    assert " 2件诉求" in words


@pytest.mark.parametrize("key", ["received", "urged"])
def test_what_is_kept_back_is_told_in_requests_also_where_one_counts_twice(cast: Cast, key: str) -> None:
    with time_machine.travel(NOW - timedelta(days=5), tick=False):
        request, told = private(cast), private(cast)
    Request.objects.filter(pk=told.pk).update(is_sensitive=False)
    for each, days in ((request, 2), (request, 1), (told, 2), (told, 1)):
        actions.urge(request=each, actor=cast.resident, at=NOW - timedelta(days=days))
    path = f"/district/figures/{key}/?dim=category&value={request.category_id}"
    with time_machine.travel(NOW, tick=False):
        for _folded in range(2):
            words = page(client_of(cast, "official"), path)
            assert "其中1件涉及隐私，不在这里列出" in words
            assert " 1件诉求" in words
            fold(at=NOW)


def test_where_nothing_is_kept_back_no_word_is_said_of_it(cast: Cast) -> None:
    request = factories.file(cast.jingan, "路灯不亮", category="public-facilities")
    words = page(client_of(cast, "official"), f"{BEHIND}?dim=category&value={request.category_id}")
    assert "收到诉求 1件" in words
    assert "隐私" not in words


def test_what_is_about_the_reader_is_one_private_request_more_of_its_kind(cast: Cast) -> None:
    request = complaint_about_the_officer(cast)
    words = page(client_of(cast, "officer"), f"{BEHIND}?dim=category&value={request.category_id}")
    assert request.number not in words
    assert "这1件涉及隐私" in words


def test_a_complaint_stands_behind_a_figure_without_its_words(cast: Cast) -> None:
    request = factories.file(cast.jingan, "投诉物业收钱不办事", "4", by=cast.resident)
    Request.objects.update(nature="complaint")
    words = page(client_of(cast, "official"), BEHIND)
    assert request.number in words
    assert "收钱" not in words


def complaint_about_the_officer(cast: Cast) -> Request:
    request = factories.file(cast.jingan, ABOUT_OFFICER, "4", by=cast.resident, category="public-facilities")
    Request.objects.filter(pk=request.pk).update(target="member", target_user=cast.officer, highest_climb=3)
    return request


def test_whoever_is_complained_about_meets_it_as_one_private_request_more(cast: Cast) -> None:
    request = complaint_about_the_officer(cast)
    for path in (BEHIND, f"{BEHIND}?dim=channel&value=web"):
        words = page(client_of(cast, "officer"), path)
        assert "涉及隐私" in words
        assert [said for said in (ABOUT_OFFICER, "针对个人", "公共设施") if said in words] == []
        assert request.district_url not in client_of(cast, "officer").get(path).content.decode()
    assert "针对个人" in page(client_of(cast, "official"), BEHIND)


def test_the_table_of_a_district_lacks_no_row_by_which_somebody_could_tell(cast: Cast) -> None:
    request = complaint_about_the_officer(cast)
    Request.objects.filter(pk=request.pk).update(target_user=cast.official)
    (row,) = taken(cast, "official", "district")
    assert (row["编号"], row["大类"], row["事项"]) == (request.number, "", "涉及隐私")


def test_private_kinds_are_no_hot_topics(cast: Cast) -> None:
    for _nth in range(6):
        private(cast)
    fold(at=timezone.now())
    assert client_of(cast, "official").get("/district/").context["hot"] == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3号楼2单元501漏水", "3号楼2单元***漏水"),
        ("我家5-2-501漏水", "我家***漏水"),
        ("打８６１３８１２３４５６７８找我", "打****找我"),
        ("打+86 13812345678找我", "打****找我"),
        ("电话幺三八一二三四五六七八", "电话****"),
        ("鲁P·12345堵着门", "****堵着门"),
        ("2026-11-24交了1500元", "2026-11-24交了1500元"),
    ],
)
def test_flats_and_numbers_in_a_title_stay_out_of_files(cast: Cast, said: str, shown: str) -> None:
    assert title_for_file(Request(title=said, reporter_name="")) == shown
    assert "幺三八" not in masked_words("电话幺三八一二三四五六七八")


## Files that were made before


@pytest.fixture
def made(cast: Cast, monkeypatch: Any) -> Export:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident)
    client_of(cast, "chief").post("/exports/new/requests/", {"format": "csv", "query": ""})
    assert tasks.make_exports(timezone.now()).failed == 0
    return Export.objects.get(state="ready")


def fetched(cast: Cast, made: Export) -> int:
    answer: Any = client_of(cast, "chief").get(f"/exports/{made.pk}/file/")
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content)
    return int(answer.status_code)


def test_a_file_of_a_station_is_gone_with_the_post_there(cast: Cast, made: Export) -> None:
    assert fetched(cast, made) == 200
    Appointment.objects.filter(user=cast.chief, post=Post.STATION_CHIEF).update(station=cast.hubei)
    assert client_of(cast, "chief").get("/exports/").status_code == 200
    assert fetched(cast, made) == 404


def test_a_file_is_gone_for_whoever_joined_a_side_since(cast: Cast, made: Export) -> None:
    factories.appoint(cast.chief, Post.HOA_CHAIR, cast.jingan)
    assert fetched(cast, made) == 404


def test_another_post_more_takes_nothing_away(cast: Cast, made: Export) -> None:
    factories.appoint(cast.chief, Post.DISTRICT_OFFICIAL, division_id=factories.COUNTY)
    assert fetched(cast, made) == 200


def test_a_file_that_was_forgotten_just_now_is_not_there(cast: Cast, made: Export) -> None:
    default_storage.delete(str(made.file.name))
    assert fetched(cast, made) == 404


def test_nobody_of_another_county_opens_report_figure_or_text(cast: Cast) -> None:
    elsewhere: Client = client_of(cast, "official")
    for path in ("/district/", "/district/stations/", BEHIND, "/district/reports/", "/district/reports/2026-10/"):
        for scope in ("37", "1101", "110101", "s999999", "s-1", "s", "x" * 10_000, "9" * 30, "s" + "9" * 30):
            assert elsewhere.get(path, {"scope": scope}).status_code == 404, (path, scope[:12])


## What opens from there


@pytest.mark.parametrize("path", ["/district/", "/district/now/red/", BEHIND])
def test_an_officer_opens_from_a_list_what_they_may_read_and_nothing_else(cast: Cast, path: str) -> None:
    """All that may_read is asked of: what came up, a private one, what did not, what is about them."""
    came, hidden, stayed, about = (
        factories.file(cast.jingan, "路灯不亮", "4", by=cast.resident, category="public-facilities")
        for _nth in range(4)
    )
    Request.objects.exclude(pk=stayed.pk).update(highest_climb=Climb.COMMUNITY)
    Request.objects.filter(pk=hidden.pk).update(is_sensitive=True)
    Request.objects.filter(pk=about.pk).update(target="member", target_user=cast.officer)
    Request.objects.update(pressing_at=timezone.now() - timedelta(days=1))
    client = client_of(cast, "officer")
    html = client.get(path).content.decode()
    linked = {each.number for each in (came, hidden, stayed, about) if f'href="{each.desk_url}"' in html}
    opened = {each.number for each in (came, hidden, stayed, about) if client.get(each.desk_url).status_code == 200}
    assert linked == opened == {came.number, hidden.number}
    assert "/desk/requests/" not in client_of(cast, "official").get(path).content.decode()


@pytest.mark.parametrize("path", ["/district/", "/district/now/red/", BEHIND])
def test_more_rows_that_open_take_no_more_statements(cast: Cast, path: str) -> None:
    counts = []
    for _nth in range(2):
        for _number in range(3):
            factories.file(cast.jingan, "路灯不亮", "4")
        Request.objects.update(highest_climb=Climb.COMMUNITY, pressing_at=timezone.now() - timedelta(days=1))
        counts.append(statements(client_of(cast, "officer"), path))
    assert counts[0] == counts[1] <= 12
