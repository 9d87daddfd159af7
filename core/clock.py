"""Moments and durations in words, as people say them, in the language that is active.

Pure: `now` goes in. Moments are aware and are told in the time of Shanghai. No space is typed between Chinese and
digits: the style sheet draws that gap. Every phrase is a whole pattern, so that another language can order it anew.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from core.calendar import in_shanghai

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
FEW_DAYS = timedelta(days=3)  # below that the hours are told beside the days
NOTHING = timedelta(0)


def say_due(due: datetime, now: datetime) -> str:
    """By when: 今天下午5点前, 明天（周三）下午6点前, 11月27日（周五）下午6点前; with the year when it is another year.

    Seconds are dropped, so that the promise is never later than the due moment.
    """
    due, today = in_shanghai(due), in_shanghai(now).date()
    words = {"time": say_time(due), "weekday": _weekday(due), **_date_words(due)}
    days = (due.date() - today).days
    if days == 0:
        return _("今天%(time)s前") % words
    if days == 1:
        return _("明天（%(weekday)s）%(time)s前") % words
    if days == -1:
        return _("昨天（%(weekday)s）%(time)s前") % words
    if due.year == today.year:
        return _("%(month)s%(day)d日（%(weekday)s）%(time)s前") % words
    return _("%(year)d年%(month)s%(day)d日（%(weekday)s）%(time)s前") % words


def say_when(moment: datetime, now: datetime) -> str:
    """When it was: 刚刚, 12分钟前, 今天10:58, 昨天21:10, 11月21日19:42; with the year when it is another year.

    A clock that is a little ahead (less than a minute) is also 刚刚; what lies further ahead is told by its date.
    """
    moment, now = in_shanghai(moment), in_shanghai(now)
    ago = now - moment
    if abs(ago) < MINUTE:
        return _("刚刚")
    if NOTHING < ago < HOUR:
        minutes = ago // MINUTE
        return ngettext("%(count)d分钟前", "%(count)d分钟前", minutes) % {"count": minutes}
    words = {"time": f"{moment:%H:%M}", **_date_words(moment)}
    days = (moment.date() - now.date()).days
    if days == 0:
        return _("今天%(time)s") % words
    if days == -1:
        return _("昨天%(time)s") % words
    if days == 1:
        return _("明天%(time)s") % words
    if moment.year == now.year:
        return _("%(month)s%(day)d日%(time)s") % words
    return say_stamp(moment)


def say_span(starts: datetime | None, ends: datetime, now: datetime | None) -> str:
    """From when until when: 今天下午2点到6点, 明天（周四）上午9点到下午5点, 今天晚上10点到明天（周四）早上6点.

    Without a beginning: 到12月5日（周六）下午6点为止. Without `now`: for paper, which still hangs there tomorrow, so
    every day is told by its date.
    """
    if starts is None:
        return _("到%(moment)s为止") % {"moment": _say_moment(ends, now)}
    starts, ends = in_shanghai(starts), in_shanghai(ends)
    if starts.date() != ends.date():
        return _("%(starts)s到%(ends)s") % {"starts": _say_moment(starts, now), "ends": _say_moment(ends, now)}
    words = {"period": _period(starts.hour), "starts": say_time(starts), "ends": say_time(ends)}
    hours = _("%(starts)s到%(ends)s") % words
    if words["period"] == _period(ends.hour) and starts.hour > 0:
        words |= {"starts": _bare_time(starts), "ends": _bare_time(ends)}
        hours = pgettext("within one part of the day", "%(period)s%(starts)s到%(ends)s") % words
    return _("%(day)s%(time)s") % {"day": _day_words(starts, now), "time": hours}


def say_day(day: date, seen_from: date | None) -> str:
    """The day of a date or a moment: 11月24日; with its year when that is another one than that of `seen_from`.

    Without `seen_from` always with it: for paper, which still lies there next year.
    """
    words = _date_words(_date_of(day))
    if seen_from and words["year"] == _date_of(seen_from).year:
        return _("%(month)s%(day)d日") % words
    return _("%(year)d年%(month)s%(day)d日") % words


def say_stamp(moment: datetime) -> str:
    """The whole date and the time by the clock, for paper: 2026年11月24日10:58."""
    moment = in_shanghai(moment)
    return _("%(year)d年%(month)s%(day)d日%(time)s") % {"time": f"{moment:%H:%M}", **_date_words(moment)}


def say_month(day: date) -> str:
    """The month in which a day lies: 2026年11月."""
    return _("%(year)d年%(month)s") % _date_words(day)


def say_duration(duration: timedelta) -> str:
    """How long: 12分, 3小时12分, 2天5小时 (two units, rounded down); 不到1分钟 below a minute; 2年 from a year on."""
    if duration < MINUTE:
        return _("不到1分钟")
    if duration >= YEAR:
        return _largest_unit(duration)
    days, rest = divmod(duration, DAY)
    hours, minutes = rest // HOUR, rest % HOUR // MINUTE
    words = {"days": days, "hours": hours, "minutes": minutes}
    if days and hours:
        return _("%(days)d天%(hours)d小时") % words
    if hours and minutes and not days:
        return _("%(hours)d小时%(minutes)d分") % words
    return _largest_unit(duration)


def say_left(due: datetime, now: datetime) -> str:
    """What is left by the wall clock: 剩48分, 剩1小时20分; or by how much it is late: 超期3小时, 超期1天22小时,
    超期5天, 刚刚超期. Below three days the hours count: 「超期1天」 would hide nearly half of 1天22小时."""
    left = due - now
    if left >= NOTHING:
        return _("剩%(duration)s") % {"duration": say_duration(left)}
    if -left < MINUTE:
        return _("刚刚超期")
    late = say_duration(-left) if DAY <= -left < FEW_DAYS else _largest_unit(-left)
    return _("超期%(duration)s") % {"duration": late}


def say_time(moment: datetime) -> str:
    """The time of day as people say it: 下午5点, 下午3点半, 下午3点20分, 晚上9点05分."""
    moment = in_shanghai(moment)
    words = {
        "period": _period(moment.hour),
        "hour": moment.hour if moment.hour <= 12 else moment.hour - 12,
        "minute": f"{moment.minute:02}",
    }
    if moment.hour == 0:
        return _midnight_hour(words)
    if moment.minute == 0:
        return _("%(period)s%(hour)d点") % words
    if moment.minute == 30:
        return _("%(period)s%(hour)d点半") % words
    return _("%(period)s%(hour)d点%(minute)s分") % words


def _say_moment(moment: datetime, now: datetime | None) -> str:
    return _("%(day)s%(time)s") % {"day": _day_words(moment, now), "time": say_time(moment)}


def _day_words(moment: datetime, now: datetime | None) -> str:
    """The day as it is spoken of: 今天, 明天（周四）, 11月27日（周五）; with the year when it is another year."""
    day = in_shanghai(moment).date()
    words = {"weekday": _weekday(day), **_date_words(day)}
    if now is None:
        return _("%(month)s%(day)d日（%(weekday)s）") % words
    today = in_shanghai(now).date()
    days = (day - today).days
    if days == 0:
        return _("今天")
    if days == 1:
        return _("明天（%(weekday)s）") % words
    if day.year == today.year:
        return _("%(month)s%(day)d日（%(weekday)s）") % words
    return _("%(year)d年%(month)s%(day)d日（%(weekday)s）") % words


def _bare_time(moment: datetime) -> str:
    """The time without its part of the day, which was said already: 2点, 2点半, 2点20分."""
    words = {"hour": moment.hour if moment.hour <= 12 else moment.hour - 12, "minute": f"{moment.minute:02}"}
    if moment.minute == 0:
        return pgettext("time alone", "%(hour)d点") % words
    if moment.minute == 30:
        return pgettext("time alone", "%(hour)d点半") % words
    return pgettext("time alone", "%(hour)d点%(minute)s分") % words


def _midnight_hour(words: dict) -> str:
    # Patterns of their own: this hour is 0 in Chinese and 12 in English.
    if words["minute"] == "00":
        return _("凌晨0点")
    if words["minute"] == "30":
        return _("凌晨0点半")
    return _("凌晨0点%(minute)s分") % words


def _period(hour: int) -> str:
    if hour < 5:
        return pgettext("time of day", "凌晨")
    if hour < 9:
        return pgettext("time of day", "早上")
    if hour < 12:
        return pgettext("time of day", "上午")
    if hour == 12:
        return pgettext("time of day", "中午")
    # The working day ends at 下午6点, as people here say; the evening begins after that hour.
    return pgettext("time of day", "下午") if hour < 19 else pgettext("time of day", "晚上")


def _largest_unit(duration: timedelta) -> str:
    if duration >= YEAR:
        years = duration // YEAR
        return ngettext("%(count)d年", "%(count)d年", years) % {"count": years}
    if duration >= DAY:
        days = duration // DAY
        return ngettext("%(count)d天", "%(count)d天", days) % {"count": days}
    if duration >= HOUR:
        hours = duration // HOUR
        return ngettext("%(count)d小时", "%(count)d小时", hours) % {"count": hours}
    minutes = duration // MINUTE
    return ngettext("%(count)d分", "%(count)d分", minutes) % {"count": minutes}


def _date_of(when: date) -> date:
    return in_shanghai(when).date() if isinstance(when, datetime) else when


def _date_words(day: date) -> dict:
    return {"year": day.year, "month": _month(day), "day": day.day}


def _weekday(day: date) -> str:
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return names[day.weekday()]


# Names, not numbers, for the languages that say them.
_MONTHS = (
    *(pgettext_lazy("month", "1月"), pgettext_lazy("month", "2月"), pgettext_lazy("month", "3月")),
    *(pgettext_lazy("month", "4月"), pgettext_lazy("month", "5月"), pgettext_lazy("month", "6月")),
    *(pgettext_lazy("month", "7月"), pgettext_lazy("month", "8月"), pgettext_lazy("month", "9月")),
    *(pgettext_lazy("month", "10月"), pgettext_lazy("month", "11月"), pgettext_lazy("month", "12月")),
)


def _month(day: date) -> str:
    return str(_MONTHS[day.month - 1])
