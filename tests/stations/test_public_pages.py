"""What anybody may see of the stations: the first page, the directory, a station, help and privacy."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stations.models import Absence, Appointment, DutyShift, Plate, Room, Station
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def on_duty(cast: Cast) -> DutyShift:
    now = timezone.now()
    return DutyShift.objects.create(
        station=cast.jingan,
        user=cast.leader,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        phone_shown="06355550110",
    )


def test_a_station_shows_who_is_there_who_leads_and_who_leads_which_building(cast: Cast, client: Client) -> None:
    said = text_of(client, "/stations/jingan/")

    assert "韩立群 站长 · 党支部书记" in said
    assert "丁海波 副站长 · 物业经理" in said
    assert "张楼长 4号楼楼长" in said


def test_the_one_on_duty_now_stands_first_with_a_number(cast: Cast, client: Client, on_duty: DutyShift) -> None:
    page = client.get("/stations/jingan/").content.decode()

    duty = page[page.index('id="h-duty"') : page.index('id="h-kinds"')]
    assert "张楼长" in duty
    assert re.findall(r'href="tel:(\d+)"', page)[:2] == ["06355550110", "06355550110"]


def test_when_nobody_is_on_duty_it_says_when_somebody_will_be(cast: Cast, client: Client) -> None:
    Station.objects.filter(slug="jingan").update(opening_hours="每天8:00到20:00")

    assert "现在没有人值班。开放时间：每天8:00到20:00" in text_of(client, "/stations/jingan/")


def test_no_persons_number_is_shown_unless_it_is_meant_to_be(cast: Cast, client: Client, on_duty: DutyShift) -> None:
    Appointment.objects.filter(user=cast.chair, post=Post.HOA_CHAIR).update(phone_shown="06355550104")

    page = client.get("/stations/jingan/").content.decode()

    assert [user.phone for user in cast.people().values() if user.phone in page] == []
    assert set(re.findall(r'href="tel:(\d+)"', page)) == {"06355550110", "06355550104", "06358000000"}


def test_who_is_on_leave_is_named_without_a_number(cast: Cast, client: Client) -> None:
    Appointment.objects.filter(user=cast.chair).update(phone_shown="06355550104")
    today = timezone.localdate()
    Absence.objects.create(user=cast.chair, starts_on=today, ends_on=today)

    assert "孟秋菊 副站长 · 业委会主任 今天请假" in text_of(client, "/stations/jingan/")
    assert "06355550104" not in client.get("/stations/jingan/").content.decode()


def test_who_left_the_post_is_not_shown(cast: Cast, client: Client) -> None:
    Appointment.objects.filter(user=cast.leader).update(ends_on=timezone.localdate() - timedelta(days=1))

    assert "张楼长" not in text_of(client, "/stations/jingan/")


def test_each_group_of_the_catalogue_leads_to_the_form_with_that_hint(cast: Cast, client: Client) -> None:
    page = client.get("/stations/jingan/").content.decode()
    links = re.findall(r'href="(/stations/jingan/report/\?category=[\w-]+)"', page)

    assert len(links) >= 18
    assert {client.get(link).status_code for link in links} == {200}


def test_a_station_that_is_closed_or_unknown_is_404(cast: Cast, client: Client) -> None:
    Station.objects.filter(slug="huaji").update(is_open=False)

    assert [client.get(f"/stations/{slug}/").status_code for slug in ("huaji", "nowhere")] == [404, 404]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["化机小区红旗驿站", "湖北小区红旗驿站", "警安公寓红旗驿站"]),
        ("警安", ["警安公寓红旗驿站"]),
        (" 小区  湖北 ", ["湖北小区红旗驿站"]),
        ("甲社区", ["警安公寓红旗驿站"]),
        ("%", []),
        ("没有的小区", []),
    ],
)
def test_the_directory_finds_by_name_and_community(cast: Cast, client: Client, wanted: str, found: list) -> None:
    page = client.get("/stations/", {"q": wanted}).content.decode()

    assert sorted(re.findall(r"<b>([^<]+驿站)</b>", page)) == sorted(found)


def test_the_number_of_a_plate_leads_to_the_plate(cast: Cast, client: Client) -> None:
    Plate.objects.create(code="0427", compound=cast.jingan.compound)

    assert client.get("/stations/", {"q": "０４２７"})["Location"] == "/p/0427/"
    assert client.get("/stations/", {"q": "0428"}).status_code == 200


def test_a_visitor_is_asked_for_the_station_first(cast: Cast, client: Client) -> None:
    page = client.get("/").content.decode()

    assert 'role="search"' in page
    assert "反映问题" not in page


def test_the_first_page_is_the_residents_own_station(cast: Cast, client: Client) -> None:
    client.force_login(cast.resident)

    assert 'href="/stations/jingan/report/"' in client.get("/").content.decode()


def test_where_there_is_one_station_it_is_that_one(cast: Cast, client: Client) -> None:
    Station.objects.exclude(slug="huaji").update(is_open=False)

    assert 'href="/stations/huaji/report/"' in client.get("/").content.decode()


def test_the_first_page_remembers_where_this_browser_filed(cast: Cast, client: Client) -> None:
    client.post("/stations/hubei/report/", {"description": "三单元电梯又坏了"})

    page = client.get("/").content.decode()

    assert 'href="/stations/hubei/report/"' in page
    assert "<h3>三单元电梯又坏了</h3>" in page


def test_before_anything_is_set_up_the_first_page_stands(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/help/", "/privacy/"])
def test_what_only_tells_asks_the_database_nothing(client: Client, db: None, path: str) -> None:
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200

    assert len(taken) == 0


@pytest.mark.parametrize("path", ["/", "/help/", "/privacy/", "/stations/", "/stations/jingan/", "/my/"])
def test_these_pages_are_only_read(cast: Cast, client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/stations/", "/stations/jingan/"])
@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("crowd", [1, 25])
def test_a_page_takes_at_most_8_statements(
    cast: Cast, client: Client, on_duty: DutyShift, path: str, signed_in: bool, crowd: int
) -> None:
    for number in range(crowd):
        building = cast.jingan.compound.buildings.create(number=str(100 + number))
        factories.appoint(factories.make_user(f"楼长{number}"), Post.BUILDING_LEADER, cast.jingan, building=building)
        Room.objects.create(station=cast.jingan, name=f"房间{number}")
    if signed_in:
        client.force_login(cast.resident)
    client.get(path)

    with CaptureQueriesContext(connection) as taken:
        client.get(path)

    assert len(taken) <= 8, "\n".join(query["sql"][:120] for query in taken)


@pytest.mark.parametrize("wanted", ["警安", "警安小区", "警安花园", "警安公寓", "jingan", "ＪＩＮＧＡＮ"])
def test_a_compound_is_found_as_people_say_it(cast: Cast, client: Client, wanted: str) -> None:
    assert list(client.get("/stations/", {"q": wanted}).context["page_obj"]) == [cast.jingan]


def test_an_ending_alone_is_looked_for_as_it_is(cast: Cast, client: Client) -> None:
    assert cast.jingan not in client.get("/stations/", {"q": "小区"}).context["page_obj"]


@pytest.mark.parametrize("typed", ["JA-2611-0093", "ja2611 0093", "ＪＡ－２６１１－００９３"])
def test_a_number_from_a_receipt_leads_to_its_progress(client: Client, db: None, typed: str) -> None:
    answer = client.get("/stations/", {"q": typed}, follow=True)

    assert answer.resolver_match.view_name == "track"
    assert answer.context["form"].initial["number"] == typed


def test_where_and_when_stands_before_what_and_who(cast: Cast, client: Client) -> None:
    page = client.get("/stations/jingan/").content.decode()

    places = [page.index(f'id="{name}"') for name in ("h-duty", "h-where", "h-kinds", "h-heads")]
    assert places == sorted(places)
