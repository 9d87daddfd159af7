"""The chief works through the list without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.models import Request
from tests import factories
from tests.browser.conftest import DESK, sign_in
from tests.cast import Cast, make_cast

LIST = "/desk/requests/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def page(cast: Cast, open_page: Callable[..., Page], live_server: Any) -> Page:
    """The chief's list of three, the third without an owner so far."""
    for building, text in (("1", "一单元电梯坏了"), ("2", "二单元电梯坏了"), ("3", "不知道怎么说")):
        factories.file(cast.jingan, text, building)
    page = open_page("/help/", viewport=DESK)
    sign_in(page, live_server.url, cast.chief)
    page.goto(f"{live_server.url}{LIST}")
    expect(page.locator("#panel h2")).to_be_visible()
    return page


def current(page: Page) -> str:
    return page.locator("tr.cur").get_attribute("data-number") or ""


def numbers(page: Page) -> list[str]:
    return page.locator("tr[data-number]").evaluate_all("rows => rows.map((row) => row.dataset.number)")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_j_and_k_go_down_and_up_and_the_panel_follows(page: Page) -> None:
    first, second, third = numbers(page)
    press(page, "j")
    expect(page.locator("#panel [data-full]")).to_have_text(second)
    press(page, "j")
    expect(page.locator("#panel [data-full]")).to_have_text(third)
    press(page, "j", "k", "k", "k")
    expect(page.locator("#panel [data-full]")).to_have_text(first)
    assert current(page) == first


def test_enter_opens_the_whole_page(page: Page) -> None:
    number = numbers(page)[1]
    press(page, "j", "Enter")

    expect(page).to_have_url(re.compile(f"{LIST}{number}/"))


def test_x_ticks_and_the_bar_counts(page: Page) -> None:
    expect(page.locator(".bulk")).to_be_hidden()
    press(page, "x", "j", "x")
    expect(page.locator("#picked")).to_have_text("2")
    expect(page.locator(".bulk")).to_be_visible()
    press(page, "x", "k", "x")
    expect(page.locator(".bulk")).to_be_hidden()


def test_a_leads_to_the_people_and_enter_assigns(page: Page, cast: Cast) -> None:
    unclear = Request.objects.get(description="不知道怎么说")
    page.goto(f"{page.url}?open={unclear.number}")
    expect(page.locator("#panel [data-full]")).to_have_text(unclear.number)
    press(page, "a")
    expect(page.locator("#panel [name=to]:focus")).to_have_count(1)
    press(page, "Space", "Enter")

    expect(page.locator(".msg, [role=status]").filter(has_text="派给").first).to_be_visible()
    unclear.refresh_from_db()
    assert unclear.status == "assigned"


def test_slash_goes_to_the_search_and_there_letters_are_letters(page: Page) -> None:
    press(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jx")
    expect(page.locator("#q")).to_have_value("jx")
    expect(page.locator("[name=pick]:checked")).to_have_count(0)
    page.locator("#q").fill("二单元")
    press(page, "Enter")

    expect(page.locator("tr[data-number]")).to_have_count(1)


def test_the_question_mark_shows_and_hides_the_keys(page: Page) -> None:
    expect(page.locator("#keys")).to_be_hidden()
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "?")
    expect(page.locator("#keys")).to_be_hidden()


def test_two_are_ticked_and_given_to_one_person(page: Page, cast: Cast) -> None:
    lifts = Request.objects.filter(description__contains="电梯")
    for number in lifts.values_list("number", flat=True):
        page.locator(f"[data-number='{number}'] [name=pick]").check()
    page.locator(".bulk select[name=to]").select_option(str(cast.chair.pk))
    page.locator(".bulk [name=note]").fill("请业委会一起看")
    page.locator(".bulk button[value=assign]").click()

    expect(page.get_by_text("2件派给孟秋菊了。")).to_be_visible()
    assert set(lifts.values_list("assignee__name", flat=True)) == {"孟秋菊"}


def test_without_script_the_title_opens_the_page_and_the_bar_works(
    cast: Cast, open_page: Callable[..., Page], live_server: Any
) -> None:
    request = factories.file(cast.jingan, "一单元电梯坏了", "1")
    page = open_page("/help/", viewport=DESK, java_script_enabled=False)
    sign_in(page, live_server.url, cast.chief)
    page.goto(f"{live_server.url}{LIST}")
    page.locator("[name=pick]").check()
    page.locator(".bulk select[name=to]").select_option(str(cast.chair.pk))
    page.locator(".bulk [name=note]").fill("请业委会看看")
    page.locator(".bulk button[value=assign]").click()
    expect(page.get_by_text("1件派给孟秋菊了。")).to_be_visible()
    page.locator("a.open").click()

    expect(page).to_have_url(re.compile(f"{LIST}{request.number}/"))


def test_a_slow_answer_for_a_row_left_behind_is_not_shown(page: Page) -> None:
    first, second, _third = numbers(page)
    slow = []

    def hold(route: Any) -> None:
        slow.append(route)

    page.route(f"**open={first}*", hold)
    page.goto(page.url)
    expect(page.locator("#panel")).to_have_attribute("aria-busy", "true")
    press(page, "j")
    expect(page.locator("#panel [data-full]")).to_have_text(second)
    page.unroute(f"**open={first}*")
    page.wait_for_timeout(300)

    assert (len(slow), current(page)) == (1, second)
    expect(page.locator("#panel [data-full]")).to_have_text(second)
    expect(page.locator("#panel")).to_have_attribute("aria-busy", "false")


def test_all_are_ticked_at_once_and_escape_closes_the_keys(page: Page) -> None:
    page.locator("#all").check()
    expect(page.locator("#picked")).to_have_text("3")
    page.locator("#all").uncheck()
    expect(page.locator("[name=pick]:checked")).to_have_count(0)
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_on_an_empty_list_the_keys_can_still_be_read(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}{LIST}?status=suspended")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()


def test_n_files_for_a_neighbour_on_every_page_of_the_desk(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/desk/")
    press(page, "n")

    expect(page).to_have_url(re.compile("/desk/file/"))
