"""The grid: full, thin, gap; and the gaps told once for each reason."""

from hypothesis import given
from hypothesis import strategies as st

from services.coverage import counts, cover, gaps
from services.routing import Facts, Holding, Member, Override, Roster
from stations.vocabulary import Post

LIFT = Facts("lift", (Post.PROPERTY_MANAGER,))
CLUTTER = Facts("clutter", (Post.BUILDING_LEADER, Post.PROPERTY_MANAGER))
CHIEF = Member(1, "韩", (Holding(Post.STATION_CHIEF),))
MANAGER = Member(2, "丁", (Holding(Post.PROPERTY_MANAGER),))
LEADER = Member(3, "张", (Holding(Post.BUILDING_LEADER, 4),))
OFFICER = Member(9, "柳", (Holding(Post.COMMUNITY_OFFICER),))


def states(kinds, members, **roster):
    rows = cover(kinds, [4, 5], Roster(tuple(members), **roster))
    return [[cell.state for cell in row.cells] for row in rows]


def test_who_the_kind_names_first_is_full_and_a_stand_in_is_thin():
    assert states([LIFT, CLUTTER], [CHIEF, MANAGER, LEADER]) == [["full", "full"], ["full", "thin"]]


def test_the_community_stepping_in_and_nobody_are_gaps():
    assert states([LIFT], [OFFICER]) == [["gap", "gap"]]
    assert states([LIFT], []) == [["gap", "gap"]]


def test_no_property_company_is_a_gap_until_the_station_has_a_route():
    members, rule = [CHIEF, OFFICER], Override(Post.STATION_CHIEF, "lift")
    routed = Facts("lift", LIFT.lead, overrides=(rule,))

    assert states([LIFT, routed], members, has_property_company=False) == [["gap", "gap"], ["full", "full"]]


def test_a_complaint_about_the_chief_goes_up_by_rule():
    assert states([Facts("chief", (Post.STATION_CHIEF,), target="chief")], [CHIEF, OFFICER]) == [["full", "full"]]


def test_gaps_of_one_reason_stand_together_with_the_posts_that_would_close_them():
    rows = cover([LIFT, Facts("lamp", LIFT.lead)], [4, 5], Roster((OFFICER,)))
    (gap,) = gaps(rows)

    assert (gap.kinds, gap.buildings) == (("lift", "lamp"), (4, 5))
    assert gap.vacant == [Post.PROPERTY_MANAGER, Post.PROPERTY_STAFF, Post.STATION_CHIEF]


def test_a_compound_without_buildings_has_one_column():
    (row,) = cover([LIFT], [], Roster((MANAGER,)))

    assert [cell.building for cell in row.cells] == [None]


posts = st.sampled_from([*Post.values, "team:mediation", "team:none"])
members = st.builds(
    Member,
    st.integers(1, 6),
    st.just("某"),
    st.lists(st.builds(Holding, posts, st.none() | st.integers(1, 3)), max_size=3).map(tuple),
    st.booleans(),
)
kinds = st.builds(
    Facts, st.text(max_size=3), st.lists(posts, max_size=3).map(tuple), target=st.sampled_from(["", "chief", "hoa"])
)


@given(st.lists(kinds, max_size=4), st.lists(st.integers(1, 3), max_size=3, unique=True), st.lists(members, max_size=6))
def test_every_cell_is_counted_and_every_gap_is_told(kinds, buildings, members):
    rows = cover(kinds, buildings, Roster(tuple(members)))
    tally = counts(rows)

    assert sum(tally.values()) == len(kinds) * max(1, len(buildings))
    assert bool(gaps(rows)) == bool(tally["gap"])
