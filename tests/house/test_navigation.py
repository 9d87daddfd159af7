import pytest
from django.urls import reverse

from core.shell import mark
from portal.navigation import DESK, RESIDENT, Items
from tests.house.access_table import PEOPLE
from tests.house.addresses import client_of


@pytest.mark.parametrize("place", [*RESIDENT, *DESK], ids=lambda place: place.key)
def test_every_place_of_the_navigation_has_its_page(place):
    assert reverse(place.url_name).startswith("/")


def test_a_visitor_is_shown_no_desk_and_asks_the_database_nothing(client):
    html = client.get("/styleguide/").text

    assert "/desk/requests/" not in html


@pytest.mark.parametrize("who", [person for person in PEOPLE if person != "visitor"])
def test_everybody_is_offered_only_what_opens_for_them(cast, rf, who):
    client = client_of(cast, who)
    request = rf.get("/")
    request.user, request.resolver_match = getattr(cast, who), None
    offered = {item.url: client.get(item.url).status_code for item in Items(request).desk}

    assert {url: status for url, status in offered.items() if status != 200} == {}


def test_an_administrator_is_led_to_the_settings_and_an_official_to_the_figures_and_what_climbed(cast, rf):
    request = rf.get("/")
    request.resolver_match = None
    request.user = cast.official
    assert [item.key for item in Items(request).desk] == [
        *("overview", "stations", "district", "district_topics", "reports", "ledger", "exports"),
    ]
    request.user = cast.admin
    assert [item.key for item in Items(request).desk] == [
        "posts",
        "routing",
        "catalogue",
        "plates",
        "outbox",
        "settings",
    ]


def test_an_official_begins_with_the_overview(cast):
    assert client_of(cast, "official").get("/after-sign-in/")["Location"] == "/district/"


def test_an_administrator_begins_in_the_settings(cast):
    assert client_of(cast, "admin").get("/after-sign-in/")["Location"] == "/admin/"


def test_a_chief_has_what_is_seldom_used_behind_more_and_nothing_is_lost(cast, rf):
    request = rf.get("/")
    request.user, request.resolver_match = cast.chief, None
    items = Items(request)

    assert [item.key for item in items.more] == ["routing", "catalogue", "plates", "outbox", "exports"]
    assert sorted(item.key for item in [*items.bar, *items.more]) == sorted(item.key for item in items.desk)


def test_where_we_are_and_what_waits_stand_in_the_bar(cast, rf):
    request = rf.get("/")
    request.user, request.resolver_match = cast.chief, None
    mark(request, current="plates", badges={"outbox": 2})

    assert [item.key for item in Items(request).more] == ["routing", "catalogue", "exports"]


@pytest.mark.parametrize("who", [person for person in PEOPLE if person != "visitor"])
def test_whoever_may_take_a_table_finds_where_and_nobody_else(cast, rf, who):
    request = rf.get("/")
    request.user, request.resolver_match = getattr(cast, who), None
    is_offered = "exports" in [item.key for item in Items(request).desk]

    assert is_offered == (client_of(cast, who).get("/exports/").status_code == 200)


def test_the_chiefs_page_folds_without_script(cast):
    page = client_of(cast, "chief").get("/desk/topics/").text

    assert page.count('name="top-menu"') == 2
    assert "/desk/plates/" in page.partition("更多")[2].partition("</details>")[0]
