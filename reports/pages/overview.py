"""What stands on the overview, prepared so that the templates only place it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import say_left
from core.figures import Chart, Series, columns, inline_bar, inline_dot, line_chart, spark_line
from reports.indicators import INDICATORS, Indicator, Kind
from reports.pages.asked import Asked, frame_of, month_words, span_words
from reports.pages.formulas import formula_words
from reports.pages.masked import Masked, masked
from reports.pages.standing import waits
from reports.queries import Change, Figures, Row, busiest, has_requests_behind, open_book
from reports.queries.behind import GROUP
from reports.queries.busiest import Busiest, Hot
from reports.queries.standing import IN_HAND, RED, Standing, standing
from reports.queries.yearly import Year, year_of
from services.queries import catalogue
from stations.queries import posts_of

CARDS = (
    "received",
    "resolved_in_time",
    "solve_median",
    "overdue",
    "score",
    "response_rate",
    "resolution_rate",
    "satisfaction_rate",
)
STATIONS_SHOWN = 12
DOTTED = ("resolved_in_time", "satisfaction_rate")
MARKED = ("received", *DOTTED)
DRILLED = ("received", "resolved_in_time", "satisfaction_rate", "score", "overdue")


@dataclass(frozen=True)
class Delta:
    """`said`: 好转 or 变差, for a colour says nothing to many. `tone`: up, down or ""."""

    against: str
    words: str
    said: str
    tone: str


@dataclass(frozen=True)
class Card:
    indicator: Indicator
    value: str
    unit: str
    deltas: list[Delta]
    line: SafeString
    formula: str
    base: str
    url: str


@dataclass(frozen=True)
class Small:
    """One group of matters: its columns, what it came to, and against what. `cells`: of the table beside it."""

    name: str
    received: int
    words: str
    drawing: SafeString
    cells: SafeString
    url: str


@dataclass(frozen=True)
class StationLine:
    label: str
    url: str
    households: int
    cells: SafeString


def overview_context(asked: Asked, user: Any) -> dict[str, Any]:
    frame = frame_of(asked, "overview")
    if not asked.scope.stations:
        return frame
    with open_book(asked.scope, asked.rules, asked.at) as book:
        year, waiting = year_of(book, asked.period), book.waiting
        busy, now = busiest(book, asked.period, year.now, STATIONS_SHOWN, DRILLED), standing(book, asked.at, user)
    months = [month.period for month in year.months]
    return {
        **frame,
        "lead": _lead(asked, year, now),
        "cards": [_card(asked, year, key) for key in CARDS],
        "charts": _charts(year),
        "smalls": _smalls(asked, year),
        "small_months": [month_words(month) for month in months],
        "small_total": _cells([month.counts["received"] for month in year.months]),
        "lines": _lines(asked, busy, year.now),
        "total_cells": _figure_cells(year.now, _drilled(asked, year.now), {}),
        "more_stations": len(asked.scope.stations) > STATIONS_SHOWN,
        "ranking_url": asked.url("stations"),
        "hot": [(topic, _behind_hot(asked, topic)) for topic in busy.hot],
        "now": now,
        "waits": waits(asked, now.waiting),
        "in_hand_url": asked.url("now", IN_HAND) if now.waiting.in_hand else "",
        "red_url": asked.url("now", RED) if now.red else "",
        "red": _red(asked, now, user),
        "pending": waiting,
        "is_official": posts_of(user).is_district_official,
        "whole_months": not asked.period.is_whole,
        "chart_hint": "" if asked.period.is_whole else _("最后一个月还没过完。"),
    }


def _lead(asked: Asked, year: Year, now: Standing) -> list[str]:
    """The month in sentences, as a clerk would begin."""
    figures, month, span = year.now, month_words(asked.period), span_words(asked.period)
    when = _("%(month)s（%(span)s）") % {"month": month, "span": span} if span else month
    words = {"when": when, "name": _who_words(asked), "received": figures.says("received")}
    if figures.counts["received"]:
        start = _("%(when)s，%(name)s收到诉求%(received)s%(compared)s。") % {**words, "compared": _compared(year)}
    else:
        start = _("%(when)s，%(name)s没有收到诉求。") % words
    sentences = [start]
    if figures.counts["resolved"]:
        facts = {"resolved": figures.says("resolved"), "rate": figures.says("resolved_in_time")}
        sentences.append(_("办好%(resolved)s，按时的占%(rate)s。") % facts)
    red = ngettext("现在超期的有%(count)d件。", "现在超期的有%(count)d件。", now.red) % {"count": now.red}
    return [*sentences, red if now.red else _("现在没有超期的。")]


def _who_words(asked: Asked) -> str:
    """「东昌府区3个驿站」; of one station its name."""
    count = len(asked.scope.stations)
    words = {"name": asked.scope.name, "count": count}
    if asked.seen.level == "station":
        return asked.scope.name
    return ngettext("%(name)s%(count)d个驿站", "%(name)s%(count)d个驿站", count) % words


def _compared(year: Year) -> str:
    """Not with months in which nothing came in: before the first one there is nothing to compare with."""
    parts = [
        _("，%(label)s%(change)s") % {"label": label, "change": year.now.change("received", earlier).words}
        for label, earlier in ((_("环比"), year.before), (_("同比"), year.a_year_ago))
        if earlier.counts["received"]
    ]
    return "".join(parts)


def _card(asked: Asked, year: Year, key: str) -> Card:
    indicator, now = INDICATORS[key], year.now
    of_whole = indicator.kind == Kind.QUANTILE and not asked.period.is_whole
    return Card(
        indicator=indicator,
        value=now.says(key, unit=False),
        unit=indicator.unit_words if now[key] is not None else "",
        deltas=[
            _delta(_("比上月全月") if of_whole else _("环比"), now, year.before, key),
            _delta(_("比去年同月全月") if of_whole else _("同比"), now, year.a_year_ago, key),
        ],
        line=_spark(year, key),
        formula=formula_words(indicator, asked.rules),
        base=base_words(now, key),
        url=asked.behind(key) if has_some(now, key) else "",
    )


def _spark(year: Year, key: str) -> SafeString:
    """Nothing where there are not two months to draw a line between, or nothing but noughts."""
    known = [month for month in year.months if month[key] is not None]
    if len(known) < 2 or not any(month[key] for month in known):
        return SafeString("")
    words = {
        "then": known[0].says(key),
        "from": month_words(known[0].period),
        "now": known[-1].says(key),
        "to": month_words(known[-1].period),
    }
    said = _("%(from)s是%(then)s，%(to)s是%(now)s") % words
    return spark_line(INDICATORS[key].label, said, [month[key] for month in year.months])


def _charts(year: Year) -> list[Chart]:
    """What came in, and how much of it was done in time, over the year; none in the first month."""
    if sum(month.counts["received"] > 0 for month in year.months) < 2:
        return []
    labels = [_("%(month)d月") % {"month": month.period.whole.last.month} for month in year.months]
    return [_chart(year, key, labels) for key in ("received", "resolved_in_time")]


def _chart(year: Year, key: str, labels: list[str]) -> Chart:
    indicator = INDICATORS[key]
    known = [month for month in year.months if month[key] is not None]
    words = {"name": indicator.label, "count": len(year.months)}
    series = Series(indicator.label, [month[key] for month in year.months], [month.says(key) for month in year.months])
    said = ""
    if known:
        most = max(known, key=lambda month: month[key] or 0)
        said = _("最高是%(month)s，%(value)s。") % {"month": month_words(most.period), "value": most.says(key)}
    title = _("近%(count)d个月%(name)s") % words
    return line_chart(title, said, labels, [series], truncated=indicator.kind == Kind.RATE)


def _delta(against: str, now: Figures, then: Figures, key: str) -> Delta:
    """Nothing is compared with a time of which there is nothing at all: the station was not there yet."""
    if not any(then.counts.sums.values()):
        return Delta(against, "—", "", "")
    change = now.change(key, then)
    if change.is_good is None:
        return Delta(against, change.words, "", "")
    return Delta(against, change.words, *((_("好转"), "up") if change.is_good else (_("变差"), "down")))


def has_some(figures: Figures, key: str) -> bool:
    """Whether there is a request to be shown behind it."""
    return has_requests_behind(key) and figures.counts[INDICATORS[key].counted] > 0


def base_words(figures: Figures, key: str) -> str:
    """「基数：有效回访40件次」: what it is a share of, or is told from."""
    if not INDICATORS[key].base:
        return ""
    base = INDICATORS[INDICATORS[key].base]
    return _("基数：%(name)s%(count)s") % {"name": base.label, "count": figures.says(base.key)}


def _behind_hot(asked: Asked, topic: Hot) -> str:
    """Of its one station: the whole division may have had more of that kind."""
    return asked.behind("received", scope=topic.scope, dim="category", value=topic.category.pk)


def _smalls(asked: Asked, year: Year) -> list[Small]:
    """The groups in the catalogue's order, and what belongs to none."""
    names = [(group.slug, str(group)) for group in catalogue().groups] + [("", _("未归属"))]
    month = month_words(asked.period)
    return [_small(asked, slug, name, year.groups[slug], month) for slug, name in names if slug in year.groups]


def _small(asked: Asked, slug: str, name: str, months: list[int], month: str) -> Small:
    """Against the month before only when this one is over: a part of a month is less than a whole one."""
    words = ""
    if asked.period.is_whole and months[-2]:
        words = Change.between(INDICATORS["received"], Decimal(months[-1]), Decimal(months[-2])).words
    url = asked.behind("received", dim=GROUP, value=slug) if months[-1] else ""
    drawing = columns(name, _("%(month)s收到%(count)d件") % {"month": month, "count": months[-1]}, months)
    return Small(name, months[-1], words, drawing, _cells(months), url)


def _cells(counts: Sequence[int]) -> SafeString:
    """Printed here: a template takes a fifth of the page's time for two hundred and fifty of them."""
    return SafeString("".join([f'<td class="r">{count}</td>' for count in counts]))


def _lines(asked: Asked, busy: Busiest, total: Figures) -> list[StationLine]:
    rows = busy.rows
    most = max((row.figures.counts["received"] for row in rows if row.key != "rest"), default=0)
    low = {key: _low_end([row.figures[key] for row in rows]) for key in DOTTED}
    return [_line(asked, row, most, low, total) for row in rows]


def _line(asked: Asked, row: Row, most: int, low: dict[str, int], total: Figures) -> StationLine:
    figures, is_one = row.figures, row.thing is not None
    marks = {
        "received": inline_bar(figures.counts["received"], most) if is_one else SafeString(""),
        **{key: _dot(figures, key, low[key], total) for key in DOTTED},
    }
    urls = _drilled(asked, figures, scope=row.key) if is_one else {}
    url = asked.url("overview", scope=row.key) if is_one else ""
    return StationLine(row.label, url, figures.counts.households, _figure_cells(figures, urls, marks))


def _drilled(asked: Asked, figures: Figures, **where: Any) -> dict[str, str]:
    return {key: asked.behind(key, **where) for key in DRILLED if has_some(figures, key)}


def _figure_cells(figures: Figures, urls: Mapping[str, str], marks: Mapping[str, SafeString]) -> SafeString:
    """Each figure with the mark beside it, printed as in _cells(). `urls`: of those behind which requests stand."""
    drawn = []
    for key in DRILLED:
        said = figures.says(key, unit=INDICATORS[key].unit == "%")
        words = format_html('<a href="{}">{}</a>', urls[key], said) if key in urls else escape(said)
        drawn.append(f'<td class="r">{words}</td>')
        if key in MARKED:
            drawn.append(f'<td class="mkc noprint">{marks.get(key, "")}</td>')
    return SafeString("".join(drawn))


def _dot(figures: Figures, key: str, low: int, total: Figures) -> SafeString:
    return inline_dot(figures[key], low, 100, total[key]) if figures[key] is not None else SafeString("")


def _low_end(values: list[Decimal | None]) -> int:
    """Where an axis of rates may begin: at the ten below the least."""
    known = [value for value in values if value is not None]
    return min(90, int(min(known)) // 10 * 10) if known else 0


def _red(asked: Asked, now: Standing, user: Any) -> list[tuple[Masked, str]]:
    """With how long they are over."""
    return [(masked(row, user), say_left(row.pressing_at, asked.at)) for row in now.rows if row.pressing_at]
