"""Every page of every role under the eye of axe and of a ruler, at all widths, by day, by night, in 长辈版."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from portal.demo.seed import seed
from services.models import Request
from tests.browser.demo import Demo
from tests.browser.look import COLOURS, WIDTHS, Findings, Reader, only_found


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    """Built once and really stored, for the server reads it from a thread of its own; thrown away at the end."""
    with django_db_blocker.unblock():
        seed(stage="busy", number=1, now=timezone.now())
        server = LiveServer("localhost")
        yield Demo(server.url)
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def look_by_day_and_night(reader: Reader, path: str) -> Findings:
    found = reader.open(path)
    for width in WIDTHS:
        reader.width(width)
        found[f"overflow at {width}"] = reader.overflow()
        if width == 390:
            found["axe at 390"] = reader.axe()
            reader.page.emulate_media(color_scheme="dark")
            found["dark"] = reader.axe(COLOURS)
            reader.page.emulate_media(color_scheme="light")
            found["targets"] = [] if reader.is_staff() else reader.targets(44)
    reader.unfold()
    found["axe at 1440, unfolded"] = reader.axe()
    found["overflow at 1440, unfolded"] = reader.overflow()
    reader.width(390)
    found["overflow at 390, unfolded"] = reader.overflow()
    found["said"] = list(reader.said)
    return only_found(found)


def look_in_large(reader: Reader, path: str) -> Findings:
    found = reader.open(path)
    for width in WIDTHS:
        reader.width(width)
        found[f"overflow at {width}"] = reader.overflow()
        if width == 390:
            found["axe"] = reader.axe()
            found["small text"] = reader.small_text(18)
            found["targets"] = [] if reader.is_staff() else reader.targets(60)
    return only_found(found)


@pytest.mark.parametrize("who", ["visitor", "resident", "leader", "manager", "chief", "officer", "official", "admin"])
def test_nothing_is_found_on_any_page(chromium: Browser, demo: Demo, who: str) -> None:
    reader = Reader(chromium, demo.url, demo.cookies(who))
    found = {path: look_by_day_and_night(reader, path) for path in demo.pages(who)}
    reader.close()

    assert only_found(found) == {}


@pytest.mark.parametrize("who", ["visitor", "resident", "chief", "manager", "admin"])
def test_nothing_is_found_in_the_size_for_the_old(chromium: Browser, demo: Demo, who: str) -> None:
    """Manager and administrator: what the chief has not."""
    reader = Reader(chromium, demo.url, {**demo.cookies(who), "size": "lg"})
    seen = demo.pages("chief") if who in ("manager", "admin") else []
    found = {path: look_in_large(reader, path) for path in demo.pages(who) if path not in seen}
    reader.close()

    assert only_found(found) == {}


BAD_INPUT = {
    "visitor": ["/stations/jingan/report/", "/p/{plate}/", "/requests/track/", "/sign-in/", "/sign-in/code/"],
    "resident": ["/me/name/", "/me/close/", "/account/password/", "{resolved}"],
    "chief": ["/desk/file/", "/desk/posts/jingan/appoint/", "/desk/rota/jingan/shift/", "{waiting}assign/"],
}


@pytest.mark.parametrize("who", BAD_INPUT)
def test_nothing_is_found_on_a_form_that_came_back(chromium: Browser, demo: Demo, who: str) -> None:
    reader, found = Reader(chromium, demo.url, demo.cookies(who)), {}
    places = {
        "plate": demo.things["plate"],
        "resolved": Request.objects.get(reporter=demo.user("resident"), status="resolved").get_absolute_url(),
        "waiting": Request.objects.filter(status="submitted", station__slug="jingan", level="station")[0].desk_url,
    }
    for path in BAD_INPUT[who]:
        found[path] = look_after_an_error(reader, path.format(**places))
    reader.close()

    assert only_found(found) == {}


def look_after_an_error(reader: Reader, path: str) -> Findings:
    """Sends the page's main form with everything in it emptied."""
    reader.width(390)
    found = reader.open(path)
    with reader.page.expect_navigation() as sent:
        reader.page.evaluate(SEND_EMPTY)
    found["status"] = "" if sent.value and sent.value.status == 400 else "not 400"
    found["title"] = "" if reader.page.title().startswith("错误：") else reader.page.title()
    found["axe"] = reader.axe()
    found["overflow"] = reader.overflow()
    reader.page.emulate_media(color_scheme="dark")
    found["dark"] = reader.axe(COLOURS)
    reader.page.emulate_media(color_scheme="light")
    found["said"] = list(reader.said)
    return only_found(found)


SEND_EMPTY = """() => {
  const form = document.querySelector("#rate form, main form[enctype], main form.stack");
  for (const field of form.querySelectorAll("input:not([type=hidden]):not([type=radio]), textarea")) field.value = "";
  for (const field of form.querySelectorAll("[type=radio]")) field.checked = false;
  form.submit();
}"""


@pytest.mark.parametrize("template", ["400", "403", "404", "405", "429", "500", "csrf"])
@pytest.mark.parametrize("size", ["", "lg"], ids=["normal", "large"])
def test_nothing_is_found_on_the_pages_for_what_went_wrong(
    chromium: Browser, demo: Demo, template: str, size: str
) -> None:
    """They cannot all be called up: the page itself is put where the browser asks."""
    reader = Reader(chromium, demo.url, {"size": size})
    html = render_to_string(f"{template}.html")
    reader.page.route("**/wrong/", lambda route: route.fulfill(body=html, content_type="text/html"))
    found = look_by_day_and_night(reader, "/wrong/")
    reader.close()

    assert found == {}


def test_the_panel_beside_the_list_and_the_table_of_keys(chromium: Browser, demo: Demo) -> None:
    reader = Reader(chromium, demo.url, demo.cookies("chief"))
    reader.width(1440, 900)
    found = reader.open("/desk/requests/")
    reader.page.locator("#panel h2").wait_for()
    for key in ("x", "?"):
        reader.page.keyboard.press(key)
    reader.unfold()
    found["axe"] = reader.axe()
    reader.page.emulate_media(color_scheme="dark")
    found["dark"] = reader.axe(COLOURS)
    found["said"] = list(reader.said)
    reader.close()

    assert only_found(found) == {}


FAULTY = """<!doctype html><html lang="zh-Hans"><head><title>x</title></head><body><main>
<img src="/static/img/favicon.svg"><p style="color: #bbb; font-size: 12px">很淡的小字</p><p><button>短</button></p>
<p><a href="/">单独一个</a></p><div class="wide">……</div></main></body></html>"""


def test_the_eye_sees_what_is_wrong(chromium: Browser, demo: Demo) -> None:
    """Else the tests above would hold nothing."""
    reader = Reader(chromium, demo.url, {})
    policy = {"Content-Security-Policy": "default-src 'self'"}
    answer = {"body": FAULTY, "content_type": "text/html; charset=utf-8", "headers": policy}
    reader.page.route("**/faulty/", lambda route: route.fulfill(**answer))
    reader.open("/faulty/")
    said = list(reader.said)
    reader.page.evaluate("document.querySelector('.wide').style.cssText = 'width: 700px'")
    reader.page.evaluate("document.querySelector('p').style.cssText = 'color: #bbb; font-size: 12px'")
    reader.width(390)

    assert [line for line in said if "Content Security Policy" in line] == said != []
    assert {fault.partition(" ")[0] for fault in reader.axe()} == {"image-alt", "color-contrast"}
    assert reader.overflow().endswith("px: div.wide")
    assert [found.partition(" ")[0] for found in reader.targets(44)] == ["button", "a"]
    assert reader.small_text(18)[0] == "“很淡的小字” 12 px"
    reader.close()
