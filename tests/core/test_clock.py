from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import SHANGHAI
from core.clock import say_day, say_due, say_duration, say_left, say_span, say_stamp, say_time, say_when


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


NOW = at(2026, 11, 24, 10, 10)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda naive: naive.replace(tzinfo=SHANGHAI))


@pytest.fixture(autouse=True)
def _in_chinese():
    with translation.override("zh-hans"):
        yield


def render(source, **facts):
    return Template("{% load clock %}" + source).render(Context(facts))


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(2026, 11, 24, 17), "今天下午5点前"),
        (at(2026, 11, 25, 18), "明天（周三）下午6点前"),
        (at(2026, 11, 27, 18), "11月27日（周五）下午6点前"),
        (at(2026, 11, 23, 15, 30), "昨天（周一）下午3点半前"),
        (at(2026, 11, 22, 9), "11月22日（周日）上午9点前"),
        (at(2027, 1, 4, 18), "2027年1月4日（周一）下午6点前"),
        (at(2026, 11, 25, 0), "明天（周三）凌晨0点前"),
    ],
)
def test_a_due_moment_is_told_by_its_day_and_time(due, words):
    assert say_due(due, NOW) == words


def test_tomorrow_is_told_across_the_end_of_the_year():
    assert say_due(at(2027, 1, 1, 1), at(2026, 12, 31, 23, 59)) == "明天（周五）凌晨1点前"


def test_seconds_never_make_the_promise_later():
    assert say_due(at(2026, 11, 24, 17, 20, 59), NOW) == "今天下午5点20分前"


def test_the_day_is_the_day_of_shanghai():
    assert say_due(datetime(2026, 11, 24, 16, 30, tzinfo=UTC), NOW) == "明天（周三）凌晨0点半前"


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ((0, 0), "凌晨0点"),
        ((0, 5), "凌晨0点05分"),
        ((4, 59), "凌晨4点59分"),
        ((5, 0), "早上5点"),
        ((8, 30), "早上8点半"),
        ((9, 0), "上午9点"),
        ((11, 45), "上午11点45分"),
        ((12, 0), "中午12点"),
        ((12, 30), "中午12点半"),
        ((13, 0), "下午1点"),
        ((15, 20), "下午3点20分"),
        ((18, 0), "下午6点"),
        ((19, 0), "晚上7点"),
        ((23, 59), "晚上11点59分"),
    ],
)
def test_the_time_of_day_is_told_as_people_say_it(clock, words):
    assert say_time(at(2026, 11, 24, *clock)) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "刚刚"),
        (NOW - timedelta(seconds=59), "刚刚"),
        (NOW + timedelta(seconds=59), "刚刚"),
        (NOW - timedelta(minutes=1), "1分钟前"),
        (NOW - timedelta(minutes=12, seconds=30), "12分钟前"),
        (NOW - timedelta(minutes=59, seconds=59), "59分钟前"),
        (NOW - timedelta(hours=1), "今天09:10"),
        (at(2026, 11, 24, 0), "今天00:00"),
        (at(2026, 11, 23, 21, 10), "昨天21:10"),
        (at(2026, 11, 21, 19, 42), "11月21日19:42"),
        (at(2025, 11, 21, 19, 42), "2025年11月21日19:42"),
        (at(2026, 11, 24, 15), "今天15:00"),
        (at(2026, 11, 25, 9, 5), "明天09:05"),
        (at(2026, 11, 30, 8, 30), "11月30日08:30"),
    ],
)
def test_a_moment_is_told_by_how_long_ago_or_by_its_date(moment, words):
    assert say_when(moment, NOW) == words


def test_minutes_ago_are_told_across_midnight():
    assert say_when(at(2025, 12, 31, 23, 58), at(2026, 1, 1, 0, 5)) == "7分钟前"


def test_yesterday_is_told_across_the_end_of_the_year():
    assert say_when(at(2025, 12, 31, 21, 10), at(2026, 1, 1, 9)) == "昨天21:10"


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(seconds=59), "不到1分钟"),
        (timedelta(minutes=12), "12分"),
        (timedelta(hours=3, minutes=12), "3小时12分"),
        (timedelta(hours=6), "6小时"),
        (timedelta(days=2, hours=5, minutes=40), "2天5小时"),
        (timedelta(days=2), "2天"),
        (timedelta(days=2, minutes=12), "2天"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(duration, words):
    assert say_duration(duration) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=48, seconds=30), "剩48分"),
        (timedelta(hours=1, minutes=20), "剩1小时20分"),
        (timedelta(days=1, hours=3), "剩1天3小时"),
        (timedelta(0), "剩不到1分钟"),
        (-timedelta(seconds=1), "刚刚超期"),
        (-timedelta(minutes=20), "超期20分"),
        (-timedelta(hours=3, minutes=50), "超期3小时"),
        (-timedelta(days=1, hours=22), "超期1天22小时"),
        (-timedelta(days=2, hours=5, minutes=9), "超期2天5小时"),
        (-timedelta(days=3, hours=5), "超期3天"),
    ],
)
def test_what_is_left_or_late_is_told(left, words):
    assert say_left(NOW + left, NOW) == words


@given(moments, moments)
def test_no_space_and_no_placeholder_is_left_in_any_phrase(moment, now):
    words = say_due(moment, now) + say_when(moment, now) + say_left(moment, now) + say_duration(abs(moment - now))
    assert [sign for sign in " %()" if sign in words] == []


@pytest.mark.parametrize(
    ("day", "seen_from", "words"),
    [
        (date(2026, 3, 1), NOW, "3月1日"),
        (date(2027, 3, 1), NOW, "2027年3月1日"),
        (date(2025, 10, 22), NOW, "2025年10月22日"),
        (date(2026, 12, 26), date(2027, 1, 25), "2026年12月26日"),
        (date(2026, 3, 1), None, "2026年3月1日"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), NOW, "2027年1月1日"),
    ],
)
def test_a_day_of_another_year_names_its_year(day, seen_from, words):
    assert say_day(day, seen_from) == words


def test_on_paper_a_moment_has_its_whole_date():
    assert say_stamp(datetime(2026, 11, 24, 0, 5, tzinfo=UTC)) == "2026年11月24日08:05"


@pytest.fixture
def _at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_at_now")
def test_the_due_filter_tells_by_when():
    assert render("{{ due|due }}", due=at(2026, 11, 25, 18)) == "明天（周三）下午6点前"


@pytest.mark.usefixtures("_at_now")
def test_the_when_filter_gives_a_time_element_in_the_time_of_shanghai():
    moment = datetime(2026, 11, 24, 0, 58, 7, 123, tzinfo=UTC)
    assert render("{{ moment|when }}", moment=moment) == '<time datetime="2026-11-24T08:58:07+08:00">今天08:58</time>'


@pytest.mark.usefixtures("_at_now")
def test_the_left_filter_tells_what_is_left():
    assert render("{{ due|left }}", due=NOW + timedelta(minutes=48)) == "剩48分"


def test_the_duration_filter_tells_how_long():
    assert render("{{ length|duration }}", length=timedelta(hours=3, minutes=12)) == "3小时12分"


@pytest.mark.usefixtures("_at_now")
def test_the_filters_of_days_take_a_date_or_a_moment():
    source = "{{ day|day }} {{ day|paper_day }} {{ moment|day }} {{ moment|paper_day }} {{ moment|paper_stamp }}"
    words = render(source, day=date(2026, 11, 24), moment=datetime(2025, 12, 31, 15, 0, tzinfo=UTC))
    assert words == "11月24日 2026年11月24日 2025年12月31日 2025年12月31日 2025年12月31日23:00"


def test_the_filters_tell_nothing_of_nothing():
    filters = ("due", "when", "left", "duration", "day", "paper_day", "paper_stamp")
    assert render("".join(f"{{{{ none|{name} }}}}" for name in filters), none=None) == ""


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ((26, 14, 0), (26, 18, 0), "今天下午2点到6点"),
        ((26, 14, 30), (26, 16, 20), "今天下午2点半到4点20分"),
        ((27, 9, 0), (27, 17, 0), "明天（周五）上午9点到下午5点"),
        ((26, 22, 0), (27, 6, 0), "今天晚上10点到明天（周五）早上6点"),
        ((28, 9, 0), (30, 12, 0), "11月28日（周六）上午9点到11月30日（周一）中午12点"),
        ((26, 0, 0), (26, 4, 0), "今天凌晨0点到凌晨4点"),
        (None, (26, 18, 0), "到今天下午6点为止"),
        (None, (30, 18, 0), "到11月30日（周一）下午6点为止"),
    ],
)
def test_a_span_is_said_as_people_say_it(starts, ends, words):
    def moment(day):
        return datetime(2026, 11, *day, tzinfo=SHANGHAI)

    now = datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI)
    assert say_span(moment(starts) if starts else None, moment(ends), now) == words


def test_a_span_is_told_in_the_time_of_shanghai_wherever_it_was_measured():
    starts = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)  # the morning of the 27th there
    now = datetime(2026, 11, 26, 15, 59, tzinfo=UTC)  # a minute before its midnight

    assert say_span(starts, starts + timedelta(hours=1), now) == "明天（周五）早上7点到8点"
    assert say_span(starts, starts + timedelta(hours=1), now + timedelta(minutes=1)) == "今天早上7点到8点"


def test_on_paper_a_span_has_its_date_and_another_year_is_named():
    starts = datetime(2027, 1, 4, 9, 0, tzinfo=SHANGHAI)

    assert say_span(starts, starts + timedelta(hours=2), None) == "1月4日（周一）上午9点到11点"
    assert say_span(starts, starts + timedelta(hours=2), datetime(2026, 12, 30, tzinfo=SHANGHAI)) == (
        "2027年1月4日（周一）上午9点到11点"
    )
