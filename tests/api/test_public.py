"""Stations and kinds: what anybody may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.queries import catalogue
from stations.models import DutyShift, Station
from tests import factories
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_root_names_where_to_begin(api):
    answer = api().get("/api/v1/")

    assert sorted(answer.json()) == ["categories", "requests", "schema", "stations", "track"]


def test_a_visitor_reads_the_stations(cast: Cast, api):
    answer = api().get("/api/v1/stations/")

    assert (answer.status_code, answer.json()["count"]) == (200, 3)
    assert {row["slug"] for row in answer.json()["results"]} == {"jingan", "huaji", "hubei"}


def test_a_station_tells_its_public_facts(cast: Cast, api):
    facts = api().get("/api/v1/stations/jingan/").json()

    assert [facts[key] for key in ("name", "compound", "division", "division_code", "phone", "on_duty")] == [
        "警安公寓红旗驿站",
        "警安公寓",
        "甲社区",
        factories.COMMUNITY,
        "06358000000",
        [],
    ]


def test_a_station_names_the_places_that_a_filing_may_name(cast: Cast, api):
    buildings = api().get("/api/v1/stations/jingan/").json()["buildings"]

    assert [(b["name"], [e["name"] for e in b["entrances"]]) for b in buildings] == [
        (f"{number}号楼", [f"{number}号楼1单元", f"{number}号楼2单元"]) for number in range(1, 5)
    ]


def test_who_is_on_duty_now_is_told_by_title_name_and_shown_phone(cast: Cast, api):
    now = timezone.now()
    hour = timedelta(hours=1)
    DutyShift.objects.create(
        station=cast.jingan, user=cast.leader, starts_at=now - hour, ends_at=now + hour, phone_shown="06358000001"
    )
    DutyShift.objects.create(station=cast.jingan, user=cast.chair, starts_at=now + hour, ends_at=now + 2 * hour)

    assert api().get("/api/v1/stations/jingan/").json()["on_duty"] == [
        {"title": "4号楼楼长", "name": "张楼长", "phone": "06358000001"}
    ]


def test_no_number_that_was_not_given_for_the_public_is_told(cast: Cast, api):
    now = timezone.now()
    DutyShift.objects.create(station=cast.jingan, user=cast.leader, starts_at=now, ends_at=now + timedelta(hours=1))

    assert cast.leader.phone not in api().get("/api/v1/stations/jingan/").content.decode()


@pytest.mark.parametrize("slug", ["nowhere", "jing-an", "1"])
def test_a_station_that_does_not_exist_is_404(cast: Cast, api, slug):
    answer = api().get(f"/api/v1/stations/{slug}/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_closed_station_is_404_and_in_no_list(cast: Cast, api):
    Station.objects.filter(pk=cast.hubei.pk).update(is_open=False)

    assert api().get("/api/v1/stations/hubei/").status_code == 404
    assert api().get("/api/v1/stations/").json()["count"] == 2


def test_a_page_that_does_not_exist_is_404(cast: Cast, api):
    assert api().get("/api/v1/stations/?page=9").status_code == 404


def test_the_kinds_are_those_of_the_catalogue_in_its_order(cast: Cast, api):
    kinds = api().get("/api/v1/categories/").json()

    assert [kind["slug"] for kind in kinds] == list(catalogue().by_slug)
    assert sorted(kinds[0]) == ["group", "hint", "name", "name_en", "nature", "questions", "slug"]


def test_a_kind_tells_its_questions_with_their_options(cast: Cast, api):
    known = next(category for category in catalogue().by_slug.values() if catalogue().questions.get(category.pk))
    kind = next(kind for kind in api().get("/api/v1/categories/").json() if kind["slug"] == known.slug)

    assert [q["code"] for q in kind["questions"]] == [q.code for q in catalogue().questions[known.pk]]


def test_a_kind_that_was_switched_off_is_not_told(cast: Cast, api):
    from services.models import Category

    Category.objects.filter(slug="lift-fault").update(is_active=False)

    assert "lift-fault" not in [kind["slug"] for kind in api().get("/api/v1/categories/").json()]


@pytest.mark.parametrize("path", ["nowhere/", "stations/jingan/people/", "stations/%E4%BB%8E/", "requests/a/b/c/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_does_not_exist_is_404_in_json(cast: Cast, api, path, method):
    answer = getattr(api(), method)(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_forgotten_slash_is_put_right(cast: Cast, api):
    assert api().get("/api/v1/stations")["Location"] == "/api/v1/stations/"


@pytest.mark.parametrize("path", ["", "stations/", "stations/jingan/", "categories/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_anybody_reads_nobody_writes(cast: Cast, api, path, method):
    answer = getattr(api(cast.admin), method)(f"/api/v1/{path}", {}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
