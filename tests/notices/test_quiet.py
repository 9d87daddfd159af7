from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.quiet import earliest

SHANGHAI = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda moment: moment.replace(tzinfo=SHANGHAI))


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}+08:00")


@pytest.mark.parametrize(
    ("moment", "begins", "ends", "expected"),
    [
        ("25T21:59:59", time(22), time(7), "25T21:59:59"),
        ("25T22:00:00", time(22), time(7), "26T07:00:00"),
        ("26T06:59:59", time(22), time(7), "26T07:00:00"),
        ("26T07:00:00", time(22), time(7), "26T07:00:00"),
        ("25T12:10:00", time(12), time(14), "25T14:00:00"),
        ("25T14:00:00", time(12), time(14), "25T14:00:00"),
        ("25T23:00:00", time(8), time(8), "25T23:00:00"),
        ("25T23:00:00", None, None, "25T23:00:00"),
    ],
)
def test_a_moment_in_quiet_hours_moves_to_their_end(moment, begins, ends, expected):
    assert earliest(at(moment), begins, ends) == at(expected)


@given(moments, st.times(), st.times())
def test_nothing_comes_earlier_nor_a_day_later_nor_is_it_quiet_then(moment, begins, ends):
    when = earliest(moment, begins, ends)

    assert moment <= when < moment + timedelta(days=1)
    assert earliest(when, begins, ends) == when
