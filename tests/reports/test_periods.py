from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periods import day_of, month_named, month_of, parse_month, week_of

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
STARTS = st.integers(1, 28)


def test_a_month_that_begins_on_the_19th_is_called_after_the_month_in_which_it_ends():
    month = month_of(date(2026, 10, 25), 19)

    assert (month.first, month.last, month.key) == (date(2026, 10, 19), date(2026, 11, 18), "2026-11")


def test_the_month_up_to_today_is_compared_with_as_many_days_of_the_last_one_and_of_last_year():
    month = month_of(date(2026, 11, 25)).until(date(2026, 11, 25))

    assert (month.before.first, month.before.last) == (date(2026, 10, 1), date(2026, 10, 25))
    assert (month.a_year_ago.first, month.a_year_ago.last) == (date(2025, 11, 1), date(2025, 11, 25))


def test_a_whole_month_is_compared_with_a_whole_month():
    assert month_named(2026, 3).before == month_named(2026, 2)
    assert month_named(2026, 3, 19).a_year_ago == month_named(2025, 3, 19)


def test_a_cut_march_is_compared_with_no_more_than_february_has():
    march = month_of(date(2026, 3, 30)).until(date(2026, 3, 30))

    assert march.before.last == date(2026, 2, 28)


def test_a_week_of_last_year_has_the_same_weekdays():
    week = week_of(date(2026, 11, 25))

    assert (week.first, week.a_year_ago.first) == (date(2026, 11, 23), date(2025, 11, 24))
    assert week.before.last == date(2026, 11, 22)


def test_a_line_goes_back_in_whole_periods():
    assert [month.key for month in month_named(2026, 2).back(3)] == ["2025-12", "2026-01", "2026-02"]
    assert [day.first.day for day in day_of(date(2026, 3, 1)).back(2)] == [28, 1]


@pytest.mark.parametrize("key", ["", "2026", "2026-13", "2026-1", "26-11", "2026-xx", "２０２６-11", "1999-12"])
def test_what_is_no_month_is_none(key):
    assert parse_month(key) is None


@given(day=DAYS, start=STARTS)
def test_every_day_lies_in_one_month_and_months_follow_without_a_gap(day, start):
    month = month_of(day, start)

    assert day in month
    assert (month.first - month.before.last).days == 1
    assert parse_month(month.key, start) == month
