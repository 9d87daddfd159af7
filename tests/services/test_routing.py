"""route(): total, explained, and never to somebody who is away, recused or gone."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.routing import (
    OFFICERS,
    Decision,
    Facts,
    Holding,
    Member,
    Override,
    Roster,
    is_recused,
    reason_words,
    route,
)
from services.vocabulary import Target, Urgency
from stations.vocabulary import Post, TeamKind

TEAMS = [f"team:{kind}" for kind in TeamKind.values]
POSTS = [*Post.values, *TEAMS]

holdings = st.builds(Holding, st.sampled_from(POSTS), st.sampled_from([None, 1, 2]), st.booleans())
members = st.builds(
    Member,
    user=st.integers(1, 30),
    name=st.text("甲乙丙丁", min_size=1, max_size=3),
    holdings=st.lists(holdings, min_size=1, max_size=3).map(tuple),
    is_absent=st.booleans(),
    on_duty=st.booleans(),
    load=st.integers(0, 50),
)
rosters = st.builds(
    Roster, st.lists(members, max_size=12, unique_by=lambda m: m.user).map(tuple), st.booleans(), st.booleans()
)
overrides = st.builds(
    Override,
    st.sampled_from(POSTS),
    st.sampled_from(["", "lift"]),
    st.sampled_from([None, 1]),
    st.sampled_from(["", "urgent"]),
)
facts = st.builds(
    Facts,
    category=st.sampled_from(["", "lift", "noise"]),
    lead=st.lists(st.sampled_from(POSTS), max_size=3).map(tuple),
    co=st.lists(st.sampled_from(POSTS), max_size=3).map(tuple),
    building=st.sampled_from([None, 1, 2]),
    urgency=st.sampled_from(Urgency.values),
    target=st.sampled_from(Target.values),
    target_user=st.sampled_from([None, 1, 2, 3]),
    overrides=st.lists(overrides, max_size=2).map(tuple),
    scope=st.sampled_from(["", "school-places"]),
    returns=st.integers(0, 3),
    came_down=st.booleans(),
    reopenings=st.integers(0, 3),
    not_again=st.sampled_from([None, 1, 2]),
)


@settings(max_examples=400)
@given(facts, rosters)
def test_it_never_fails_and_never_picks_the_recused_the_absent_or_a_stranger(facts: Facts, roster: Roster) -> None:
    decision = route(facts, roster)
    by_user = {member.user: member for member in roster.members}
    picked = [user for user in [decision.user, *(user for user, _post in decision.co)] if user is not None]
    for user in picked:
        assert user in by_user
        assert not by_user[user].is_absent
        assert not is_recused(by_user[user], facts)
        assert user != facts.not_again
    assert len(picked) == len(set(picked))
    assert reason_words(decision.as_json())


@given(facts, rosters)
def test_nobody_gets_it_only_when_nobody_could(facts: Facts, roster: Roster) -> None:
    if route(facts, roster).user is None:
        able = [m for m in roster.members if not m.is_absent and not is_recused(m, facts) and m.user != facts.not_again]
        last_resort = {Post.STATION_CHIEF, *OFFICERS}
        assert [m for m in able if last_resort & {h.post for h in m.holdings}] == []


@given(facts, rosters)
def test_the_decision_is_the_same_each_time(facts: Facts, roster: Roster) -> None:
    assert route(facts, roster) == route(facts, replace(roster, members=tuple(reversed(roster.members))))


def member(user: int, *posts: str, building: int | None = None, **more: object) -> Member:
    return Member(user, f"人{user}", tuple(Holding(post, building) for post in posts), **more)


CHIEF = member(1, Post.STATION_CHIEF)
CHAIR = member(2, Post.HOA_CHAIR, Post.DEPUTY_CHIEF)
MANAGER = member(3, Post.PROPERTY_MANAGER, Post.DEPUTY_CHIEF)
LEADER = member(4, Post.BUILDING_LEADER, building=4)
OFFICER = member(5, Post.COMMUNITY_OFFICER)
STATION = (CHIEF, CHAIR, MANAGER, LEADER, OFFICER)
LIFT = Facts("lift", lead=(Post.PROPERTY_MANAGER,), co=(Post.HOA_CHAIR,), building=4)


def decide(facts: Facts, *people: Member, **roster: bool) -> Decision:
    return route(facts, Roster(people or STATION, **roster))


def test_the_kind_goes_to_its_post_with_its_co_handlers() -> None:
    decision = decide(LIFT)
    assert (decision.user, decision.post, decision.rule) == (3, Post.PROPERTY_MANAGER, "catalogue")
    assert decision.co == ((2, Post.HOA_CHAIR),)


def test_the_leader_of_that_building_gets_it_and_no_other() -> None:
    noise = Facts("noise", lead=(Post.BUILDING_LEADER,), building=4)
    other = member(6, Post.BUILDING_LEADER, building=5, on_duty=True)
    assert decide(noise, *STATION, other).user == 4


def test_without_a_building_the_leader_is_passed_over_and_said_so() -> None:
    decision = decide(Facts("noise", lead=(Post.BUILDING_LEADER,)))
    assert (decision.user, [step.code for step in decision.steps]) == (1, ["catalogue", "which_building", "gets"])


def test_who_is_absent_is_stood_in_for_by_their_own_people_before_the_chief() -> None:
    away = replace(MANAGER, is_absent=True)
    staff = member(7, Post.PROPERTY_STAFF)
    assert decide(LIFT, CHIEF, away, staff).user == 7
    assert decide(LIFT, CHIEF, away).user == 1


def test_of_two_the_one_on_duty_then_the_less_loaded_gets_it() -> None:
    busy, idle = member(8, Post.PROPERTY_MANAGER, load=9), member(9, Post.PROPERTY_MANAGER, load=1)
    assert decide(LIFT, busy, idle).user == 9
    assert decide(LIFT, replace(busy, on_duty=True), idle).user == 8


def test_the_leader_of_a_team_comes_before_its_members() -> None:
    team = Facts("family", lead=("team:mediation",))
    leader = Member(10, "队长", (Holding("team:mediation", is_leader=True),), load=20)
    assert decide(team, Member(11, "队员", (Holding("team:mediation"),)), leader).user == 10


def test_a_complaint_about_the_company_never_reaches_its_side() -> None:
    complaint = Facts("property", lead=(Post.PROPERTY_MANAGER,), co=(Post.PROPERTY_STAFF,), target=Target.PROPERTY)
    decision = decide(complaint, *STATION, member(7, Post.PROPERTY_STAFF))
    assert (decision.user, decision.co) == (1, ())


def test_a_chief_who_is_also_the_manager_stands_aside_too() -> None:
    both = member(1, Post.STATION_CHIEF, Post.PROPERTY_MANAGER)
    complaint = Facts("property", lead=(Post.STATION_CHIEF,), target=Target.PROPERTY)
    assert decide(complaint, both, MANAGER, OFFICER).user == 5


def test_a_complaint_about_the_chief_goes_up_a_level() -> None:
    decision = decide(replace(LIFT, target=Target.CHIEF))
    assert (decision.user, decision.level) == (5, "community")


def test_a_complaint_about_somebody_unnamed_goes_to_the_chief_alone() -> None:
    decision = decide(replace(LIFT, target=Target.MEMBER))
    assert (decision.user, decision.rule, decision.co) == (1, "about_member", ())


def test_somebody_named_never_gets_the_complaint_about_them() -> None:
    assert decide(replace(LIFT, target=Target.MEMBER, target_user=3)).user == 1


def test_without_a_company_its_matters_go_to_the_community() -> None:
    decision = decide(LIFT, CHIEF, LEADER, OFFICER, has_property_company=False)
    assert (decision.user, decision.rule, decision.level) == (5, "no_property_company", "station")


def test_without_a_committee_its_matters_go_to_the_community() -> None:
    fund = Facts("fund", lead=(Post.HOA_CHAIR,))
    assert decide(fund, CHIEF, OFFICER, has_governing_body=False).rule == "no_committee"


def test_what_is_unclear_goes_to_the_person_on_duty() -> None:
    on_duty = member(12, Post.DUTY_OFFICER, on_duty=True)
    assert decide(Facts(), *STATION, member(11, Post.DUTY_OFFICER), on_duty).user == 12


def test_the_most_specific_rule_of_the_station_wins() -> None:
    rules = (Override(Post.STATION_CHIEF, "lift"), Override("team:repair", "lift", building=4))
    repairer = Member(13, "修", (Holding("team:repair"),))
    assert decide(replace(LIFT, overrides=rules), *STATION, repairer).user == 13
    assert decide(replace(LIFT, overrides=rules, building=5), *STATION, repairer).user == 1


def test_a_second_return_goes_to_the_chief() -> None:
    assert decide(replace(LIFT, returns=2, not_again=3)).rule == "returned_twice"


def test_reopened_goes_to_a_deputy_and_the_second_time_to_the_chief() -> None:
    assert decide(replace(LIFT, reopenings=1, not_again=3)).user == 2
    assert decide(replace(LIFT, reopenings=2)).user == 1


def test_danger_is_told_to_the_person_on_duty_as_well() -> None:
    on_duty = member(12, Post.DUTY_OFFICER, on_duty=True)
    assert (12, Post.DUTY_OFFICER) in decide(replace(LIFT, urgency=Urgency.CRITICAL), *STATION, on_duty).co


def test_an_empty_station_is_said_to_be_empty() -> None:
    decision = route(LIFT, Roster(()))
    assert (decision.user, decision.level, decision.rule) == (None, "station", "nobody")


def test_the_reason_is_one_sentence() -> None:
    away = replace(MANAGER, is_absent=True)
    said = reason_words(decide(LIFT, CHIEF, away).as_json())
    assert said == "这类事归物业经理；物业经理人3请假；物业员工空缺；派给站长人1。"
