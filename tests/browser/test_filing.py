"""Filing at the plate with a phone: without script, with the keyboard alone, and with photos over a round of errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.models import Answer, Request
from services.vocabulary import EventKind
from stations.models import Facility, Plate
from tests.cast import Cast, make_cast
from tests.uploads import photo

LIFT = "三单元电梯又坏了，老人下不来楼"
OpenPage = Callable[..., Page]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plate(transactional_db: None) -> Plate:
    cast: Cast = make_cast()
    here = {"building": cast.building, "entrance": cast.building.entrances.get(number="2")}
    lift = Facility.objects.create(compound=cast.jingan.compound, kind="lift", name="电梯", **here)
    return Plate.objects.create(code="0427", compound=cast.jingan.compound, facility=lift, **here)


def a_picture(name: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(name).read()}


def test_the_whole_way_without_script(open_page: OpenPage, plate: Plate) -> None:
    page = open_page("/p/0427/", java_script_enabled=False)
    expect(page.get_by_text("4号楼2单元 · 电梯")).to_be_visible()
    page.locator("[name=description]").fill(LIFT)
    page.get_by_role("button", name="提交").click()

    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    expect(page.get_by_text("丁海波").first).to_be_visible()
    number = page.locator(".ref").inner_text()
    code = re.search(r"\d{6}", page.get_by_text("取件码").first.inner_text())[0]

    question = page.locator("#questions")
    question.locator("input[type=radio]").first.check()
    question.get_by_role("button", name="补上这些").click()
    expect(page.get_by_text("记下了，办事的人看得到。")).to_be_visible()
    assert Answer.objects.count() == 1

    other = open_page("/requests/track/", java_script_enabled=False)
    other.get_by_label("编号").fill(number)
    other.get_by_label("取件码").fill(code)
    other.get_by_role("button", name="看进展").click()
    expect(other).to_have_url(re.compile(f"/requests/{number}/$"))
    expect(other.get_by_text(LIFT).first).to_be_visible()


def test_two_requests_lead_from_the_scan_to_the_receipt(open_page: OpenPage, live_server: Any, plate: Plate) -> None:
    """Of pages; the answer to the form leads on by itself."""
    page, asked = open_page("about:blank"), []
    page.on("request", lambda request: asked.append(request) if request.is_navigation_request() else None)
    page.goto(f"{live_server.url}/p/0427/")
    page.locator("[name=description]").fill(LIFT)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()

    assert [request.method for request in asked if not request.redirected_from] == ["GET", "POST"]


def test_the_form_is_filled_in_and_sent_with_the_keyboard_alone(open_page: OpenPage, plate: Plate) -> None:
    page = open_page("/p/0427/")
    press_tab_to(page, "[name=description]")
    page.keyboard.type(LIFT)
    press_tab_to(page, "[name=phone]")
    page.keyboard.type("13812340427")
    press_tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()

    press_tab_to(page, "#questions input[type=radio]")
    page.keyboard.press("Space")
    press_tab_to(page, "#questions button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("记下了，办事的人看得到。")).to_be_visible()

    request = Request.objects.get()
    assert (request.description, request.reporter_phone, request.plate) == (LIFT, "13812340427", plate)


def press_tab_to(page: Page, selector: str, most: int = 40) -> None:
    """As somebody does who has no mouse; what has the focus must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"no way by Tab to {selector}")


def test_after_an_error_the_summary_is_read_first_and_leads_to_the_field(open_page: OpenPage, plate: Plate) -> None:
    page = open_page("/p/0427/")
    page.get_by_role("button", name="提交").click()

    expect(page).to_have_title(re.compile("^错误："))
    expect(page.locator("#errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=description]")).to_be_focused()


@pytest.mark.parametrize("script", [False, True], ids=["no script", "script"])
def test_photos_stay_over_an_error(open_page: OpenPage, plate: Plate, script: bool) -> None:
    page = open_page("/p/0427/", java_script_enabled=script)
    page.locator("input[type=file]").set_input_files([a_picture("a.jpg"), a_picture("b.jpg")])
    page.get_by_role("button", name="提交").click()

    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator(".keep img")).to_have_count(2)
    page.get_by_label("不要照片2").click()
    expect(page.locator(".keep img")).to_have_count(1 if script else 2)  # with script it is gone at once
    page.locator("input[type=file]").set_input_files([a_picture("c.jpg")])
    page.locator("[name=description]").fill(LIFT)
    page.get_by_role("button", name="提交").click()

    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    assert Request.objects.get().events.get(kind=EventKind.FILED).photos.count() == 2
    shown = page.locator("img[src*='/photos/']").evaluate_all("all => all.map((image) => image.naturalWidth > 0)")
    assert shown == [True, True]


def test_words_of_danger_light_up_the_numbers_before_anything_is_sent(open_page: OpenPage, plate: Plate) -> None:
    page = open_page("/p/0427/")
    expect(page.locator("#danger")).not_to_have_class(re.compile("now"))
    page.locator("[name=description]").fill("家里有煤气味")
    expect(page.locator("#danger")).to_have_class(re.compile("now"))
    expect(page.locator("textarea + #danger")).to_be_in_viewport()
    page.get_by_role("button", name="提交").click()

    expect(page.get_by_role("heading", name="先打电话")).to_be_visible()
    assert Request.objects.get().danger == "gas"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("我不想活了", ["12356", "120", "110", "119"]),
        ("对门又在家暴", ["110", "12338", "119", "120"]),
        ("我妈被骗了五千块", ["96110", "110", "119", "120"]),
        ("灯杆漏电", ["120", "119", "95598", "110"]),
        ("对门又在家暴，有人晕倒了", ["120", "110", "119", "12338"]),
    ],
)
def test_the_numbers_of_the_danger_that_is_heard_are_there_its_first_one_leading(
    open_page: OpenPage, plate: Plate, text: str, numbers: list[str]
) -> None:
    page = open_page("/p/0427/")
    links = page.locator("#danger a[href^='tel:']")
    before = links.evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    page.locator("[name=description]").fill(text)
    shown = links.evaluate_all("all => all.map((link) => link.getAttribute('href').slice(4))")
    assert (shown[0], sorted(shown[:4])) == (numbers[0], sorted(numbers))
    expect(links.first).to_have_class(re.compile("first"))

    page.locator("[name=description]").fill("路灯不亮")
    assert links.evaluate_all("all => all.map((link) => link.getAttribute('href'))") == before
    expect(page.locator("#danger .first")).to_have_count(0)


@pytest.mark.parametrize("height", [568, 844])
def test_on_a_small_screen_the_words_are_not_covered_while_they_are_written(
    open_page: OpenPage, plate: Plate, height: int
) -> None:
    page = open_page("/p/0427/", viewport={"width": 320, "height": height})
    page.locator("[name=description]").fill("家里有煤气味")
    text, dock = page.locator("textarea").bounding_box(), page.locator(".dock").bounding_box()

    assert text["y"] + text["height"] <= dock["y"]


def test_what_cannot_be_sent_is_said_when_it_is_chosen(open_page: OpenPage, plate: Plate) -> None:
    page = open_page("/p/0427/")
    paper = {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    page.locator("input[type=file]").set_input_files([a_picture("a.jpg"), paper])

    expect(page.get_by_text("“合同.pdf”不是照片，没有加上。")).to_be_visible()
    expect(page.locator("[data-photos] img")).to_have_count(1)

    page.locator("input[type=file]").set_input_files([a_picture(f"{number}.jpg") for number in range(6)])
    expect(page.get_by_text("一次最多6张，多的没有加上。")).to_be_visible()
    expect(page.locator("[data-photos] img")).to_have_count(6)
