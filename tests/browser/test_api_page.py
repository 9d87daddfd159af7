"""The API's page is a script of others: it must do with what our policy allows and ask nobody else."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK


@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_api_works_under_the_strict_policy_and_asks_no_other_host(open_page, live_server):
    page = open_page("about:blank", viewport=DESK)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/api/docs/")
    expect(page.locator(".info .title")).to_contain_text("Red Flag Station API")
    page.locator("#operations-public-stations_list").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")

    assert said == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []
