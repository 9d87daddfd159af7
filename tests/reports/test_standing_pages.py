"""The numbers of now lead to what they count: as many, none of the others, live, and nobody named."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from reports.actions import fold
from reports.pages.standing import NAMES
from services.models import Request
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.months import NOW, many_stations, page, statements

STATUSES = {
    "submitted": "triage",
    "assigned": "handler",
    "in_progress": "handler",
    "escalated": "above",
    "suspended": "paused",
    "resolved": "resident",
}


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def official(cast: Cast) -> Client:
    return client_of(cast, "official")


def one_of_each(cast: Cast) -> None:
    """At the first station of each status one, and one more that is red; at another one that is red; one is over."""
    for status in (*STATUSES, "assigned", "closed"):
        request = factories.file(cast.jingan, "路灯不亮")
        Request.objects.filter(pk=request.pk).update(status=status, pressing_at=None)
    for station, hours in ((cast.jingan, 1), (cast.hubei, 30)):
        request = factories.file(station, "水管爆了")
        Request.objects.filter(pk=request.pk).update(status="assigned", pressing_at=NOW - timedelta(hours=hours))


def linked(client: Client, scope: str) -> dict[str, tuple[int, str]]:
    """key → (the number on the overview, the address behind it)."""
    html = client.get("/district/", {"scope": scope}).content.decode()
    found = re.findall(r'href="(/district/now/(\w+)/[^"]*)">(\d+)</a>', html)
    return {key: (int(count), unescape(path)) for path, key, count in found}


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("level", ["county", "street", "community", "station"])
def test_each_number_of_now_is_as_long_as_its_list(cast: Cast, official: Client, level: str, folded: bool) -> None:
    one_of_each(cast)
    if folded:
        fold(at=NOW)
    codes = {"county": factories.COUNTY, "street": factories.STREET, "community": factories.COMMUNITY}
    found = linked(official, codes.get(level, f"s{cast.jingan.pk}"))

    more = level in ("county", "street")
    counts = {"in_hand": 7 + more, "red": 1 + more, "triage": 1, "handler": 4 + more, "above": 1, "paused": 1}
    assert {key: count for key, (count, _path) in found.items()} == {**counts, "resident": 1}
    listed = {key: len(official.get(path).context["rows"]) for key, (_count, path) in found.items()}
    assert listed == {key: count for key, (count, _path) in found.items()}


def test_the_longest_overdue_stands_first_and_what_has_no_deadline_last(cast: Cast, official: Client) -> None:
    one_of_each(cast)
    rows = official.get("/district/now/in_hand/").context["rows"]
    assert [row.late_at for row in rows] == [NOW - timedelta(hours=30), NOW - timedelta(hours=1)] + [None] * 6


def test_the_list_of_now_names_nobody_and_tells_no_word_of_a_private_one(cast: Cast, official: Client) -> None:
    said = "陈居民家302漏水，电话138 1234 0427"
    factories.file(cast.jingan, said, "4", by=cast.resident, name="陈居民", phone="13812340427")
    factories.file(cast.jingan, "老两口天天吵架", "4", category="family-conflict", by=cast.resident)
    words = page(official, "/district/now/in_hand/")
    assert "涉及隐私" in words
    assert [secret for secret in ("陈居民", "302", "0427", "老两口") if secret in words] == []


def test_nothing_that_waits_is_told_and_leads_nowhere(official: Client) -> None:
    assert linked(official, "") == {}
    for key in NAMES:
        assert "现在这里一件也没有" in page(official, f"/district/now/{key}/")


def test_what_is_no_number_of_now_or_not_theirs_is_not_there(cast: Cast, official: Client) -> None:
    assert official.get("/district/now/received/").status_code == 404
    assert official.get("/district/now/red/", {"scope": factories.CITY}).status_code == 404
    officer = client_of(cast, "officer")
    assert officer.get("/district/now/red/", {"scope": f"s{cast.hubei.pk}"}).status_code == 404


def test_fifty_of_now_stand_on_a_page_and_each_once(cast: Cast, official: Client) -> None:
    for _number in range(52):
        factories.file(cast.jingan, "路灯不亮")
    Request.objects.update(pressing_at=None)
    first, second = (official.get("/district/now/in_hand/", {"page": n}).context["rows"] for n in (1, 2))
    assert (len(first), len(second)) == (50, 2)
    assert len({row.number for row in [*first, *second]}) == 52


def test_few_and_many_take_as_many_statements_and_at_most_12(cast: Cast, official: Client) -> None:
    paths = [f"/district/now/{key}/" for key in NAMES]
    one_of_each(cast)
    few = {path: statements(official, path) for path in paths}
    one_of_each(cast)
    many_stations(factories.COMMUNITY, 300)
    assert few == {path: statements(official, path) for path in paths}
    assert max(few.values()) <= 12


def test_the_total_of_the_stations_leads_to_all_of_it(cast: Cast, official: Client) -> None:
    factories.file(cast.jingan, "路灯不亮")
    factories.file(cast.hubei, "路灯不亮")
    html = official.get("/district/").content.decode()
    foot = html[html.index('class="tbl dense num figs"') :].partition("<tfoot>")[2].partition("</tfoot>")[0]
    [(path, count)] = re.findall(r'href="(/district/figures/received/[^"]*)">(\d+)</a>', foot)
    assert count == "2"
    assert len(official.get(unescape(path)).context["rows"]) == 2
