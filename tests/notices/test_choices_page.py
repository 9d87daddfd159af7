"""/me/notices/: what somebody wants to hear, an address that is confirmed by a code, what they follow."""

import re
from datetime import time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core import personal_data
from notices.models import Follow, NoticeSettings
from notices.queries import settings_for
from residents.actions import close_account

PAGE = "/me/notices/"
USUAL = {"quiet": "on", "quiet_from": "22:00", "quiet_until": "07:00"}


@pytest.fixture
def resident(client, cast):
    client.force_login(cast.resident)
    return client


def code_in(mailoutbox):
    return re.search(r"\d{6}", mailoutbox[-1].body)[0]


def test_nothing_is_kept_before_somebody_chooses(resident, cast):
    html = resident.get(PAGE).content.decode()

    assert NoticeSettings.objects.count() == 0
    assert 'value="22:00"' in html
    assert "我反映的事有了进展" in html
    assert "要我办的事" not in html  # a resident has none
    assert "小结" not in html


def test_what_is_not_ticked_is_switched_off_and_the_rest_stays_as_it_was(resident, cast):
    NoticeSettings.objects.create(user=cast.resident, muted=["late:sms", "progress:sms", "station:sms"])
    answer = resident.post(PAGE, {**USUAL, "quiet_from": "21:00", "kind_progress": ["sms"], "kind_station": ["sms"]})

    kept = settings_for(cast.resident)
    assert answer.status_code == 302
    assert (kept.muted, kept.quiet_hours) == (["late:sms"], (time(21), time(7)))

    resident.post(PAGE, {})
    kept = settings_for(cast.resident)
    assert (kept.muted, kept.quiet_hours) == (["late:sms", "progress:sms", "station:sms"], (None, None))
    assert 'value="21:00"' in resident.get(PAGE).content.decode()  # their own time, for when they switch it on again


def test_station_people_choose_for_work_too_and_chiefs_for_the_digest(client, cast):
    client.force_login(cast.mediator)
    assert "小结" not in client.get(PAGE).content.decode()
    client.force_login(cast.chair)
    html = client.get(PAGE).content.decode()
    assert "要我办的事" in html
    assert "每天早上7点半给我一份小结" in html

    client.post(PAGE, USUAL)
    assert settings_for(cast.chair).wants_digest is False


@pytest.mark.parametrize("hours", [{"quiet_from": "", "quiet_until": "07:00"}, {"quiet_from": "25:00"}])
def test_hours_that_are_none_are_explained_and_kept(resident, hours):
    answer = resident.post(PAGE, {**USUAL, **hours})

    assert answer.status_code == 400
    assert 'id="errors"' in answer.content.decode()


## An address


def test_an_address_counts_when_its_code_comes_back(resident, cast, mailoutbox):
    assert resident.post(f"{PAGE}email/", {"email": "chen@example.cn"})["Location"] == f"{PAGE}email/code/"
    assert mailoutbox[0].to == ["chen@example.cn"]
    assert settings_for(cast.resident).email == ""

    code = code_in(mailoutbox)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert resident.post(f"{PAGE}email/code/", {"code": wrong}).status_code == 400
    assert resident.post(f"{PAGE}email/code/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == PAGE
    assert settings_for(cast.resident).email == "chen@example.cn"
    assert "chen@example.cn" in resident.get(PAGE).content.decode()

    resident.post(f"{PAGE}email/forget/")
    assert settings_for(cast.resident).email == ""


def test_a_code_is_good_for_a_quarter_of_an_hour_and_five_guesses(resident, mailoutbox):
    resident.post(f"{PAGE}email/", {"email": "chen@example.cn"})
    code = code_in(mailoutbox)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "过期" in resident.post(f"{PAGE}email/code/", {"code": code}).content.decode()
    for _ in range(5):
        resident.post(f"{PAGE}email/code/", {"code": "x"})

    assert "过期" in resident.post(f"{PAGE}email/code/", {"code": code}).content.decode()


def test_codes_are_sent_five_times_an_hour_and_no_more(resident, mailoutbox):
    cache.clear()
    answers = [resident.post(f"{PAGE}email/", {"email": f"a{n}@example.cn"}).status_code for n in range(6)]

    assert answers == [302] * 5 + [400]
    assert len(mailoutbox) == 5


def test_a_mail_server_that_is_down_is_told(resident, settings):
    settings.EMAIL_BACKEND = "tests.notices.test_channels.Failing"
    from tests.notices.test_channels import Failing

    Failing.error = ConnectionRefusedError()
    answer = resident.post(f"{PAGE}email/", {"email": "chen@example.cn"})

    assert answer.status_code == 400
    assert "没有发出去" in answer.content.decode()


def test_without_a_code_on_its_way_there_is_nothing_to_fill_in(resident):
    assert resident.get(f"{PAGE}email/code/")["Location"] == f"{PAGE}email/"


## Following


def test_one_follows_the_own_building_and_kinds_in_the_own_compound(resident, cast):
    html = resident.get(PAGE).content.decode()
    home, kind = f"building:{cast.building.pk}", f"kind:{cast.jingan.pk}:lift-fault"
    assert home in html
    assert kind in html
    for what in (home, kind, kind):
        assert resident.post(f"{PAGE}follow/", {"what": what}).status_code == 302

    rows = Follow.objects.filter(user=cast.resident)
    assert [(row.building, row.category) for row in rows] == [(cast.building, ""), (None, "lift-fault")]
    assert f'value="{home}"' not in resident.get(PAGE).content.decode()

    resident.post(reverse("me_unfollow", args=[rows[0].pk]))
    assert rows.all().count() == 1


def test_nobody_follows_where_they_do_not_live_nor_what_is_private(resident, cast):
    elsewhere = cast.huaji.compound.buildings.first()
    wanted = [
        f"building:{elsewhere.pk}",
        f"kind:{cast.huaji.pk}:lift-fault",
        f"kind:{cast.jingan.pk}:domestic",
        "x",
        "",
    ]
    answers = [resident.post(f"{PAGE}follow/", {"what": what}).status_code for what in wanted]

    assert answers == [400] * 5
    assert Follow.objects.count() == 0


def test_who_has_no_confirmed_home_is_told_to_enter_one(client, cast):
    client.force_login(cast.mediator)

    assert "登记了住址才能关注" in client.get(PAGE).content.decode()


def test_what_others_follow_is_not_found(client, cast):
    row = Follow.objects.create(user=cast.resident, station=cast.jingan, building=cast.building)
    client.force_login(cast.stranger)

    assert client.post(reverse("me_unfollow", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_at_most_eight_statements(resident, cast, django_assert_max_num_queries, count):
    for slug in ["lift-fault", "street-light", "heating"][:count]:
        Follow.objects.create(user=cast.resident, station=cast.jingan, category=slug)
    resident.get(PAGE)
    with django_assert_max_num_queries(8):
        resident.get(PAGE)


def test_the_copy_of_ones_data_has_it_and_closing_forgets_it(cast):
    NoticeSettings.objects.create(user=cast.resident, email="chen@example.cn")
    Follow.objects.create(user=cast.resident, station=cast.jingan, building=cast.building)
    copy = personal_data.copy_of(cast.resident)["notices"]
    assert (copy["email"], copy["follows"][0]["building"]) == ("chen@example.cn", "4号楼")

    close_account(user=cast.resident)
    assert (NoticeSettings.objects.count(), Follow.objects.count()) == (0, 0)
