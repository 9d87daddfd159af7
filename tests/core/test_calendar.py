from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import PUBLISHED_YEARS, SHANGHAI, WORKDAY_LENGTH, WorkCalendar, unpublished_years

CALENDAR = WorkCalendar()

# The State Council's notices for 2025 and 2026, by hand: first and last day off, and the weekend days that are worked.
HOLIDAYS = {
    "New Year 2025": (date(2025, 1, 1), date(2025, 1, 1), []),
    "Spring Festival 2025": (date(2025, 1, 28), date(2025, 2, 4), [date(2025, 1, 26), date(2025, 2, 8)]),
    "Tomb-sweeping 2025": (date(2025, 4, 4), date(2025, 4, 6), []),
    "Labour Day 2025": (date(2025, 5, 1), date(2025, 5, 5), [date(2025, 4, 27)]),
    "Dragon Boat 2025": (date(2025, 5, 31), date(2025, 6, 2), []),
    "National Day 2025": (date(2025, 10, 1), date(2025, 10, 8), [date(2025, 9, 28), date(2025, 10, 11)]),
    "New Year 2026": (date(2026, 1, 1), date(2026, 1, 3), [date(2026, 1, 4)]),
    "Spring Festival 2026": (date(2026, 2, 15), date(2026, 2, 23), [date(2026, 2, 14), date(2026, 2, 28)]),
    "Tomb-sweeping 2026": (date(2026, 4, 4), date(2026, 4, 6), []),
    "Labour Day 2026": (date(2026, 5, 1), date(2026, 5, 5), [date(2026, 5, 9)]),
    "Dragon Boat 2026": (date(2026, 6, 19), date(2026, 6, 21), []),
    "Mid-autumn 2026": (date(2026, 9, 25), date(2026, 9, 27), []),
    "National Day 2026": (date(2026, 10, 1), date(2026, 10, 7), [date(2026, 9, 20), date(2026, 10, 10)]),
}

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda naive: naive.replace(tzinfo=SHANGHAI))
minutes = st.integers(-30_000, 30_000)


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize("name", HOLIDAYS)
def test_official_days_off_are_not_worked_and_their_make_up_days_are(name):
    first, last, made_up = HOLIDAYS[name]
    assert [day for day in days(first, last) if CALENDAR.is_working_day(day)] == []
    assert [day for day in made_up if CALENDAR.is_working_day(day)] == made_up


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_other_day_of_a_published_year_follows_the_plain_week(year):
    off = {day for first, last, _made_up in HOLIDAYS.values() for day in days(first, last)}
    made_up = {day for _first, _last, worked in HOLIDAYS.values() for day in worked}
    wrong = [
        day
        for day in days(date(year, 1, 1), date(year, 12, 31))
        if CALENDAR.is_working_day(day) != ((day.weekday() < 5 and day not in off) or day in made_up)
    ]
    assert wrong == []


def test_2025_has_248_working_days():
    assert sum(map(CALENDAR.is_working_day, days(date(2025, 1, 1), date(2025, 12, 31)))) == 248


def test_the_notices_of_2025_and_2026_are_in_the_library():
    assert PUBLISHED_YEARS.issuperset({2025, 2026})


def test_an_unpublished_year_is_told_of_as_soon_as_a_promise_can_reach_it():
    last = max(PUBLISHED_YEARS)

    assert unpublished_years(date(last, 11, 1)) == []
    assert unpublished_years(date(last, 11, 2)) == [last + 1]
    assert unpublished_years(date(last + 1, 6, 1)) == [last + 1]
    assert unpublished_years(date(last + 1, 12, 31)) == [last + 1, last + 2]


@pytest.mark.parametrize("year", [1999, 2099])
def test_an_unpublished_year_is_worked_from_monday_to_friday(year):
    year_days = days(date(year, 1, 1), date(year, 12, 31))
    assert [CALENDAR.is_working_day(day) for day in year_days] == [day.weekday() < 5 for day in year_days]


def test_overrides_win_over_an_unpublished_year():
    calendar = WorkCalendar({date(2099, 1, 1): False, date(2099, 1, 3): True})
    assert [calendar.is_working_day(date(2099, 1, n)) for n in (1, 2, 3)] == [False, True, True]


def test_overrides_win_over_the_published_calendar():
    calendar = WorkCalendar({date(2026, 2, 14): False, date(2026, 10, 1): True})
    assert calendar.is_working_day(date(2026, 2, 14)) is False
    assert calendar.is_working_day(date(2026, 10, 1)) is True


def test_overrides_of_one_calendar_do_not_leak_into_another():
    WorkCalendar({date(2026, 3, 2): False}).is_working_day(date(2026, 3, 2))
    assert WorkCalendar().is_working_day(date(2026, 3, 2)) is True


def test_the_next_working_day_is_never_the_day_itself():
    assert CALENDAR.add_working_days(date(2026, 3, 2), 1) == date(2026, 3, 3)


def test_the_next_working_day_is_a_make_up_saturday_before_the_spring_festival():
    assert CALENDAR.add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 14)


def test_the_next_working_day_jumps_over_the_spring_festival():
    assert CALENDAR.add_working_days(date(2026, 2, 14), 1) == date(2026, 2, 24)


def test_the_day_of_filing_does_not_count():
    assert CALENDAR.add_working_days(date(2025, 9, 26), 5) == date(2025, 10, 10)


def test_filing_on_a_day_off_or_on_the_last_working_day_before_ends_on_the_same_day():
    assert [CALENDAR.add_working_days(date(2026, 9, n), 1) for n in (24, 25, 26, 27)] == [date(2026, 9, 28)] * 4


def test_working_days_are_counted_back_as_well():
    assert CALENDAR.add_working_days(date(2026, 2, 24), -1) == date(2026, 2, 14)


def test_no_working_days_give_the_day_back():
    assert CALENDAR.add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_working_days_cross_the_end_of_the_year():
    assert CALENDAR.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(2026, 3, 2, 9), at(2026, 3, 2, 10, 15), 75),
        (at(2026, 3, 2, 0), at(2026, 3, 3, 0), 570),
        (at(2026, 3, 2, 18), at(2026, 3, 3, 8, 30), 0),
        (at(2026, 3, 2, 17, 30), at(2026, 3, 3, 9), 60),
        (at(2026, 3, 6, 17), at(2026, 3, 9, 9), 90),
        (at(2026, 2, 14, 17), at(2026, 2, 24, 9), 90),
        (at(2026, 2, 14, 0), at(2026, 2, 15, 0), 570),
        (at(2025, 12, 31, 17), at(2026, 1, 4, 9, 30), 120),
        (at(2026, 3, 3, 9), at(2026, 3, 2, 17, 30), -60),
    ],
)
def test_only_the_hours_of_working_days_are_counted(start, end, expected):
    assert CALENDAR.working_time_between(start, end) == timedelta(minutes=expected)


@pytest.mark.parametrize(
    ("moment", "amount", "expected"),
    [
        (at(2026, 3, 2, 9), 60, at(2026, 3, 2, 10)),
        (at(2026, 3, 2, 8), 60, at(2026, 3, 2, 9, 30)),
        (at(2026, 3, 2, 17), 60, at(2026, 3, 2, 18)),
        (at(2026, 3, 2, 17), 61, at(2026, 3, 3, 8, 31)),
        (at(2026, 3, 2, 20), 1, at(2026, 3, 3, 8, 31)),
        (at(2026, 2, 14, 17), 120, at(2026, 2, 24, 9, 30)),
        (at(2025, 12, 31, 23, 59), 30, at(2026, 1, 4, 9)),
        (at(2026, 3, 2, 9), 570, at(2026, 3, 3, 9)),
        (at(2026, 3, 2, 23, 15), 0, at(2026, 3, 2, 23, 15)),
        (at(2026, 3, 3, 9), -60, at(2026, 3, 2, 17, 30)),
        (at(2026, 3, 3, 9), -30, at(2026, 3, 3, 8, 30)),
        (at(2026, 3, 1, 12), -60, at(2026, 2, 28, 17)),
    ],
)
def test_working_minutes_are_added_inside_working_hours(moment, amount, expected):
    assert CALENDAR.add_working_time(moment, timedelta(minutes=amount)) == expected


def test_moments_in_another_zone_come_out_in_shanghai():
    moment = CALENDAR.add_working_time(datetime(2026, 3, 2, 1, tzinfo=UTC), timedelta(minutes=30))
    assert (moment, moment.tzinfo) == (at(2026, 3, 2, 9, 30), SHANGHAI)


def test_a_day_is_the_day_of_shanghai():
    worked = CALENDAR.working_time_between(datetime(2026, 3, 1, 16, tzinfo=UTC), at(2026, 3, 3, 0))
    assert worked == WORKDAY_LENGTH


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.working_time_between(datetime(2026, 3, 2, 9), at(2026, 3, 2, 10))


@given(moments, minutes)
def test_the_time_that_was_added_is_the_time_between(moment, amount):
    added = timedelta(minutes=amount)
    assert CALENDAR.working_time_between(moment, CALENDAR.add_working_time(moment, added)) == added


@given(moments, moments, moments)
def test_parts_of_working_time_add_up(a, b, c):
    between = CALENDAR.working_time_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(moments, moments)
def test_working_time_is_never_longer_than_the_time_by_the_clock(a, b):
    a, b = sorted((a, b))
    assert timedelta(0) <= CALENDAR.working_time_between(a, b) <= b - a


@given(moments, st.integers(1, 30_000))
def test_working_time_ends_inside_the_hours_of_a_working_day(moment, amount):
    end = CALENDAR.add_working_time(moment, timedelta(minutes=amount))
    assert CALENDAR.is_working_day(end.date())
    assert timedelta(0) < end - CALENDAR.opening(end.date()) <= WORKDAY_LENGTH


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 300))
def test_counted_back_working_days_lead_to_where_they_started(day, count):
    first = CALENDAR.add_working_days(day, 1)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(first, count), -count) == first
