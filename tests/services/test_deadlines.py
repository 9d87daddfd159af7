from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import SHANGHAI, WorkCalendar
from services.deadlines import (
    Deadlines,
    Span,
    deadlines_for,
    due_at,
    light,
    runs_around_the_clock,
    shift_after_pause,
    yellow_from,
)

CALENDAR = WorkCalendar()
WORKING = {"calendar": CALENDAR, "around_the_clock": False}
CLOCK = {"calendar": CALENDAR, "around_the_clock": True}

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda naive: naive.replace(tzinfo=SHANGHAI))
pauses = st.timedeltas(timedelta(0), timedelta(days=40))
ways = st.sampled_from([WORKING, CLOCK])
spans = st.builds(Span, st.integers(1, 200), st.sampled_from(["m", "h", "wd"]))


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def due(start, text, way):
    return due_at(start, Span.parse(text), **way)


@pytest.mark.parametrize(
    ("text", "span"), [("15m", Span(15, "m")), ("4h", Span(4, "h")), ("2wd", Span(2, "wd")), ("none", Span())]
)
def test_a_span_is_read_and_written_as_in_the_catalogue(text, span):
    assert (Span.parse(text), str(span)) == (span, text)


@pytest.mark.parametrize("text", ["", "0m", "4", "h", "4 h", "-1wd", "2d", "1.5h", "4H", "04h", "99999m", "４h"])
def test_an_unreadable_span_is_refused_in_words_that_name_it(text):
    with pytest.raises(ValueError, match=f"“{text}”"):
        Span.parse(text)


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        (at(2026, 3, 2, 9), "4h", at(2026, 3, 2, 13)),
        (at(2026, 3, 2, 16), "4h", at(2026, 3, 3, 10, 30)),
        (at(2026, 3, 6, 17, 50), "15m", at(2026, 3, 9, 8, 35)),
        (at(2026, 3, 7, 3), "15m", at(2026, 3, 9, 8, 45)),
        (at(2026, 2, 13, 17), "2h", at(2026, 2, 14, 9, 30)),
        (at(2026, 2, 14, 17), "2h", at(2026, 2, 24, 9, 30)),
        (at(2025, 12, 31, 17, 59), "2m", at(2026, 1, 4, 8, 31)),
    ],
)
def test_minutes_and_hours_run_in_working_time(start, text, expected):
    assert due(start, text, WORKING) == expected


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        (at(2026, 2, 16, 23, 50), "15m", at(2026, 2, 17, 0, 5)),
        (at(2025, 12, 31, 22), "4h", at(2026, 1, 1, 2)),
        (at(2026, 3, 7, 3), "24h", at(2026, 3, 8, 3)),
    ],
)
def test_minutes_and_hours_run_at_night_and_on_holidays_around_the_clock(start, text, expected):
    assert due(start, text, CLOCK) == expected


@pytest.mark.parametrize("way", [WORKING, CLOCK])
@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        (at(2026, 3, 2, 9), "1wd", at(2026, 3, 3, 18)),
        (at(2026, 3, 2, 0), "1wd", at(2026, 3, 3, 18)),
        (at(2026, 3, 2, 23, 59), "1wd", at(2026, 3, 3, 18)),
        (at(2026, 3, 6, 9), "5wd", at(2026, 3, 13, 18)),
        (at(2025, 9, 26, 9), "5wd", at(2025, 10, 10, 18)),
        (at(2026, 2, 13, 9), "2wd", at(2026, 2, 24, 18)),
        (at(2025, 12, 31, 9), "1wd", at(2026, 1, 4, 18)),
        (at(2098, 12, 31, 9), "1wd", at(2099, 1, 1, 18)),
    ],
)
def test_working_days_end_at_six_of_the_nth_working_day_after_filing(start, text, expected, way):
    assert due(start, text, way) == expected


def test_the_day_of_filing_is_the_day_of_shanghai():
    assert due(datetime(2026, 3, 2, 16, tzinfo=UTC), "1wd", WORKING) == at(2026, 3, 4, 18)


def test_overrides_move_the_due_day():
    calendar = WorkCalendar({date(2026, 3, 3): False})
    assert due_at(at(2026, 3, 2, 9), Span(1, "wd"), calendar=calendar, around_the_clock=False) == at(2026, 3, 4, 18)


def test_nothing_promised_is_never_due():
    assert due(at(2026, 3, 2, 9), "none", WORKING) is None


@given(moments, moments, spans, ways)
def test_who_files_later_is_never_due_earlier(a, b, span, way):
    a, b = sorted((a, b))
    assert due_at(a, span, **way) <= due_at(b, span, **way)


@given(moments, spans, st.integers(1, 50), ways)
def test_a_longer_span_is_due_later(start, span, more, way):
    assert due_at(start, span, **way) < due_at(start, Span(span.count + more, span.unit), **way)


@given(moments, spans, ways)
def test_a_due_moment_lies_after_its_start(start, span, way):
    assert due_at(start, span, **way) > start


@given(moments, st.integers(1, 60), ways)
def test_working_days_are_due_at_six_on_a_working_day(start, count, way):
    end = due_at(start, Span(count, "wd"), **way)
    assert (CALENDAR.is_working_day(end.date()), end.time(), end.tzinfo) == (True, time(18), SHANGHAI)


def test_the_three_clocks_of_a_normal_request_start_at_filing():
    accept, contact, resolve = map(Span.parse, ("1wd", "2wd", "5wd"))
    assert deadlines_for(at(2026, 3, 5, 20), accept, contact, resolve, "normal", CALENDAR) == Deadlines(
        accept_due=at(2026, 3, 6, 18), contact_due=at(2026, 3, 9, 18), resolve_due=at(2026, 3, 12, 18)
    )


def test_the_three_clocks_of_a_critical_request_do_not_wait_for_the_morning():
    accept, contact, resolve = map(Span.parse, ("15m", "30m", "4h"))
    assert deadlines_for(at(2026, 2, 17, 3), accept, contact, resolve, "critical", CALENDAR) == Deadlines(
        accept_due=at(2026, 2, 17, 3, 15), contact_due=at(2026, 2, 17, 3, 30), resolve_due=at(2026, 2, 17, 7)
    )


def test_a_complex_request_runs_in_working_time():
    filed = at(2026, 3, 6, 17)
    spans = (Span(4, "h"), Span(2, "wd"), Span())
    assert deadlines_for(filed, *spans, "complex", CALENDAR) == Deadlines(
        at(2026, 3, 9, 11, 30), at(2026, 3, 10, 18), None
    )


def test_only_urgent_and_critical_run_around_the_clock():
    assert [runs_around_the_clock(urgency) for urgency in ("normal", "urgent", "critical", "complex")] == [
        False,
        True,
        True,
        False,
    ]


def test_an_unknown_urgency_is_refused():
    with pytest.raises(ValueError, match="'asap'"):
        runs_around_the_clock("asap")


def test_a_pause_of_three_working_hours_moves_the_due_moment_by_three_working_hours():
    shifted = shift_after_pause(at(2026, 3, 6, 18), at(2026, 3, 5, 10), at(2026, 3, 5, 13), **WORKING)
    assert shifted == at(2026, 3, 9, 11, 30)


def test_a_pause_over_the_spring_festival_costs_only_its_working_hours():
    shifted = shift_after_pause(at(2026, 2, 14, 18), at(2026, 2, 14, 17), at(2026, 2, 24, 9, 30), **WORKING)
    assert shifted == at(2026, 2, 24, 10, 30)


def test_a_pause_around_the_clock_moves_the_due_moment_by_its_own_length():
    shifted = shift_after_pause(at(2026, 2, 17, 7), at(2026, 2, 17, 3), at(2026, 2, 17, 4, 20), **CLOCK)
    assert shifted == at(2026, 2, 17, 8, 20)


def test_a_pause_at_night_changes_nothing_in_working_time():
    due_moment = at(2026, 3, 6, 18)
    assert shift_after_pause(due_moment, at(2026, 3, 4, 19), at(2026, 3, 5, 8), **WORKING) == due_moment


def test_a_request_without_a_due_moment_has_none_after_a_pause():
    assert shift_after_pause(None, at(2026, 3, 4, 19), at(2026, 3, 5, 8), **WORKING) is None


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="pause"):
        shift_after_pause(None, at(2026, 3, 5, 8), at(2026, 3, 4, 19), **WORKING)


def left(due_moment, moment, *, calendar, around_the_clock):
    return due_moment - moment if around_the_clock else calendar.working_time_between(moment, due_moment)


@given(moments, moments, ways)
def test_pausing_and_resuming_at_once_changes_nothing(due_moment, moment, way):
    assert shift_after_pause(due_moment, moment, moment, **way) == due_moment


@given(moments, spans, moments, pauses, ways)
def test_what_was_left_at_the_pause_is_left_at_the_resume(start, span, paused_from, pause, way):
    due_moment, resumed = due_at(start, span, **way), paused_from + pause
    shifted = shift_after_pause(due_moment, paused_from, resumed, **way)
    assert left(shifted, resumed, **way) == left(due_moment, paused_from, **way)


@given(moments, spans, moments, pauses, pauses, pauses, ways)
def test_two_pauses_move_as_far_as_one_of_the_same_working_length(start, span, first, a, gap, b, way):
    due_moment, second = due_at(start, span, **way), first + a + gap
    twice = shift_after_pause(shift_after_pause(due_moment, first, first + a, **way), second, second + b, **way)
    length = left(first + a, first, **way) + left(second + b, second, **way)
    end = first + length if way is CLOCK else CALENDAR.add_working_time(first, length)
    assert twice == shift_after_pause(due_moment, first, end, **way)


@pytest.mark.parametrize("urgency", ["normal", "complex"])
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2026, 2, 14, 17, 59), "green"),
        (at(2026, 2, 14, 18), "yellow"),
        (at(2026, 2, 24, 18), "yellow"),
        (at(2026, 2, 24, 18, 0, 1), "red"),
    ],
)
def test_a_normal_request_is_yellow_from_one_working_day_before_and_red_when_overdue(moment, expected, urgency):
    due_moment, span = at(2026, 2, 24, 18), Span(5, "wd")
    assert light(due_moment, moment, calendar=CALENDAR, urgency=urgency, span=span) == expected


@pytest.mark.parametrize(
    ("urgency", "due_moment", "span", "expected"),
    [
        ("normal", at(2026, 3, 9, 18), None, at(2026, 3, 6, 18)),
        ("normal", at(2026, 3, 9, 11), None, at(2026, 3, 6, 11)),
        ("normal", at(2026, 3, 9, 9, 30), "4h", at(2026, 3, 6, 17)),
        ("normal", at(2026, 3, 9, 11), "40h", at(2026, 3, 6, 11)),
        ("urgent", at(2026, 2, 17, 3), None, at(2026, 2, 16, 23)),
        ("urgent", at(2026, 2, 17, 3), "24h", at(2026, 2, 16, 23)),
        ("urgent", at(2026, 2, 17, 3), "2h", at(2026, 2, 17, 2)),
        ("urgent", at(2026, 3, 9, 18), "2wd", at(2026, 3, 9, 14)),
        ("critical", at(2026, 2, 17, 3), "4h", at(2026, 2, 17, 1)),
        ("critical", at(2026, 2, 17, 0, 10), "30m", at(2026, 2, 16, 23, 55)),
        ("critical", at(2026, 2, 17, 3), "24h", at(2026, 2, 16, 15)),
        ("critical", at(2026, 2, 17, 3), None, at(2026, 2, 16, 23)),
    ],
)
def test_the_warning_begins_as_the_table_says(urgency, due_moment, span, expected):
    span = span and Span.parse(span)
    assert yellow_from(due_moment, calendar=CALENDAR, urgency=urgency, span=span) == expected


def test_nothing_promised_is_always_green():
    assert light(None, at(2026, 3, 2, 9), calendar=CALENDAR) == "green"


@given(moments, spans, moments, moments, st.sampled_from(["normal", "urgent", "critical", "complex"]))
def test_a_light_never_goes_back_while_time_passes(start, span, a, b, urgency):
    due_moment = due_at(start, span, calendar=CALENDAR, around_the_clock=runs_around_the_clock(urgency))
    order = ["green", "yellow", "red"]
    seen = [
        order.index(light(due_moment, moment, calendar=CALENDAR, urgency=urgency, span=span))
        for moment in sorted((a, b))
    ]
    assert seen == sorted(seen)


@given(moments, spans.filter(lambda span: span.unit != "wd"), st.sampled_from(["normal", "urgent", "critical"]))
def test_a_request_in_minutes_or_hours_is_green_when_it_is_filed(start, span, urgency):
    due_moment = due_at(start, span, calendar=CALENDAR, around_the_clock=runs_around_the_clock(urgency))
    assert light(due_moment, start, calendar=CALENDAR, urgency=urgency, span=span) == "green"
