"""By whose mouth it goes: leader, group leader, chief, deputy; who is away only when nobody else is there."""

import pytest

from notices.cascade import Because, Cast, Leg, Person, legs

LEADER, SECOND = Person(1, "张楼长"), Person(2, "副楼长")
GROUP, CHIEF, DEPUTY = Person(3, "聂组长"), Person(4, "韩立群"), Person(5, "孟秋菊")


def away(person):
    return Person(person.pk, person.name, is_away=True)


def one(leaders=(), group=(), chiefs=(), deputies=()):
    return legs([4], Cast({4: leaders}, {4: group}, chiefs, deputies))[0]


def test_both_leaders_of_a_building_carry_it():
    assert one([LEADER, SECOND], [GROUP], [CHIEF]) == Leg(4, (LEADER, SECOND), Because.LEADER)


def test_a_building_without_leader_is_the_group_leaders():
    assert one([], [GROUP], [CHIEF]) == Leg(4, (GROUP,), Because.GROUP)


def test_a_building_in_no_group_is_the_chiefs():
    assert one([], [], [CHIEF], [DEPUTY]) == Leg(4, (CHIEF,), Because.CHIEF)


def test_without_a_chief_a_deputy_goes():
    assert one([], [], [], [DEPUTY]) == Leg(4, (DEPUTY,), Because.DEPUTY)


def test_who_is_away_is_stood_in_for():
    assert one([away(LEADER)], [away(GROUP)], [CHIEF]) == Leg(4, (CHIEF,), Because.CHIEF)
    assert one([away(LEADER), SECOND]) == Leg(4, (SECOND,), Because.LEADER)


def test_when_all_are_away_the_nearest_one_is_named_all_the_same():
    assert one([away(LEADER)], [], [away(CHIEF)]) == Leg(4, (away(LEADER),), Because.LEADER)


def test_nobody_at_all_is_said():
    assert one() == Leg(4, (), Because.NOBODY)


@pytest.mark.parametrize(("user", "carries"), [(1, True), (2, True), (3, False), (None, False)])
def test_a_leg_knows_its_carriers(user, carries):
    assert one([LEADER, SECOND], [GROUP]).is_carried_by(user) is carries
