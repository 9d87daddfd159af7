"""A real Chromium for every test of this folder; all of them carry the mark `browser`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from tools.chromium import find_chromium

HERE = Path(__file__).parent
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}

# Playwright keeps an event loop in the thread of the test; Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium here; install one, or name it with CHROMIUM=/path")
    with sync_playwright() as playwright:
        # Without a sandbox because continuous integration often runs as root; the pages are our own.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_page("/path/", viewport=PHONE, java_script_enabled=False)`: a fresh visitor's page on the live server."""
    contexts = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN", **({"viewport": PHONE} | options))
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, url: str, user: User) -> None:
    """With a session of the server's own; the page for signing in has tests elsewhere."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
