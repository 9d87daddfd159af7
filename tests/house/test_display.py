"""The reader's own settings: size, light or dark, language. They work without script and without an account."""

import pytest


def test_the_elder_version_is_kept_and_the_reader_stays_where_she_was(client):
    response = client.post("/display/", {"size": "lg", "next": "/styleguide/?a=1"})

    assert (response.status_code, response["Location"]) == (302, "/styleguide/?a=1")
    assert client.cookies["size"].value == "lg"


def test_the_page_is_drawn_with_what_was_chosen(client):
    client.cookies.load({"size": "lg", "theme": "dark"})

    assert '<html lang="zh-Hans" data-size="lg" data-theme="dark">' in client.get("/styleguide/").text


def test_a_cookie_that_is_none_of_ours_is_not_written_into_the_page(client):
    client.cookies.load({"size": "huge", "theme": "pink"})

    assert '<html lang="zh-Hans">' in client.get("/styleguide/").text


@pytest.mark.parametrize("away", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_an_address_elsewhere_is_not_followed(client, away):
    assert client.post("/display/", {"theme": "dark", "next": away})["Location"] == "/"


def test_the_normal_size_forgets_the_cookie(client):
    client.cookies.load({"size": "lg"})
    response = client.post("/display/", {"size": "normal"})

    assert response.cookies["size"]["max-age"] == 0


def test_chinese_comes_first_whatever_the_browser_says(client):
    assert client.get("/styleguide/", headers={"accept-language": "en-US"}).headers["Content-Language"] == "zh-hans"


def test_english_is_one_press_away(client):
    client.post("/display/", {"language": "en"})

    assert '<html lang="en">' in client.get("/styleguide/").text


def test_a_wrong_method_gets_a_page_that_says_what_to_do(client):
    response = client.get("/display/", headers={"accept": "text/html"})

    assert response.status_code == 405
    assert "这一步不能这样打开" in response.text


def test_a_page_that_was_open_too_long_says_that_nothing_is_lost():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/display/", {"size": "lg"})

    assert response.status_code == 403
    assert "您写的字还在" in response.text
