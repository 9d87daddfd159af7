"""Who is appointed by whom, and the page that shows it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import ActionRefused
from core.models import AuditEntry
from stations import actions
from stations.models import Appointment
from stations.queries import forget_posts, posts_of
from stations.vocabulary import Post
from tests import factories

TODAY = timezone.localdate


def appoint(cast, **more):
    values = {
        "station": cast.jingan,
        "actor": cast.chief,
        "post": Post.MEDIATOR,
        "phone": "13911112222",
        "name": "何新",
    }
    return actions.appoint(**{**values, **more})


def refused(code, call, *args, **kwargs):
    with pytest.raises(ActionRefused) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code


def test_somebody_new_gets_an_account_with_the_post(cast):
    appointment = appoint(cast)

    assert (appointment.user.phone, appointment.user.name, appointment.user.is_unclaimed) == (
        "13911112222",
        "何新",
        True,
    )


def test_an_account_that_exists_is_taken_by_its_number(cast):
    assert appoint(cast, phone=cast.resident.phone, name="").user == cast.resident


def test_another_name_than_the_account_has_is_refused_and_shown_masked(cast):
    with pytest.raises(ActionRefused) as caught:
        appoint(cast, phone=cast.resident.phone, name="王二")
    assert (caught.value.field, "陈*" in str(caught.value), "陈居民" in str(caught.value)) == ("name", True, False)


def test_a_new_number_needs_a_name(cast):
    refused("no_name", appoint, cast, name="")
    assert not User.objects.filter(phone="13911112222").exists()


def test_one_person_may_hold_several_posts_but_none_twice(cast):
    appoint(cast, phone=cast.leader.phone, name="", post=Post.DUTY_OFFICER)

    refused("held", appoint, cast, phone=cast.leader.phone, name="", post=Post.DUTY_OFFICER)


def test_an_appointment_may_begin_later(cast):
    appoint(cast, post=Post.DUTY_OFFICER, starts_on=TODAY() + timedelta(days=3))

    assert posts_of(User.objects.get(phone="13911112222")).duty_at == frozenset()


def test_who_does_not_run_the_station_appoints_nobody(cast):
    for person in (cast.resident, cast.leader, cast.officer, cast.other_chief):
        refused("not_yours", appoint, cast, actor=person)


def test_nobody_becomes_chief_of_another_station_by_himself(cast):
    refused("not_yours", appoint, cast, station=cast.hubei, post=Post.STATION_CHIEF, phone=cast.chief.phone, name="")


def test_a_deputy_does_not_touch_the_chief(cast):
    held = Appointment.objects.get(user=cast.chief, post=Post.STATION_CHIEF)

    refused("only_chief", appoint, cast, actor=cast.manager, post=Post.STATION_CHIEF)
    refused("only_chief", actions.end_appointment, appointment=held, actor=cast.manager, last_day=TODAY(), note="x")


def test_a_deputy_may_fill_an_empty_chair_but_not_with_himself(cast):
    Appointment.objects.filter(user=cast.chief, post=Post.STATION_CHIEF).update(ends_on=date(2025, 6, 1))

    refused("own_chief", appoint, cast, actor=cast.manager, post=Post.STATION_CHIEF, phone=cast.manager.phone, name="")
    assert appoint(cast, actor=cast.manager, post=Post.STATION_CHIEF).user.name == "何新"


def test_a_building_leader_has_a_building_of_the_compound_and_nobody_else_has(cast):
    elsewhere = cast.huaji.compound.buildings.first()

    refused("no_building", appoint, cast, post=Post.BUILDING_LEADER)
    refused("other_building", appoint, cast, post=Post.BUILDING_LEADER, building=elsewhere)
    refused("building", appoint, cast, building=cast.building)


def test_an_ended_appointment_stays_with_its_note_in_the_history(cast):
    held = Appointment.objects.get(user=cast.leader)
    actions.end_appointment(appointment=held, actor=cast.chief, last_day=TODAY() - timedelta(days=1), note="搬家")

    held.refresh_from_db()
    forget_posts(cast.leader)
    entry = AuditEntry.objects.first()
    assert held.ends_on == TODAY() - timedelta(days=1)
    assert posts_of(cast.leader).led_buildings == frozenset()
    assert (entry.verb, entry.note, entry.actor) == ("post_ended", "搬家", cast.chief)


def test_ending_the_last_chief_is_warned_of(cast):
    held = Appointment.objects.get(user=cast.chief, post=Post.STATION_CHIEF)
    end = {"appointment": held, "actor": cast.chief, "last_day": TODAY(), "note": "退休"}

    refused("last_chief", actions.end_appointment, **end)
    actions.end_appointment(**end, knowing=True)


def test_what_has_not_begun_is_called_off(cast):
    appointment = appoint(cast, starts_on=TODAY() + timedelta(days=9))
    actions.end_appointment(appointment=appointment, actor=cast.chief, last_day=TODAY(), note="不来了")

    assert not Appointment.objects.filter(pk=appointment.pk).exists()


def test_a_member_reads_the_page_without_buttons(client, cast):
    client.force_login(cast.leader)
    html = client.get(reverse("desk:posts")).content.decode()

    assert ("韩立群" in html, "任命" in html.split("任职规矩")[1], "4号楼楼长" in html) == (True, False, True)


def test_gaps_and_what_the_compound_does_not_have_are_named(client, cast):
    client.force_login(cast.other_chief)
    html = client.get(reverse("desk:posts")).content.decode()

    assert html.count("空缺") >= 4
    assert "小区没有物业公司" in html
    assert "小区没有业主委员会" in html


def test_what_somebody_left_behind_is_shown_with_a_link(client, cast):
    request = factories.file(cast.jingan, "四号楼楼道里堆满了纸箱和旧家具", "4", category="corridor-clutter")
    assert request.assignee == cast.leader
    Appointment.objects.filter(user=cast.leader).update(ends_on=TODAY() - timedelta(days=1))
    client.force_login(cast.chief)
    html = client.get(reverse("desk:posts")).content.decode()

    assert "还有1件在他手上" in html
    assert f"?status=open&amp;assignee={cast.leader.pk}&amp;station=jingan" in html


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_takes_at_most_twelve_statements(client, cast, django_assert_max_num_queries, more):
    for number in range(more):
        appoint(cast, phone=f"1391111333{number}")
    client.force_login(cast.chief)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:posts"))


def test_a_bad_form_comes_back_with_what_was_typed(client, cast):
    client.force_login(cast.chief)
    typed = {"post": Post.BUILDING_LEADER, "phone": "123", "name": "何新", "starts_on": "2026-13-40"}
    response = client.post(reverse("desk:appoint", args=["jingan"]), typed)
    html = response.content.decode()

    assert response.status_code == 400
    assert "<title>错误：" in html
    assert 'value="何新"' in html
    assert sorted(response.context["form"].errors) == ["building", "phone", "starts_on"]


def test_the_form_appoints(client, cast):
    client.force_login(cast.chief)
    typed = {"post": Post.DUTY_OFFICER, "phone": "139 1111 2222", "name": "何新", "starts_on": TODAY().isoformat()}
    response = client.post(reverse("desk:appoint", args=["jingan"]), typed)

    assert response.url == "/desk/posts/?station=jingan"
    assert Appointment.objects.get(user__phone="13911112222").post == Post.DUTY_OFFICER


def test_appointments_of_another_station_are_not_found(client, cast):
    client.force_login(cast.chief)
    other = Appointment.objects.get(user=cast.other_chief)

    assert client.get(reverse("desk:post_end", args=[other.pk])).status_code == 404
    assert client.get(reverse("desk:appoint", args=["hubei"])).status_code == 404
    assert client.get(reverse("desk:posts") + "?station=hubei").status_code == 404


@pytest.mark.parametrize("who", ["manager", "chair"])
@pytest.mark.parametrize("post", [Post.DEPUTY_CHIEF, Post.DUTY_OFFICER])
def test_who_stands_on_a_side_lets_nobody_in_to_read_complaints(cast, who, post):
    refused("own_side", appoint, cast, actor=getattr(cast, who), post=post)


def test_who_stands_on_a_side_may_give_the_other_posts(cast):
    assert appoint(cast, actor=cast.manager, post=Post.PROPERTY_STAFF).user.name == "何新"
