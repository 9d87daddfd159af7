"""Whom it reached: read with an account, told at the door; and two who tick the same door."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from core.errors import ActionRefused
from notices import actions
from notices.models import Announcement, Notice, Reading, ToldAtDoor
from notices.queries.receipts import doors_of, tallies_of
from stations.models import Absence, Dwelling
from stations.vocabulary import Post
from tests import factories
from tests.notices.announcing import dwelling, group, publish, write


def tell(row, door, actor):
    actions.tell_at_door(announcement=row, dwelling=door, actor=actor)


def take_back(row, door, actor):
    actions.take_back_told(announcement=row, dwelling=door, actor=actor)


def home(cast):
    return Dwelling.objects.get(residencies__user=cast.resident)


def test_who_lives_there_has_read_it_once_and_the_line_in_the_inbox_with_it(cast):
    row = publish(cast, "4")

    assert actions.mark_announcement_read(user=cast.resident, announcement=row)
    assert not actions.mark_announcement_read(user=cast.resident, announcement=row)
    assert Reading.objects.count() == 1
    assert Notice.objects.get(user=cast.resident).read_at is not None


@pytest.mark.parametrize("who", ["stranger", "leader", "chief", "mediator"])
def test_who_does_not_live_there_reads_without_a_receipt(cast, who):
    row = publish(cast, "4")

    assert not actions.mark_announcement_read(user=getattr(cast, who), announcement=row)
    assert not Reading.objects.exists()


def test_a_door_is_read_told_or_left(cast):
    row = publish(cast, "4")
    tell(row, dwelling(cast, "4", "101"), cast.leader)
    dwelling(cast, "4", "102")
    actions.mark_announcement_read(user=cast.resident, announcement=row)

    found = {door.number: (door.told_by, door.has_read, door.names) for door in doors_of(row, [cast.building.pk])}
    assert found == {"101": ("张楼长", False, []), "102": (None, False, []), "301": (None, True, ["陈居民"])}
    (tally,) = tallies_of(row)
    assert (tally.doors, tally.read, tally.told, tally.reached, tally.left) == (3, 1, 1, 2, 1)


def test_a_door_that_was_read_and_told_counts_once(cast):
    row = publish(cast, "4")
    tell(row, home(cast), cast.leader)
    actions.mark_announcement_read(user=cast.resident, announcement=row)

    (tally,) = tallies_of(row)
    assert (tally.doors, tally.read, tally.told, tally.reached, tally.left) == (1, 1, 0, 1, 0)


def test_doors_stand_in_the_order_in_which_people_count(cast):
    for number in ("1001", "102", "101", "901"):
        dwelling(cast, "4", number)
    row = publish(cast, "4")

    assert [door.number for door in doors_of(row, [cast.building.pk]) if door.entrance == "1"] == [
        "101",
        "102",
        "901",
        "1001",
    ]


def test_ticking_twice_is_ticking_once(cast):
    row = publish(cast, "4")
    tell(row, home(cast), cast.leader)
    tell(row, home(cast), cast.leader)

    assert ToldAtDoor.objects.count() == 1


def test_the_second_leader_at_the_same_door_hears_who_was_there(cast):
    second = factories.make_user("吴楼长")
    factories.appoint(second, Post.BUILDING_LEADER, cast.jingan, building=cast.building)
    row = publish(cast, "4")
    tell(row, home(cast), cast.leader)

    with pytest.raises(ActionRefused, match="301已经由张楼长告诉过了"):
        tell(row, home(cast), second)
    assert ToldAtDoor.objects.get().told_by == cast.leader


def test_a_tick_is_taken_back_by_whoever_made_it_or_runs_the_station(cast):
    second = factories.make_user("吴楼长")
    factories.appoint(second, Post.BUILDING_LEADER, cast.jingan, building=cast.building)
    row = publish(cast, "4")
    tell(row, home(cast), cast.leader)

    with pytest.raises(ActionRefused, match="是张楼长记的"):
        take_back(row, home(cast), second)
    take_back(row, home(cast), cast.leader)
    take_back(row, home(cast), cast.leader)  # nothing there any more
    assert not ToldAtDoor.objects.exists()
    tell(row, home(cast), second)
    take_back(row, home(cast), cast.chief)
    assert not ToldAtDoor.objects.exists()


@pytest.mark.parametrize("who", ["mediator", "resident", "stranger", "other_chief", "officer"])
def test_nobody_else_ticks_a_door(cast, who):
    row = publish(cast, "4")

    for act in (tell, take_back):
        with pytest.raises(ActionRefused, match="不归您"):
            act(row, home(cast), getattr(cast, who))


def test_a_leader_ticks_no_door_of_another_building(cast):
    row, other = publish(cast), dwelling(cast, "3", "101")

    with pytest.raises(ActionRefused, match="不归您"):
        tell(row, other, cast.leader)
    tell(row, other, cast.chief)


def test_a_door_that_it_was_not_for_is_refused(cast):
    row = publish(cast, "3")

    with pytest.raises(ActionRefused, match="不归您"):
        tell(row, home(cast), cast.chief)


def test_while_the_leader_is_away_the_group_leader_may(cast):
    group(cast, cast.mediator, "4")
    today = timezone.localdate()
    Absence.objects.create(user=cast.leader, starts_on=today, ends_on=today)
    row = publish(cast, "4")

    tell(row, home(cast), cast.mediator)
    assert tallies_of(row)[0].leg.carriers[0].name == "苗春燕"


@pytest.mark.parametrize("how", ["end", "withdraw", "draft"])
def test_what_is_not_current_is_not_told_any_more(cast, how):
    row = write(cast, "4") if how == "draft" else publish(cast, "4")
    if how != "draft":
        getattr(actions, how)(announcement=row, actor=cast.chief, note="错了")

    with pytest.raises(ActionRefused, match="不用再告诉"):
        tell(row, home(cast), cast.leader)


def test_the_tallies_take_the_same_statements_for_few_and_many_doors(cast, django_assert_max_num_queries):
    row = publish(cast)

    def cost():
        fresh = Announcement.objects.select_related("station__compound").get(pk=row.pk)
        with django_assert_max_num_queries(8) as taken:
            tallies_of(fresh)
        return len(taken)

    before = cost()
    for number in range(101, 140):
        dwelling(cast, "4", str(number))
    assert cost() == before


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tick_a_door_at_the_same_moment_one_is_told_of_the_other(cast):
    second = factories.make_user("吴楼长")
    factories.appoint(second, Post.BUILDING_LEADER, cast.jingan, building=cast.building)
    row, door = publish(cast, "4"), Dwelling.objects.select_related("entrance").get(residencies__user=cast.resident)
    start, heard = Barrier(2), []

    def go(user):
        start.wait()
        try:
            tell(row, door, User.objects.get(pk=user.pk))
        except ActionRefused as refused:
            heard.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=go, args=[user]) for user in (cast.leader, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (ToldAtDoor.objects.count(), heard) == (1, ["told"])
