"""On paper: the receipt is one sheet, plates are four to a sheet, and their words are text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stations.models import Plate
from tests import factories
from tests.browser.conftest import DESK, sign_in
from tests.cast import Cast, make_cast

LONG = "三单元电梯又坏了，老人下不来楼。" * 12
pytestmark = pytest.mark.django_db(transaction=True)
A4 = {"format": "A4", "prefer_css_page_size": True}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def seen_on_paper(page: Page) -> str:
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    page.emulate_media(media="screen")
    return words


@pytest.mark.parametrize(
    ("text", "size"),
    [("三单元电梯又坏了", ""), (LONG, ""), ("三单元电梯又坏了", "lg")],
    ids=["short", "long", "in large"],
)
def test_the_receipt_is_one_sheet(
    open_page: Callable[..., Page], live_server: Any, cast: Cast, text: str, size: str
) -> None:
    page = open_page("/stations/jingan/report/")
    page.context.add_cookies([{"name": "size", "value": size, "url": live_server.url}])
    page.locator("[name=description]").fill(text)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    number = page.locator(".ref").inner_text()

    assert sheets(page.pdf(**A4)) == 1
    words = seen_on_paper(page)
    assert [part for part in (number, "取件码", "丁海波", text[:30], "06358000000") if part not in words] == []
    assert [part for part in ("补上这些", "看进展", "首页") if part in words] == []


def test_eight_plates_are_two_sheets_with_number_place_and_phone(
    open_page: Callable[..., Page], live_server: Any, cast: Cast
) -> None:
    compound = cast.jingan.compound
    for number, building in enumerate(compound.buildings.all(), 1):
        Plate.objects.create(code=f"040{number}", compound=compound, building=building)
    for number in range(5, 9):
        Plate.objects.create(code=f"040{number}", compound=compound)
    page = open_page("/help/", viewport=DESK)
    sign_in(page, live_server.url, cast.chief)
    page.goto(f"{live_server.url}/desk/plates/jingan/print/")

    assert sheets(page.pdf(**A4, print_background=True)) == 2
    words = seen_on_paper(page)
    assert [part for part in ("0401", "4号楼", "0405", "06358000000") if part not in words] == []
    assert "返回门牌码" not in words


def test_a_request_at_the_desk_prints_without_its_forms(
    open_page: Callable[..., Page], live_server: Any, cast: Cast
) -> None:
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4")
    page = open_page("/help/", viewport=DESK)
    sign_in(page, live_server.url, cast.chief)
    page.goto(live_server.url + request.desk_url)

    assert sheets(page.pdf(**A4)) <= 2
    words = seen_on_paper(page)
    assert [part for part in (request.number, "办理进展") if part not in words] == []
    assert [part for part in ("写记录", "不予受理", "看号码") if part in words] == []
