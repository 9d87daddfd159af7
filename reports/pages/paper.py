"""The monthly report as it is read and printed: sections 一、二、三 … of whatever there is; what has no source is left
out. Everything comes from one version's frozen content and texts: no statement, no figure computed anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import say_day, say_stamp
from core.figures import Chart, Panels, Series, line_chart, small_multiples
from reports.indicators import INDICATORS
from reports.models import ReportVersion
from reports.pages import paper_tables as tables
from reports.pages.paper_words import call_backs, changed_lines, hot_lines, last_day, lead, station_note
from reports.pages.printed import (
    Delta,
    change_words,
    decimal_of,
    delta,
    figure_name,
    is_over,
    label,
    month_words,
    numbered,
    rules_words,
    says,
    says_all,
    short_month,
)

Json = dict[str, Any]
KPIS = ("received", "resolved_in_time", "satisfaction_rate", "solve_median")


@dataclass(frozen=True)
class Kpi:
    label: str
    value: str
    unit: str
    delta: Delta


@dataclass(frozen=True)
class Words:
    """What somebody wrote, under whose name."""

    who: str
    text: str


@dataclass(frozen=True)
class Section:
    """`heading`: with its number, once it is known which sections there are."""

    title: str
    lead: str = ""
    note: str = ""
    kpis: Sequence[Kpi] = ()
    charts: Sequence[Chart] = ()
    panels: Panels | None = None
    pairs: Sequence[tables.Printed] = ()  # two narrow tables side by side
    tables: Sequence[tables.Printed] = ()
    lines: Sequence[str] = ()
    words: Sequence[Words] = ()
    css: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Paper:
    masthead: str
    issuer: str
    issue: str
    day: str
    signer: str
    title: str
    sections: Sequence[Section]
    rules: str
    sent_to: str
    status: str
    version: int = 1
    extra: Json = field(default_factory=dict)


def paper_of(version: ReportVersion, texts: Sequence[Json]) -> Paper:
    """`texts`: of the stations, as they are printed (a draft has them in its rows)."""
    content = version.content
    head, month = content["head"], content["period"]["key"]
    said = {"division": head["division"], "month": month_words(month)}
    made = [make(content) for make in _MAKERS]
    sections = [section for section in made if section is not None]
    sections += [s for s in (_stations_say(texts), _analysis(version), _correction(version)) if s is not None]
    day = timezone.localdate(version.published_at or version.counted_at)
    return Paper(
        masthead=head["masthead"],
        issuer=head["division"],
        issue=_("%(year)s年第%(issue)d期（总第%(serial)d期）")
        % {"year": month[:4], "issue": head["issue"], "serial": head["serial"]},
        day=say_day(day, None),
        signer=version.signer,
        title=_("%(month)s%(division)s红旗驿站运行情况") % said,
        sections=[replace(section, heading=numbered(at, section.title)) for at, section in enumerate(sections, 1)],
        rules=f"{_span(content)}{rules_words(content['rules'])}",
        sent_to=head["sent_to"],
        status=_("草稿") if version.is_draft else "",
        version=version.number,
    )


def _span(content: Json) -> str:
    first, last = (date.fromisoformat(content["period"][end]) for end in ("first", "last"))
    at = datetime.fromisoformat(content["counted_at"])
    said = {"first": say_day(first, None), "last": say_day(last, None), "at": say_stamp(at)}
    return _("统计%(first)s到%(last)s，数据截至%(at)s。") % said


def _overall(content: Json) -> Section:
    found, split = content["figures"], content["tables"]
    kpis = [*(_kpi(key, content) for key in KPIS), _late(content)]
    pairs = [
        tables.split_table(split["nature"], _("按性质"), _("性质")),
        tables.split_table(split["channel"], _("按来源"), _("来源")),
    ]
    overall = tables.compared_table(found, tables.OVERALL, _("主要指标"))
    return Section(_("总体情况"), lead=lead(content), kpis=kpis, pairs=pairs, tables=[overall])


def _kpi(key: str, content: Json) -> Kpi:
    indicator, printed = INDICATORS[key], content["figures"]["now"][key]
    unit = indicator.unit_words if printed is not None else ""
    return Kpi(indicator.label, says(key, printed, unit=False), unit, delta(key, content))


def _late(content: Json) -> Kpi:
    """At this moment, so there is nothing to compare with."""
    said = Delta("", "", None, _("%(day)s前到期，还没办好") % {"day": last_day(content)})
    return Kpi(
        _("超期未结"),
        says("in_hand", str(content["overdue"]["count"]), unit=False),
        INDICATORS["in_hand"].unit_words,
        said,
    )


def _rates(content: Json) -> Section:
    table = tables.compared_table(content["figures"], tables.RATES, _("三率和综合成绩"))
    return Section(_("三率"), lead=call_backs(content["figures"]["now"]), tables=[table])


def _trend(content: Json) -> Section | None:
    points = content["line"]
    labels = [short_month(point["key"]) for point in points]
    received = [_series(_("本年"), points, "now", "received")]
    if any(value for value in _values(points, "year", "received")):
        received.append(_series(_("上年"), points, "year", "received"))
    if not any(received[0].known):
        return None
    hint = _("近13个月，虚线是上年同月。") if len(received) > 1 else _("近13个月。")
    charts = [line_chart(figure_name("received"), hint, labels, received)]
    rate = _series(_("全部"), points, "now", "resolved_in_time")
    if len(rate.known) > 1:
        hint = _("近13个月；没有办结的月份断开。")
        charts.append(line_chart(f"{figure_name('resolved_in_time')} %", hint, labels, [rate], truncated=True))
    return Section(_("走势"), charts=charts)


def _series(name: str, points: Sequence[Json], side: str, key: str) -> Series:
    values = _values(points, side, key)
    return Series(name, values, says_all(key, [point[side][key] for point in points], unit=False))


def _values(points: Sequence[Json], side: str, key: str) -> list[Decimal | None]:
    return [decimal_of(point[side][key]) for point in points]


def _kinds(content: Json) -> Section | None:
    split, small = content["tables"], content["small"]
    if not split["group"]["rows"]:
        return None
    months = [short_month(key) for key in small["months"]]
    several = [_panel(row, is_over(content)) for row in small["rows"]]
    return Section(
        _("诉求类型"),
        note=_("每格是近13个月的件数，最后一根是本月；各格纵轴不同，只比走势。"),
        panels=_adding_up(small_multiples(months, several), content) if several else None,
        tables=[
            tables.kind_table(split["group"], _("各大类"), _("大类")),
            tables.kind_table(split["kind"], _("最多的事项"), _("事项")),
        ],
    )


def _adding_up(panels: Panels, content: Json) -> Panels:
    """Beside the groups that are drawn, in the table: all others, and the whole."""
    whole = [int(point["now"]["received"] or 0) for point in content["line"]]
    drawn = [sum(month) for month in zip(*(row["received"] for row in content["small"]["rows"]), strict=True)]
    rest = [all_of_it - part for all_of_it, part in zip(whole, drawn, strict=True)]
    more = [(_("其他"), rest)] if any(rest) else []
    return replace(panels, rows=[*panels.rows, *_month_rows([*more, (_("合计"), whole)])])


def _month_rows(rows: Sequence[tuple[str, Sequence[int]]]) -> list[list[str]]:
    return [[name, *says_all("received", [str(count) for count in counts])] for name, counts in rows]


def _panel(row: Json, is_over: bool) -> tuple[str, Series, str]:
    """A part of a month is not compared with a whole one, and none with a month in which there was nothing."""
    counts, name = row["received"], label(row["label"])
    words = says_all("received", [str(count) for count in counts])
    compared = change_words("received", str(counts[-1]), str(counts[-2])) if is_over and counts[-2] else ""
    return name, Series(name, counts, words), compared


def _hot(content: Json) -> Section | None:
    if not content["hot"]:
        return None
    return Section(_("热点"), note=_("一个驿站一个月里同样的事反映了5次以上。"), lines=hot_lines(content))


def _standing(content: Json) -> Section | None:
    table = content["tables"]["station"]
    if not table["rows"]:
        return None
    printed = [tables.station_table(table)]
    if company := content["tables"].get("company"):
        printed.append(tables.company_table(company))
    printed.append(tables.score_table(table))
    return Section(_("驿站运行"), note=station_note(content), tables=printed)


def _pressed(content: Json) -> Section | None:
    pressed, overdue, figures = content["tables"]["supervision"], content["overdue"], content["figures"]
    found = []
    if any(figures[when][key] not in ("0", None) for when in ("now", "before") for key in tables.PRESSED):
        found.append(tables.compared_table(figures, tables.PRESSED, _("超期、重办和督办")))
    if pressed["rows"]:
        found.append(tables.ledger_table(pressed, _("本月发出的督办"), _("级别")))
    if overdue["count"]:
        found.append(tables.overdue_table(overdue))
    if not found:
        return None
    note = _("超期的只列编号，不写居民和原话。") if overdue["count"] else ""
    return Section(_("督办和超期"), note=note, tables=found)


def _sent_up(content: Json) -> Section | None:
    table = content["tables"]["escalation"]
    if not table["rows"]:
        return None
    return Section(_("上报情况"), tables=[tables.ledger_table(table, _("本月上报的"), _("报给"))])


def _stations_say(texts: Sequence[Json]) -> Section | None:
    done = [Words(text["station"], text["done"]) for text in texts if text["done"]]
    hard = [
        Words(_("%(station)s的难处") % {"station": text["station"]}, text["hard"]) for text in texts if text["hard"]
    ]
    return Section(_("驿站做法"), words=[*done, *hard], css="two") if texts and (done or hard) else None


def _analysis(version: ReportVersion) -> Section | None:
    words = [
        Words(title, text)
        for title, text in ((_("存在的问题"), version.analysis), (_("下月打算"), version.plan))
        if text
    ]
    return Section(_("问题和打算"), words=words) if words else None


def _correction(version: ReportVersion) -> Section | None:
    if version.number == 1:
        return None
    said = _("这是第%(number)d版。更正原因：%(reason)s") % {"number": version.number, "reason": version.reason}
    lines = changed_lines(version.changes)
    return Section(_("更正说明"), lead=said, lines=lines or [_("和上一版相比，数字没有变化。")], css="changed")


_MAKERS: Sequence[Callable[[Json], Section | None]] = (
    _overall, _rates, _trend, _kinds, _hot, _standing, _pressed, _sent_up,
)  # fmt: skip
