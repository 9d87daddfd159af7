"""Figures of a report as words: from the printed values that its content holds, never computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import dateformat
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from reports.happenings import MEASURES
from reports.indicators import INDICATORS, Good, Kind, round_half_up
from reports.queries.figures import Change

Printed = Mapping[str, str | None]


@dataclass(frozen=True)
class Delta:
    """▲ 1.80个百分点 好于上月."""

    words: str
    direction: str  # up, down or ""
    good: bool | None
    said: str


def decimal_of(printed: str | None) -> Decimal | None:
    return None if printed is None else Decimal(printed)


def says(key: str, printed: str | None, *, unit: bool = True) -> str:
    """「1,284件」; of what only the report's own ledgers count, the number alone."""
    return says_all(key, [printed], unit=unit)[0]


def says_all(key: str, printed: Sequence[str | None], *, unit: bool = True) -> list[str]:
    """The same for a column: tables of 2,000 stations have 40,000 cells, and each column has one unit."""
    words = INDICATORS[key].unit_words if unit and key in INDICATORS else ""
    return [
        "—"
        if value is None
        # Most are short: no comma is needed.
        else (value if value.find(".", 0, 4) >= 0 or len(value) < 4 else f"{Decimal(value):,}") + words
        for value in printed
    ]


def is_over(content: Mapping[str, Any]) -> bool:
    """Whether the draft was counted after the end of its month: what is published always was."""
    over: bool = content["period"].get("is_over", True)
    return over


def is_blank(figures: Printed) -> bool:
    """Nothing happened then at all: the station was not there yet, and nothing is compared with it."""
    return all(figures.get(measure) in (None, "0") for measure in MEASURES)


def change(key: str, now: Printed, before: Printed) -> Change:
    return _change(key, decimal_of(now.get(key)), None if is_blank(before) else decimal_of(before.get(key)))


def _change(key: str, now: Decimal | None, then: Decimal | None) -> Change:
    return Change.between(INDICATORS[key], now, then)


def change_words(key: str, now: str | None, before: str | None) -> str:
    return _change(key, decimal_of(now), decimal_of(before)).words


def delta(key: str, content: Mapping[str, Any]) -> Delta:
    """Against the month before: an arrow, how much, and whether that is better; of few only how much."""
    now, before = content["figures"]["now"], content["figures"]["before"]
    found, indicator = change(key, now, before), INDICATORS[key]
    is_whole = indicator.kind == Kind.QUANTILE and not is_over(content)
    then = {"then": pgettext("compared with", "上月全月") if is_whole else pgettext("compared with", "上月")}
    if found.amount is None:
        return Delta("", "", None, _("上月没有可比的"))
    if not found.amount:
        return Delta(_("持平"), "", None, _("同%(then)s") % then)
    direction, words = "up" if found.amount > 0 else "down", found.words.lstrip("+−")
    if indicator.good == Good.NEITHER:
        return Delta(words, direction, None, _("多于上月") if found.amount > 0 else _("少于上月"))
    fewest = content["rules"]["fewest_valid"]
    if indicator.base and any(int(each[indicator.base] or 0) < fewest for each in (now, before)):
        return Delta(words, direction, None, _("比%(then)s") % then)
    return Delta(words, direction, found.is_good, (_("好于%(then)s") if found.is_good else _("差于%(then)s")) % then)


def share(part: str | None, whole: str | None) -> str:
    """「20.87%」, rounded half up."""
    if part is None or not whole or not int(whole):
        return "—"
    return f"{round_half_up(Fraction(int(part) * 100, int(whole)), 2)}%"


def label(both: Mapping[str, str]) -> str:
    return both[language()]


def language() -> str:
    """The key of what content holds in both: a table of many rows asks once."""
    return "en" if is_english() else "zh"


def figure_name(key: str) -> str:
    if key in INDICATORS:
        return INDICATORS[key].label
    return {
        "place": _("名次"),
        "issued": _("发出"),
        "sent": _("上报件数"),
        "answered": _("已答复"),
        "late": _("超期答复"),
        "in_time": _("按时答复"),
        "came_back": _("到期收回"),
        "back": _("退回、撤回"),
        "open": _("还没了结"),
        "done": _("这个月做了什么"),
        "hard": _("难处和建议"),
        "analysis": _("存在的问题"),
        "plan": _("下月打算"),
        "weight_response": _("响应率权重"),
        "weight_resolution": _("解决率权重"),
        "weight_satisfaction": _("满意率权重"),
        "basic_coefficient": _("基本满意折算"),
        "month_start": _("每月从几号算起"),
        "fewest_valid": _("有效回访满几次才排名"),
    }[key]


def table_name(key: str) -> str:
    return {
        "rules": _("口径"),
        "texts": _("文字"),
        "overall": _("总体"),
        "channel": _("按来源"),
        "nature": _("按性质"),
        "group": _("按大类"),
        "kind": _("最多的事项"),
        "station": _("各驿站"),
        "company": _("各物业公司"),
        "supervision": _("督办"),
        "escalation": _("上报情况"),
    }[key]


def numbered(at: int, title: str) -> str:
    """「一、总体情况」 … 「十一、更正说明」; 「1. Overall」 for readers of English."""
    if is_english():
        return f"{at}. {title}"
    digits = "一二三四五六七八九"
    words = digits[at - 1] if at < 10 else f"十{digits[at - 11] if at > 10 else ''}"
    return f"{words}、{title}"


def month_words(key: str) -> str:
    """「2026年11月」, November 2026."""
    if is_english():
        return dateformat.format(_first(key), "F Y")
    return f"{key[:4]}年{int(key[5:])}月"


def short_month(key: str) -> str:
    return dateformat.format(_first(key), "M") if is_english() else f"{int(key[5:])}月"


def _first(key: str) -> date:
    return date(int(key[:4]), int(key[5:]), 1)


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def rules_words(rules: Mapping[str, Any]) -> str:
    said = {
        "response": rules["weight_response"],
        "resolution": rules["weight_resolution"],
        "satisfaction": rules["weight_satisfaction"],
        "basic": rules["basic_coefficient"],
        "valid": rules["fewest_valid"],
    }
    return (
        _(
            "综合成绩=响应率×%(response)s%%+解决率×%(resolution)s%%+满意率×%(satisfaction)s%%，基本满意按%(basic)s折算；"
            "有效回访不满%(valid)s次的不排名。"
        )
        % said
    )
