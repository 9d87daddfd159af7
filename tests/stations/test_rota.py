"""Shifts and leave: what may be written, and that routing follows."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.calendar import SHANGHAI
from core.errors import ActionRefused
from services.queries import roster_of
from stations import actions
from stations.forms import ShiftForm
from stations.models import Absence, DutyShift
from stations.queries import posts_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def add(cast, start=HOUR, length=2 * HOUR, **more):
    begin = timezone.now() + start
    values = {"station": cast.jingan, "actor": cast.chief, "user": cast.leader}
    return actions.add_shifts(**{**values, "starts_at": begin, "ends_at": begin + length, **more})


def leave(cast, first=0, last=2, **more):
    today = timezone.localdate()
    values = {"station": cast.jingan, "actor": cast.chief, "user": cast.leader}
    return actions.add_absence(**{**values, "starts_on": today + first * DAY, "ends_on": today + last * DAY, **more})


def refused(code, call, *args, **kwargs):
    with pytest.raises(ActionRefused) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code


def member(cast, user):
    return next(m for m in roster_of(cast.jingan, timezone.now()).members if m.user == user.pk)


def test_whoever_is_on_shift_triages_and_is_on_duty_for_routing(cast):
    add(cast, start=-HOUR)

    assert posts_of(cast.leader).duty_at == frozenset({cast.jingan.pk})
    assert member(cast, cast.leader).on_duty is True


def test_a_shift_can_be_repeated_every_week(cast):
    shifts = add(cast, weeks=4)

    assert [later.starts_at - shifts[0].starts_at for later in shifts] == [timedelta(weeks=n) for n in range(4)]


def test_nobody_has_two_shifts_at_once_and_then_none_is_written(cast):
    add(cast, start=timedelta(weeks=2))

    refused("overlap", add, cast, weeks=4)
    assert DutyShift.objects.count() == 1


def test_two_people_may_be_on_duty_together(cast):
    add(cast)
    add(cast, user=cast.chair)

    assert DutyShift.objects.count() == 2


def test_past_too_long_and_endless_shifts_are_refused(cast):
    refused("past", add, cast, start=-3 * HOUR)
    refused("too_long", add, cast, length=25 * HOUR)
    refused("before_start", add, cast, length=-HOUR)
    refused("weeks", add, cast, weeks=27)


def test_somebody_from_elsewhere_cannot_be_put_on_duty(cast):
    refused("stranger", add, cast, user=cast.stranger)


def test_only_what_has_not_begun_is_removed(cast):
    (running,) = add(cast, start=-HOUR)
    (later,) = add(cast, start=DAY)
    actions.remove_shift(shift=later, actor=cast.chief)

    refused("begun", actions.remove_shift, shift=running, actor=cast.chief)
    assert list(DutyShift.objects.all()) == [running]


def test_leave_counts_in_routing_at_once(cast):
    leave(cast)

    assert member(cast, cast.leader).is_absent is True


def test_nobody_on_leave_is_put_on_duty(cast):
    leave(cast, first=1)

    refused("away", add, cast, start=DAY)


def test_leave_tells_how_many_shifts_fall_into_it(cast):
    add(cast, start=DAY)

    assert leave(cast)[1] == 1


def test_overlapping_past_and_turned_leave_is_refused(cast):
    leave(cast)

    refused("overlap", leave, cast, first=2, last=4)
    refused("past", leave, cast, first=-9, last=-8)
    refused("before_start", leave, cast, first=3, last=2)
    refused("too_long", leave, cast, first=10, last=700)


def test_members_enter_their_own_leave_and_nobody_elses(cast):
    leave(cast, actor=cast.leader)

    refused("not_yours", leave, cast, actor=cast.leader, user=cast.chair)


def test_coming_back_early_ends_the_leave(client, cast):
    absence, _shifts = leave(cast)
    client.force_login(cast.leader)
    client.post(reverse("desk:absence_remove", args=["jingan", absence.pk]))

    assert Absence.objects.count() == 0


def form(cast, **data):
    values = {"user": cast.leader.pk, "day": "2026-12-01", "weeks": "1", **data}
    filled = ShiftForm(cast.jingan, values)
    return filled if filled.is_valid() else filled.errors.as_data()


def hours(*clock):
    return [datetime(2026, 12, 1, hour, tzinfo=SHANGHAI) for hour in clock]


def test_slots_that_follow_each_other_are_one_shift(cast):
    assert form(cast, slots=["morning", "afternoon"]).times() == [tuple(hours(8, 18))]
    assert form(cast, slots=["morning", "evening"]).times() == [tuple(hours(8, 12)), tuple(hours(18, 22))]


def test_an_end_before_the_start_is_on_the_next_day(cast):
    (start, end) = form(cast, starts="20:00", ends="07:30").times()[0]

    assert end - start == timedelta(hours=11, minutes=30)


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "slots"), ({"starts": "08:00"}, "ends"), ({"slots": ["morning"], "starts": "8:00", "ends": "9:00"}, "slots")],
)
def test_when_is_asked_for_once(cast, data, field):
    assert list(form(cast, **data)) == [field]


@pytest.mark.parametrize("hour", [1, 12, 23])  # of Shanghai; at one in the morning it is still yesterday elsewhere
def test_the_page_shows_who_is_on_duty_and_who_is_away(client, cast, time_machine, hour):
    time_machine.move_to(datetime(2026, 11, 25, hour, 30, tzinfo=SHANGHAI))
    add(cast, start=-HOUR, phone_shown="0635-1234567")
    leave(cast, user=cast.chair)
    client.force_login(cast.mediator)
    html = client.get(reverse("desk:rota")).content.decode()

    assert ("正在值班" in html, "0635-1234567" in html, "正在请假" in html) == (True, True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_at_most_twelve_statements(client, cast, django_assert_max_num_queries, count):
    for number in range(1, count + 1):
        add(cast, start=DAY * number)
    client.force_login(cast.chief)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:rota"))


def test_the_pages_write_shift_and_leave(client, cast):
    client.force_login(cast.chief)
    tomorrow = (timezone.localdate() + DAY).isoformat()
    shift = {"user": cast.leader.pk, "day": tomorrow, "slots": ["morning", "evening"], "weeks": "2"}

    assert client.post(reverse("desk:shift_add", args=["jingan"]), shift).status_code == 302
    assert DutyShift.objects.count() == 4
    away = {"user": cast.chair.pk, "starts_on": tomorrow, "ends_on": tomorrow}
    assert client.post(reverse("desk:absence_add", args=["jingan"]), away).status_code == 302


def test_shifts_of_another_station_are_not_found(client, cast):
    (shift,) = add(cast)
    client.force_login(cast.other_chief)

    assert client.post(reverse("desk:shift_remove", args=[shift.pk])).status_code == 404
    assert client.post(reverse("desk:absence_remove", args=["hubei", 1])).status_code == 404


@pytest.mark.parametrize("who", ["manager", "chair"])
def test_who_stands_on_a_side_neither_fills_the_rota_nor_sends_others_home(cast, who):
    actor = getattr(cast, who)

    refused("own_side", add, cast, actor=actor)
    refused("own_side", leave, cast, actor=actor, user=cast.chief)
    assert leave(cast, actor=actor, user=actor)[0].user == actor
