"""The triage list in a real browser, while another one files: it comes by itself, and nothing of the work is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services import actions
from services.models import Request
from stations.models import Appointment
from tests import factories
from tests.browser.conftest import DESK, sign_in
from tests.cast import Cast, make_cast

LIST = "/desk/requests/"
LIVE = f"**{LIST}live/**"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def page(cast: Cast, open_page: Callable[..., Page], live_server: Any) -> Page:
    for building, text in (("1", "一单元电梯坏了"), ("2", "二单元电梯坏了")):
        factories.file(cast.jingan, text, building)
    page = open_page("/help/", viewport=DESK)
    sign_in(page, live_server.url, cast.chief)
    page.goto(f"{live_server.url}{LIST}")
    expect(page.locator("#panel h2")).to_be_visible()
    return page


def poll(page: Page) -> int:
    """As the clock does it; the status of the answer."""
    with page.expect_response(LIVE) as answer:
        page.evaluate("htmx.trigger('#live', 'live')")
    return answer.value.status


def polls(page: Page) -> bool:
    """Whether it asks at all."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    page.evaluate("htmx.trigger('#live', 'live')")
    page.wait_for_timeout(300)
    return bool(asked)


def file_in_another_browser(open_page: Callable[..., Page], text: str) -> str:
    other = open_page("/stations/jingan/report/")
    other.locator("[name=description]").fill(text)
    other.get_by_role("button", name="提交", exact=True).click()
    expect(other.get_by_text("取件码").first).to_be_visible()
    return Request.objects.latest("pk").number


def rows(page: Page) -> list[str]:
    return page.locator("#listed tr[data-number]").evaluate_all("rows => rows.map((row) => row.dataset.number)")


def told(page: Page) -> list[Any]:
    """Without how long each has waited, which may have become a minute more."""
    return [rows(page), *(page.locator(f"#{name}").inner_text() for name in ("nav", "side"))]


@pytest.mark.slow
def test_what_another_browser_files_comes_by_itself_within_twenty_seconds(page: Page, open_page: Any) -> None:
    number = file_in_another_browser(open_page, "三单元路灯不亮了")

    expect(page.locator(f"#listed tr[data-number='{number}']")).to_be_visible(timeout=25_000)


def test_panel_focus_and_place_stay_and_a_reload_shows_the_same(page: Page, cast: Cast) -> None:
    page.keyboard.press("j")
    shown = page.locator("tr.cur").get_attribute("data-number")
    expect(page.locator("#panel [data-full]")).to_have_text(shown or "")
    expect(page.locator("#panel .htmx-added")).to_have_count(0)  # a mark while the panel settles
    panel = page.locator("#panel").inner_html()
    new = factories.file(cast.jingan, "有人困在电梯里了", "3")
    assert poll(page) == 200
    expect(page.locator(f"#listed tr[data-number='{new.number}']")).to_be_visible()

    assert page.locator("tr.cur").get_attribute("data-number") == shown
    assert page.locator("#panel").inner_html() == panel
    focused = "document.activeElement.closest('tr')?.dataset.number"
    assert page.evaluate(focused) == shown
    before = told(page)
    page.reload()
    assert told(page) == before


def test_the_keys_work_on_in_the_new_list(page: Page, cast: Cast) -> None:
    factories.file(cast.jingan, "有人困在电梯里了", "3")
    assert poll(page) == 200
    expect(page.locator("#listed tr[data-number]")).to_have_count(3)
    for key in "kkk":
        page.keyboard.press(key)
    first = rows(page)[0]
    expect(page.locator("#panel [data-full]")).to_have_text(first)
    page.keyboard.press("x")

    expect(page.locator("#picked")).to_have_text("1")


def test_nobody_is_interrupted_who_ticks_or_types(page: Page, cast: Cast) -> None:
    factories.file(cast.jingan, "三单元路灯不亮了", "3")
    page.locator("[name=pick]").first.check()
    assert polls(page) is False
    page.locator("[name=pick]").first.uncheck()
    page.locator("#q").fill("电")
    assert polls(page) is False
    page.locator("#panel a").first.focus()

    assert poll(page) == 200
    expect(page.locator("#q")).to_have_value("电")


def test_who_begins_while_the_answer_is_on_its_way_is_not_interrupted_either(page: Page, cast: Cast) -> None:
    before = rows(page)
    factories.file(cast.jingan, "三单元路灯不亮了", "3")

    def late(route: Any) -> None:
        answer = route.fetch()
        page.evaluate("document.querySelector('[name=pick]').click()")
        route.fulfill(response=answer)

    page.route(LIVE, late)
    assert poll(page) == 200
    expect(page.locator("[name=pick]:checked")).to_have_count(1)
    assert rows(page) == before
    page.unroute(LIVE)
    page.locator("[name=pick]:checked").uncheck()
    assert poll(page) == 200
    expect(page.locator("#listed tr[data-number]")).to_have_count(3)


def test_where_nothing_has_changed_nothing_is_touched(page: Page) -> None:
    page.evaluate("document.getElementById('listed').mark = 1")

    assert poll(page) == 204
    assert page.evaluate("document.getElementById('listed').mark") == 1


def test_a_list_that_becomes_empty_and_full_again(page: Page, cast: Cast) -> None:
    for request in Request.objects.all():
        actions.not_accept(request=request, actor=cast.chief, reason="repeat", told="这件事已经在办。")
    page.goto(f"{page.url}?status=open")
    expect(page.locator("#listed tr[data-number]")).to_have_count(0)
    factories.file(cast.jingan, "三单元路灯不亮了", "3")
    assert poll(page) == 200

    expect(page.locator("#listed tr[data-number]")).to_have_count(1)


def test_who_was_dismissed_stops_asking(page: Page, cast: Cast) -> None:
    Appointment.objects.filter(user=cast.chief).delete()
    assert poll(page) == 404

    expect(page.locator("#live")).to_have_count(0)
