"""Which promise runs, its light, and the climb table."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.calendar import SHANGHAI, WorkCalendar
from services.clocks import (
    MOMENT,
    POSTS_TOLD,
    Climb,
    Clock,
    Facts,
    Watcher,
    climbs_after,
    move,
    promise_of,
    set_clock,
    told_at,
)
from services.deadlines import light
from services.vocabulary import Status, Urgency
from stations.vocabulary import Post

CALENDAR = WorkCalendar()
HOUR = timedelta(hours=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc]


ACCEPT, CONTACT, RESOLVE, FOLLOW_UP = (at(2026, 3, day, 18) for day in (3, 4, 9, 16))
FACTS = Facts("in_progress", "normal", True, ACCEPT, CONTACT, RESOLVE, None, ("1wd", "2wd", "5wd"))

moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)).map(lambda naive: naive.replace(tzinfo=SHANGHAI))
urgencies = st.sampled_from(Urgency.values)
passing = st.lists(st.timedeltas(timedelta(0), timedelta(days=6)), max_size=12)
watchers = st.lists(
    st.builds(
        Watcher,
        user=st.integers(1, 9),
        name=st.just("某"),
        post=st.sampled_from([post for posts in POSTS_TOLD.values() for post in posts]),
        is_absent=st.booleans(),
        is_recused=st.booleans(),
    )
)


@pytest.mark.parametrize(
    ("status", "is_contacted", "expected"),
    [
        (Status.SUBMITTED, False, ("accept", ACCEPT)),
        (Status.ASSIGNED, False, ("contact", CONTACT)),
        (Status.ASSIGNED, True, ("resolve", RESOLVE)),
        (Status.IN_PROGRESS, False, ("contact", CONTACT)),
        (Status.IN_PROGRESS, True, ("resolve", RESOLVE)),
        (Status.ESCALATED, True, ("follow_up", FOLLOW_UP)),
        *((status, True, ("", None)) for status in Status if status not in (*Status.values[:3], Status.ESCALATED)),
    ],
)
def test_one_promise_runs_at_a_time(status: str, is_contacted: bool, expected: tuple) -> None:
    facts = replace(FACTS, status=status, is_contacted=is_contacted, followup_due=FOLLOW_UP)
    assert promise_of(facts) == expected


def test_where_nothing_was_promised_the_next_promise_runs_or_none() -> None:
    waiting = replace(FACTS, status="submitted", accept_due=None)
    assert promise_of(waiting) == ("resolve", RESOLVE)
    assert promise_of(replace(waiting, resolve_due=None)) == ("", None)
    assert promise_of(replace(FACTS, status="escalated")) == ("", None)


@pytest.mark.parametrize(
    ("urgency", "due", "expected"),
    [
        # Friday before the Spring Festival of 2026, whose Saturday is worked
        ("normal", at(2026, 2, 13, 18), [(13, 18), (14, 18), (24, 18), (27, 18)]),
        ("complex", at(2026, 2, 13, 11, 30), [(13, 11, 30), (14, 11, 30), (24, 11, 30), (27, 11, 30)]),
        ("urgent", at(2026, 2, 16, 23), [(16, 23), (17, 1), (17, 7), (17, 23)]),
        ("critical", at(2026, 2, 16, 23), [(16, 23), (16, 23), (16, 23), (17, 1)]),
    ],
)
def test_the_climb_table(urgency: str, due: datetime, expected: list[tuple[int, ...]]) -> None:
    assert climbs_after(due, urgency, CALENDAR) == tuple(at(2026, 2, *parts) for parts in expected)


@given(moments, urgencies)
def test_nobody_is_told_before_whoever_stands_below(due: datetime, urgency: str) -> None:
    steps = climbs_after(due, urgency, CALENDAR)
    assert list(steps) == sorted(steps)
    assert steps[0] == due


@given(moments, moments, urgencies)
@example(at(2025, 4, 3, 18), at(2025, 4, 4, 10), "normal")  # a free Friday after a worked Thursday
@example(at(2025, 4, 5, 18), at(2025, 4, 6, 10), "normal")  # both free
@example(at(2025, 4, 6, 18), at(2025, 4, 7, 9), "normal")
def test_who_is_due_later_climbs_no_earlier(a: datetime, b: datetime, urgency: str) -> None:
    first, second = (climbs_after(due, urgency, CALENDAR) for due in sorted((a, b)))
    assert all(early <= late for early, late in zip(first, second, strict=True))


def lived(due: datetime, urgency: str, passed: list[timedelta]) -> list[tuple[datetime, Clock]]:
    """The clock at each look of runperiodic, as often as it has to look again at once."""
    facts, now = replace(FACTS, urgency=urgency, resolve_due=due), due - timedelta(days=9)
    clock, seen = set_clock(Clock(), facts, now, CALENDAR), []
    for length in passed:
        now += length
        while clock.moves_at is not None and clock.moves_at <= now:
            clock = move(clock, facts, now, CALENDAR)
            seen.append((now, clock))
        seen.append((now, clock))
    return seen


@given(moments, urgencies, passing)
def test_each_step_is_climbed_once_and_in_order(due: datetime, urgency: str, passed: list[timedelta]) -> None:
    climbs = [clock.climb for _now, clock in lived(due, urgency, passed)]
    assert climbs == sorted(climbs)
    assert all(later - earlier <= 1 for earlier, later in zip([0, *climbs], climbs, strict=False))


@given(moments, urgencies, passing)
def test_after_each_look_light_and_climb_are_those_of_the_table(
    due: datetime, urgency: str, passed: list[timedelta]
) -> None:
    last = dict(lived(due, urgency, passed))
    for now, clock in last.items():
        assert clock.climb == sum(now > moment for moment in climbs_after(due, urgency, CALENDAR))
        assert clock.light == light(due, now, calendar=CALENDAR, urgency=urgency)
        assert clock.highest_climb == clock.climb
        assert clock.moves_at is None or clock.moves_at > now


@given(moments, urgencies, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_moving_again_at_once_changes_nothing_once_all_is_done(due: datetime, urgency: str, later: timedelta) -> None:
    facts, now = replace(FACTS, urgency=urgency, resolve_due=due), due + later
    clock = lived(due, urgency, [timedelta(days=9) + later])[-1][1]
    assert move(clock, facts, now, CALENDAR) == clock
    assert set_clock(clock, facts, now, CALENDAR) == clock


def test_an_action_leaves_light_and_climb_to_time_while_the_same_promise_runs() -> None:
    clock = set_clock(Clock(), FACTS, RESOLVE - timedelta(days=4), CALENDAR)
    assert (clock.light, clock.moves_at) == ("green", at(2026, 3, 6, 18))
    assert set_clock(clock, FACTS, RESOLVE + HOUR, CALENDAR) == clock


def test_an_episode_goes_on_with_the_next_promise_that_is_late_too_and_ends_with_one_in_time() -> None:
    late = Clock("contact", CONTACT, "red", 2, 3, None)
    still_late = set_clock(late, FACTS, RESOLVE + HOUR, CALENDAR)
    assert (still_late.pressing, still_late.light, still_late.climb, still_late.highest_climb) == (
        "resolve",
        "red",
        2,
        3,
    )
    assert still_late.moves_at == at(2026, 3, 11, 18) + MOMENT
    in_time = set_clock(late, FACTS, CONTACT + HOUR, CALENDAR)
    assert (in_time.light, in_time.climb, in_time.highest_climb) == ("green", 0, 3)
    assert set_clock(late, replace(FACTS, status="resolved"), RESOLVE, CALENDAR) == Clock(highest_climb=3)


@given(watchers, st.sampled_from([*POSTS_TOLD]), st.booleans())
def test_a_recused_or_absent_person_is_never_told(people: list[Watcher], climb: Climb, is_sensitive: bool) -> None:
    told = told_at(climb, people, is_sensitive=is_sensitive)
    assert [watcher for watcher in told if watcher.is_absent or watcher.is_recused] == []
    assert len({watcher.user for watcher in told}) == len(told)
    assert len({watcher.post for watcher in told}) <= 1
    assert {watcher.post for watcher in told} <= {*POSTS_TOLD[climb]}


@given(watchers, st.sampled_from([*POSTS_TOLD]))
def test_somebody_is_told_whenever_anybody_can_be(people: list[Watcher], climb: Climb) -> None:
    able = [w for w in people if w.post in POSTS_TOLD[climb] and not (w.is_absent or w.is_recused)]
    assert bool(told_at(climb, people)) == bool(able)


def test_the_deputies_stand_in_for_the_chief_but_not_for_what_is_sensitive() -> None:
    chief, deputy = Watcher(1, "甲", Post.STATION_CHIEF), Watcher(2, "乙", Post.DEPUTY_CHIEF)
    assert told_at(Climb.CHIEF, [deputy, chief]) == [chief]
    assert told_at(Climb.CHIEF, [deputy, replace(chief, is_absent=True)]) == [deputy]
    assert told_at(Climb.CHIEF, [deputy], is_sensitive=True) == []
