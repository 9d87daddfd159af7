"""What each answer forbids the browser, whatever the page."""

import pytest

PAGES = {
    "/": 200,
    "/stations/": 200,
    "/requests/track/": 200,
    "/sign-in/": 200,
    "/styleguide/": 200,
    "/healthz": 200,
    "/readyz": 200,
    "/metrics": 200,
    "/nowhere/": 404,
    "/requests/XX-0000-0000/": 404,
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def policy_of(response):
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip())


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_every_page_carries_the_strict_headers(client, path, status):
    response = client.get(path)

    assert response.status_code == status
    assert policy_of(response) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, status in PAGES.items() if status == 200])
def test_no_page_asks_another_host_for_anything(client, path):
    html = client.get(path).content.decode()

    assert [part for part in ('src="http', "src='http", 'src="//', "@import", "url(http") if part in html] == []
    assert 'rel="stylesheet" href="http' not in html


@pytest.mark.django_db
def test_the_page_for_signing_in_is_not_kept_by_caches(client):
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/my/", "/me/", "/stations/jingan/report/"])
def test_what_a_known_reader_sees_is_kept_by_no_browser(client, cast, path):
    client.force_login(cast.resident)

    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_what_a_code_opens_is_kept_by_no_browser(client, cast):
    receipt = client.post("/stations/jingan/report/", {"description": "三单元电梯又坏了"})["Location"]

    assert client.get(receipt)["Cache-Control"] == client.get("/my/")["Cache-Control"] == "private, no-store"


def test_what_a_visitor_typed_survives_a_step_back(client, cast):
    client.post("/stations/jingan/report/", {"description": "三单元电梯又坏了"})

    assert "no-store" not in client.get("/stations/jingan/report/")["Cache-Control"]
