"""Where an announcement stands, who may open what, and the way from the first word to the last door."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices import actions
from notices.models import Announcement, Reading, ToldAtDoor
from stations.models import Dwelling, Plate
from tests.notices.announcing import HOUR, dwelling, group, publish, write

URGENT, ORDINARY = "4号楼停水", "周末便民服务"
FORM = {
    "title": "停水通知",
    "text": "换水泵。",
    "starts_on": "2099-11-27",
    "starts": "09:00",
    "ends_on": "2099-11-27",
    "ends": "17:00",
    "scope": "all",
}


def signed_in(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def html(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def both(cast):
    publish(cast, title=ORDINARY)
    return publish(cast, "4", title=URGENT, is_urgent=True)


## Where it stands


@pytest.mark.parametrize("path", ["/stations/jingan/", "/stations/jingan/report/"])
def test_an_urgent_one_stands_on_top_of_the_station_and_of_filing(client, both, path):
    page = html(client, path)

    assert URGENT in page
    assert page.index(URGENT) < page.index("<h1")
    assert both.get_absolute_url() in page


def test_an_ordinary_one_stands_in_the_list_of_the_station_alone(client, both):
    assert ORDINARY in html(client, "/stations/jingan/")
    assert ORDINARY not in html(client, "/stations/jingan/report/")
    assert ORDINARY not in html(client, "/stations/huaji/")


@pytest.mark.parametrize(("number", "is_there"), [("4", True), ("3", False), (None, True)])
def test_a_plate_shows_what_concerns_its_building(client, cast, both, number, is_there):
    building = cast.jingan.compound.buildings.get(number=number) if number else None
    Plate.objects.create(code="402771", compound=cast.jingan.compound, building=building)

    assert (URGENT in html(client, "/p/402771/")) is is_there


def test_somebody_who_lives_there_sees_it_at_home_and_a_neighbour_does_not(cast, both):
    at_home = signed_in(cast.resident)
    assert URGENT in html(at_home, "/")
    Dwelling.objects.filter(residencies__user=cast.resident).update(
        entrance=cast.jingan.compound.buildings.get(number="3").entrances.first()
    )

    page = html(at_home, "/")
    assert (URGENT in page, ORDINARY in page) == (False, True)


def test_a_stranger_sees_nothing_of_it_at_home(cast, both):
    assert URGENT not in html(signed_in(cast.stranger), "/")


def test_what_is_over_or_withdrawn_stands_nowhere(client, cast, both):
    actions.withdraw(announcement=both, actor=cast.chief, note="错了")

    for path in ("/stations/jingan/", "/stations/jingan/report/"):
        assert URGENT not in html(client, path)


## The page of one


def test_everybody_reads_it_without_an_account(client, both):
    page = html(client, both.get_absolute_url())

    assert (URGENT in page, "换水泵，请提前接水。" in page, "4号楼" in page) == (True, True, True)


def test_opening_it_at_home_is_the_receipt(cast, both):
    signed_in(cast.stranger).get(both.get_absolute_url())
    signed_in(cast.resident).head(both.get_absolute_url())
    assert not Reading.objects.exists()

    signed_in(cast.resident).get(both.get_absolute_url())
    assert Reading.objects.get().user == cast.resident


def test_a_withdrawn_one_says_so_without_its_words(client, cast, both):
    actions.withdraw(announcement=both, actor=cast.chief, note="楼号写错了")
    page = html(client, both.get_absolute_url())

    assert ("换水泵" in page, "楼号写错了" in page) == (False, True)


def test_one_that_ended_early_says_why(client, cast, both):
    actions.end(announcement=both, actor=cast.chief, note="水来了")
    page = html(client, both.get_absolute_url())

    assert ("提前结束了" in page, "水来了" in page, "换水泵" in page) == (True, True, True)


def test_a_draft_another_station_or_a_closed_one_is_not_found(client, cast, both):
    draft = write(cast, "4")
    for path in (f"/stations/jingan/announcements/{draft.pk}/", f"/stations/huaji/announcements/{both.pk}/"):
        html(client, path, 404)
    html(signed_in(cast.chief), f"/stations/jingan/announcements/{draft.pk}/", 404)
    cast.jingan.is_open = False
    cast.jingan.save()
    html(client, both.get_absolute_url(), 404)


def test_on_paper_the_day_is_told_by_its_date(client, cast):
    ends = timezone.localtime().replace(hour=17, minute=0) + timedelta(days=1)
    page = html(client, publish(cast, ends_at=ends, starts_at=ends - 2 * HOUR).get_absolute_url())

    assert f"{ends.month}月{ends.day}日（" in page
    assert "明天（" in page


def test_markup_is_shown_as_text_everywhere(cast):
    evil = '<script>alert(1)</script>"><img src=x onerror=1>'
    row = publish(cast, "4", title=evil[:40], text=evil, is_urgent=True)
    pages = ["/stations/jingan/", "/stations/jingan/report/", "/", row.get_absolute_url(), reverse("inbox")]
    pages += [desk("announcements"), desk("announcement", row.pk), desk("announcement_doors", row.pk)]
    chief, resident = signed_in(cast.chief), signed_in(cast.resident)

    for path in pages:
        page = html(chief if path.startswith("/desk/") else resident, path)
        assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;" in page) == (False, False, True), path


## The desk


def test_from_writing_to_the_page_of_the_residents(cast):
    chief = signed_in(cast.chief)
    written = chief.post(desk("announcement_add", "jingan"), FORM)
    draft = Announcement.objects.get()

    assert written.url == desk("announcement", draft.pk)
    page = html(chief, written.url)
    assert ("居民看到的样子" in page, "换水泵。" in page, "2099年11月27日（周五）上午9点到下午5点" in page) == (
        True,
    ) * 3
    assert ("韩立群" in page, "没有楼长和组长在，由站长告诉" in page) == (True, True)
    chief.post(desk("announcement_do", draft.pk, "publish"))
    assert "换水泵。" in html(Client(), f"/stations/jingan/announcements/{draft.pk}/")


def test_times_are_those_of_shanghai(cast):
    signed_in(cast.chief).post(desk("announcement_add", "jingan"), FORM)
    row = Announcement.objects.get()

    assert (row.starts_at.isoformat(), row.ends_at.isoformat()) == (
        "2099-11-27T01:00:00+00:00",
        "2099-11-27T09:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": " "}, "text"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2001-01-01", "starts_on": "", "starts": ""}, "ends_on"),
        ({"ends": "08:00"}, "ends_on"),
        ({"starts": ""}, "starts"),
        ({"scope": ""}, "scope"),
        ({"scope": "some"}, "buildings"),
        ({"scope": "some", "buildings": ["999999"]}, "buildings"),
        ({"title": "长" * 41}, "title"),
    ],
)
def test_bad_input_is_explained_at_its_field_and_kept(cast, more, field):
    answer = signed_in(cast.chief).post(desk("announcement_add", "jingan"), FORM | more)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Announcement.objects.exists()


def test_the_whole_compound_and_some_buildings_at_once_is_asked_about(cast):
    answer = signed_in(cast.chief).post(desk("announcement_add", "jingan"), FORM | {"buildings": [cast.building.pk]})

    assert list(answer.context["form"].errors) == ["scope"]


def test_a_draft_is_changed_and_thrown_away(cast):
    chosen, draft, chair = group(cast, cast.mediator, "1"), write(cast, "4"), signed_in(cast.chair)
    assert "停水通知" in html(chair, desk("announcement_change", draft.pk))
    chair.post(desk("announcement_change", draft.pk), FORM | {"title": "新的", "scope": "some", "groups": [chosen.pk]})
    draft.refresh_from_db()

    assert (draft.title, list(draft.groups.all()), draft.buildings.count()) == ("新的", [chosen], 0)
    assert "北片小组" in html(chair, f"{desk('announcements')}?station=jingan")
    assert "<span>1号楼</span>" in html(chair, desk("announcement", draft.pk)).replace(' class="noprint"', "")
    chair.post(desk("announcement_do", draft.pk, "discard"))
    assert not Announcement.objects.exists()


def test_what_is_published_cannot_be_opened_for_changes(cast, both):
    assert signed_in(cast.chief).get(desk("announcement_change", both.pk)).url == desk("announcement", both.pk)


def test_an_earlier_one_is_written_again_for_another_day(cast, both):
    page = html(signed_in(cast.chief), f"{desk('announcement_add', 'jingan')}?from={both.pk}")

    assert f'value="{URGENT}"' in page
    assert html(signed_in(cast.chief), f"{desk('announcement_add', 'jingan')}?from=99999999999999999999")


def test_stopping_asks_why_and_then_happens(cast, both):
    chief = signed_in(cast.chief)

    assert chief.post(desk("announcement_stop", both.pk, "withdraw"), {"note": ""}).status_code == 400
    assert chief.post(desk("announcement_stop", both.pk, "end"), {"note": "水来了"}).status_code == 302
    assert chief.post(desk("announcement_stop", both.pk, "end"), {"note": ""}).status_code == 400
    assert chief.post(desk("announcement_stop", both.pk, "withdraw"), {"note": "错了"}).status_code == 302


def test_the_list_shows_drafts_to_who_runs_the_station_only(cast, both):
    write(cast, "4", title="还没想好")

    for who, sees in (("chief", True), ("leader", False), ("mediator", False), ("officer", False), ("admin", False)):
        page = html(signed_in(getattr(cast, who)), f"{desk('announcements')}?station=jingan")
        assert ("还没想好" in page, URGENT in page) == (sees, True), who


def test_the_receipts_name_who_carries_it_and_why(cast, both):
    page = html(signed_in(cast.chief), desk("announcement", both.pk))

    assert ("张楼长" in page, "本楼楼长" in page, "0/1户" in page) == (True, True, True)


## From door to door


def test_a_leader_ticks_a_door_and_takes_it_back(cast, both):
    leader, home = signed_in(cast.leader), Dwelling.objects.get(residencies__user=cast.resident)
    page = desk("announcement_doors", both.pk)
    assert "还有1户" in html(leader, page)

    answer = leader.post(page, {"tell": home.pk})
    assert answer.url == f"{page}?building={cast.building.pk}#d-{home.pk}"
    assert ToldAtDoor.objects.get().told_by == cast.leader
    assert "都告诉了" in html(leader, page)
    leader.post(page, {"undo": home.pk})
    assert not ToldAtDoor.objects.exists()


def test_names_are_masked_and_no_number_is_shown(cast, both):
    for who in (cast.leader, cast.chief):
        page = html(signed_in(who), desk("announcement_doors", both.pk))
        assert ("陈*" in page, cast.resident.name in page, cast.resident.phone in page) == (True, False, False)


def test_a_leader_sees_only_the_doors_of_their_own_building(cast):
    row, other = publish(cast), dwelling(cast, "3", "777")
    page = desk("announcement_doors", row.pk)

    assert "777" not in html(signed_in(cast.leader), f"{page}?building={other.entrance.building_id}")
    assert "777" in html(signed_in(cast.chief), f"{page}?building={other.entrance.building_id}")
    assert signed_in(cast.leader).post(page, {"tell": other.pk}).status_code == 400
    assert not ToldAtDoor.objects.exists()


def test_a_leader_of_a_building_that_it_was_not_for_gets_no_page(cast):
    html(signed_in(cast.leader), desk("announcement_doors", publish(cast, "3").pk), 404)


@pytest.mark.parametrize("data", [{}, {"tell": "x"}, {"tell": "99999999999999999999"}, {"undo": "\x00"}])
def test_a_tap_on_nothing_is_explained(cast, both, data):
    assert signed_in(cast.leader).post(desk("announcement_doors", both.pk), data).status_code == 400


def test_when_it_is_over_there_is_nothing_left_to_tap(cast, both):
    actions.end(announcement=both, actor=cast.chief)
    page = html(signed_in(cast.leader), desk("announcement_doors", both.pk))

    assert ('<button class="door' in page, "不用再告诉了" in page) == (False, True)


@pytest.mark.parametrize("who", ["stranger", "other_chief", "resident", "mediator", "officer", "official", "admin"])
def test_people_without_the_right_get_404(cast, both, who):
    client = signed_in(getattr(cast, who))
    for name, *args in (
        ("announcement", both.pk),
        ("announcement_change", both.pk),
        ("announcement_doors", both.pk),
        ("announcement_stop", both.pk, "end"),
        ("announcement_add", "jingan"),
    ):
        html(client, desk(name, *args), 404)
    assert client.post(desk("announcement_do", both.pk, "publish")).status_code == 404
    assert client.post(desk("announcement_doors", both.pk), {"tell": "1"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_much_is_announced(cast, django_assert_max_num_queries, count):
    rows = [publish(cast, "3", "4", is_urgent=bool(number % 2)) for number in range(count)]
    for number in range(101, 101 + 20 * count):
        dwelling(cast, "4", str(number))
    resident, chief, leader = (signed_in(user) for user in (cast.resident, cast.chief, cast.leader))
    pages = [(resident, path, 8) for path in ("/", "/stations/jingan/", rows[0].get_absolute_url())]
    pages += [(resident, "/stations/jingan/report/", 8), (leader, desk("announcements"), 12)]
    pages += [(chief, desk(name, rows[0].pk), 12) for name in ("announcement", "announcement_doors")]
    for client, path, most in pages:
        client.get(path)
        with django_assert_max_num_queries(most, info=path):
            assert client.get(path).status_code == 200
