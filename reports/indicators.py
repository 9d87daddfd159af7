"""The indicators: what each figure is called, how it is counted, where it comes from. THE ONE PLACE.

Pure. docs/indicators.md is made of it, pages take names, units and help from it, and `Indicator.of` computes it from
counts. Rounding is done once, at the end, by `round_half_up`: 81.25 is printed as 81.3, and 259 of 1258 as 20.59 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

from django.utils.translation import get_language

from reports.definitions import DEFINITIONS_EN
from reports.durations import minutes_of
from reports.happenings import MEASURES

MEDIAN, NINETIETH = Fraction(1, 2), Fraction(9, 10)
CONTACT, SOLVE = "contact", "solve"  # which durations

LAW, CODE, OWN = "domain 2.5", "domain 2.8", "own"


@dataclass(frozen=True)
class FigureRules:
    """The settings that change a figure. Frozen into each published report."""

    weight_response: int = 10
    weight_resolution: int = 50
    weight_satisfaction: int = 40
    basic_coefficient: Decimal = Decimal("0.9")  # what 基本满意 counts
    month_start: int = 1
    fewest_valid: int = 5  # fewer valid call-backs are not ranked

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "basic_coefficient": str(self.basic_coefficient)}

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> FigureRules:
        return cls(**{**kept, "basic_coefficient": Decimal(str(kept["basic_coefficient"]))})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Counts:
    """What figures are computed from: sums of measures, durations by step (None: not kept here), households."""

    sums: Mapping[str, int] = field(default_factory=dict)
    contact: Mapping[int, int] | None = None
    solve: Mapping[int, int] | None = None
    households: int = 0
    in_hand: int | None = None  # at the end of the period; None: not asked for

    def __getitem__(self, measure: str) -> int:
        return self.sums.get(measure, 0)


class Kind(StrEnum):
    COUNT = "count"
    RATE = "rate"
    SCORE = "score"
    QUANTILE = "quantile"
    PER_HOUSEHOLDS = "per-households"


class Good(StrEnum):
    """Which direction is good."""

    UP = "up"
    DOWN = "down"
    NEITHER = ""


@dataclass(frozen=True)
class Indicator:
    key: str
    name: str
    name_en: str
    kind: Kind
    unit: str
    places: int
    definition: str
    formula: str
    source: str
    good: Good
    of: Callable[[Counts, FigureRules], Fraction | None]
    counted: str = ""  # the measure whose requests stand behind it: for the drill-down
    base: str = ""  # the measure of which it is a share, or from which it is told: of few it moves by chance

    @property
    def label(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def explained(self) -> str:
        """The definition in the reader's language."""
        return DEFINITIONS_EN[self.key] if (get_language() or "").startswith("en") else self.definition

    @property
    def unit_words(self) -> str:
        if self.unit not in _UNITS_EN:
            return self.unit
        return _UNITS_EN[self.unit] if (get_language() or "").startswith("en") else self.unit

    def rounded(self, value: Fraction | None) -> Decimal | None:
        return None if value is None else round_half_up(value, self.places)

    def says(self, value: Decimal | None, *, unit: bool = True) -> str:
        """「97.50%」, 「1,258件」; 「—」 where there is nothing to divide by."""
        if value is None:
            return "—"
        return f"{value:,}{self.unit_words if unit else ''}"


_UNITS_EN = {"件": "", "件次": "", "分": "", "小时": " h", "件/百户": " per 100 households"}


def round_half_up(value: Fraction | Decimal | int, places: int = 0) -> Decimal:
    """Half away from zero, from the exact value: there is no binary number on the way."""
    part, whole = value.as_integer_ratio()
    rounded = (2 * abs(part) * 10**places + whole) // (2 * whole)
    return Decimal(rounded if part >= 0 else -rounded).scaleb(-places)


def quantile(steps: Mapping[int, int] | None, share: Fraction) -> Fraction | None:
    """Hours, told from durations by step: the middle of the step in which the share is reached."""
    total = sum(steps.values()) if steps else 0
    if not steps or not total:
        return None
    wanted, passed = share * total, 0
    for step in sorted(steps):
        passed += steps[step]
        if passed >= wanted:
            return Fraction(minutes_of(step), 60)
    raise ValueError(f"negative counts in {steps}")


def _percent(part: int, whole: int) -> Fraction | None:
    """One division, at the end: of 2,000 stations that is most of the time a page takes."""
    return Fraction(100 * part, whole) if whole > 0 else None


def _satisfied(c: Counts, rules: FigureRules) -> tuple[int, int]:
    """(satisfied + coefficient × basic, valid), both times the same."""
    part, whole = rules.basic_coefficient.as_integer_ratio()
    return c["satisfied"] * whole + part * c["basic"], c["valid"] * whole


def _satisfaction(c: Counts, rules: FigureRules) -> Fraction | None:
    return _percent(*_satisfied(c, rules))


def _score(c: Counts, rules: FigureRules) -> Fraction | None:
    satisfied, whole = _satisfied(c, rules)
    if whole <= 0:
        return None
    said = rules.weight_response * c["reached"] + rules.weight_resolution * c["solved"]
    return Fraction(said * (whole // c["valid"]) + rules.weight_satisfaction * satisfied, whole)


def _count(measure: str, name: str, en: str, definition: str, good: Good = Good.NEITHER, unit: str = "件") -> Indicator:
    return Indicator(
        measure, name, en, Kind.COUNT, unit, 0, definition, f"Σ {measure}", CODE, good,
        lambda c, rules: Fraction(c[measure]), measure,
    )  # fmt: skip


def _in_time(key: str, done: str, name: str, en: str, definition: str) -> Indicator:
    """The share of `done` that was not late."""
    return Indicator(
        key, name, en, Kind.RATE, "%", 2, definition, f"({done} − {done}_late) ÷ {done}", CODE, Good.UP,
        lambda c, rules: _percent(c[done] - c[f"{done}_late"], c[done]), f"{done}_late", done,
    )  # fmt: skip


def _share(
    key: str, part: str, whole: str, name: str, en: str, definition: str, good: Good, source: str = CODE
) -> Indicator:
    return Indicator(
        key, name, en, Kind.RATE, "%", 2, definition, f"{part} ÷ {whole}", source, good,
        lambda c, rules: _percent(c[part], c[whole]), part, whole,
    )  # fmt: skip


def _time(key: str, which: str, share: Fraction, name: str, en: str, definition: str) -> Indicator:
    counted = "contacted" if which == CONTACT else "resolved"
    return Indicator(
        key, name, en, Kind.QUANTILE, "小时", 1, definition, f"quantile {float(share):.0%} of {which}", OWN, Good.DOWN,
        lambda c, rules: quantile(c.contact if which == CONTACT else c.solve, share), counted, counted,
    )  # fmt: skip


UP, DOWN, NEITHER = Good
TIMES = "件次"
_ALL = [
    _count("received", "收到诉求", "Received", "提交的诉求，按提交的日子算；后来并案、撤回的也在内。"),
    Indicator(
        "in_hand", "在办", "In hand", Kind.COUNT, "件", 0, "到这一段最后一天为止还没办好的，挂起和上报的也在内。",
        "Σ opened − Σ gone, since the beginning", CODE, DOWN,
        lambda c, rules: None if c.in_hand is None else Fraction(c.in_hand),
    ),
    _count("resolved", "办好", "Solved", "点了“办好了”的，每办一轮算一次；并入别件的随那件算一次。", UP, TIMES),
    _count("closed", "办结", "Closed", "居民评价后结案的，加上到期没人评价结案的。", UP, TIMES),
    _count("unrated", "无评价结案", "Closed unrated", "到期没人评价就结案的；不算满意，也不进三率。", DOWN, TIMES),
    _count("not_accepted", "不予受理", "Not accepted", "按六种情形不予受理的。"),
    _count("withdrawn", "撤回", "Withdrawn", "居民自己撤回的。"),
    _count("merged", "并案", "Merged", "并到同一件事里的。", unit=TIMES),
    _share("finish_rate", "resolved", "received", "办好率", "Finish rate", "这一段办好的件次，比这一段收到的件数。", UP),
    _count("called_back", "评价回访", "Answers", "居民评价的和回访问到的，每一轮算一次。", UP, TIMES),
    _count("valid", "有效回访", "Valid call-backs", "评价回访里算数的：自己一方回访自己办的不算。", UP, TIMES),
    _count("reached", "已联系", "Contacted, says the resident", "有效回访里说“联系过我”的。", UP, TIMES),
    _count("solved", "已解决", "Solved, says the resident", "有效回访里说“解决了”的。", UP, TIMES),
    _count("satisfied", "满意", "Satisfied", "有效回访里说“满意”的。", UP, TIMES),
    _count("basic", "基本满意", "Basically satisfied", "有效回访里说“基本满意”的。", unit=TIMES),
    _count("dissatisfied", "不满意", "Dissatisfied", "有效回访里说“不满意”的。", DOWN, TIMES),
    _share("callback_coverage", "valid", "resolved", "回访覆盖率", "Call-back coverage", "有效回访比办好的件次。", UP, OWN),
    _share("response_rate", "reached", "valid", "响应率", "Response rate", "有效回访里，说联系过的占多少。", UP, LAW),
    _share("resolution_rate", "solved", "valid", "解决率", "Resolution rate", "有效回访里，说解决了的占多少。", UP, LAW),
    Indicator(
        "satisfaction_rate", "满意率", "Satisfaction rate", Kind.RATE, "%", 2,
        "有效回访里，满意的加上打了折的基本满意占多少。说没解决、没说满不满意的，按不满意算。", "(satisfied + coefficient × basic) ÷ valid", LAW, UP,
        _satisfaction, "valid", "valid",
    ),
    Indicator(
        "score", "综合成绩", "Score", Kind.SCORE, "分", 1, "三率按权重加起来，满分一百。",
        "response × weight + resolution × weight + satisfaction × weight", LAW, UP, _score, "valid", "valid",
    ),
    _count("accepted", "受理", "Accepted", "第一次派到人手上的，按那天算。"),
    _in_time("accepted_in_time", "accepted", "受理及时率", "Accepted in time", "受理的里面，没有超过受理期限的占多少。"),
    _count("contacted", "首次联系", "First contact", "第一次联系居民的，按那天算。"),
    _in_time("contacted_in_time", "contacted", "联系及时率", "Contacted in time", "首次联系里，没有超过联系期限的占多少。"),
    _in_time("resolved_in_time", "resolved", "按时办结率", "Solved in time", "办好的件次里，没有超过办结期限的占多少。"),
    _count("accepted_late", "受理超期", "Accepted late", "受理时已经过了受理期限的。", DOWN),
    _count("contacted_late", "联系超期", "Contacted late", "首次联系时已经过了联系期限的。", DOWN),
    _count("resolved_late", "办结超期", "Solved late", "办好时已经过了办结期限的。", DOWN, TIMES),
    _count("overdue", "超期", "Became overdue", "亮了红灯的，不论哪一种期限；同一件又超期再算一次。", DOWN, TIMES),
    _count("climbed_community", "超期报到社区", "Climbed to community", "超期以后报到社区的。", DOWN, TIMES),
    _count("climbed_district", "超期报到区里", "Climbed to district", "超期以后一直报到区里的。", DOWN, TIMES),
    _count("reopened", "重办", "Reopened", "居民说没解决、不满意，或者办完又出现的。", DOWN, TIMES),
    _share("reopened_rate", "reopened", "resolved", "重办率", "Reopened rate", "重办的比办好的件次。", DOWN, OWN),
    _count("returned", "退回", "Returned", "承办人退回重新派的。", DOWN, TIMES),
    _share("returned_rate", "returned", "accepted", "退回率", "Returned rate", "退回的比受理的。", DOWN, OWN),
    _count("extended", "延期", "Extended", "批准了延期的。", DOWN, TIMES),
    _count("suspended", "挂起", "Suspended", "挂起的，按开始那天算。", unit=TIMES),
    _count("suspended_long", "挂起超过30天", "Suspended > 30 days", "挂起时定的恢复日子在30天以后的。", DOWN, TIMES),
    _count("escalated", "上报", "Sent up", "报到社区、街道或者外单位的；转报再算一次。", unit=TIMES),
    _count("escalation_answered", "上报有答复", "Answered above", "上级或者外单位答复了的，按答复那天算。", UP, TIMES),
    _count("escalation_late", "上报答复超期", "Answered late above", "过了期限才答复的。", DOWN, TIMES),
    _count("escalation_came_back", "上报到期收回", "Came back unanswered", "到期没答复，自动收回的。", DOWN, TIMES),
    _count("urged", "催单", "Urged", "居民催过的。", DOWN, TIMES),
    _count("supervised", "督办", "Supervised", "发出的督办，升级再算一次。", DOWN, TIMES),
    _count("supervised_listed", "挂牌督办", "Listed supervision", "其中挂牌的。", DOWN, TIMES),
    _count("supervised_talk", "约谈督办", "Supervision by talk", "其中约谈的。", DOWN, TIMES),
    _count("supervision_answered", "督办已答复", "Supervision answered", "驿站答复了的，按答复那天算。", UP, TIMES),
    _count("supervision_late", "督办答复超期", "Supervision answered late", "过了期限才答复的。", DOWN, TIMES),
    _count("supervision_closed", "督办了结", "Supervision closed", "了结的，升级的也算前一次了结。", UP, TIMES),
    _time("contact_median", CONTACT, MEDIAN, "联系用时（中位数）", "Time to contact, median", "从提交到首次联系，一半比这快。"),
    _time("contact_p90", CONTACT, NINETIETH, "联系用时（九成）", "Time to contact, 90 %", "从提交到首次联系，九成比这快。"),
    _time("solve_median", SOLVE, MEDIAN, "办好用时（中位数）", "Time to solve, median",
          "从提交（重办的从重办那时）到办好，一半比这快；挂起的时间也算。"),
    _time("solve_p90", SOLVE, NINETIETH, "办好用时（九成）", "Time to solve, 90 %",
          "从提交（重办的从重办那时）到办好，九成比这快；挂起的时间也算。"),
    Indicator(
        "per_100_households", "每百户诉求", "Per 100 households", Kind.PER_HOUSEHOLDS, "件/百户", 2,
        "收到的诉求，摊到每一百户。", "100 × received ÷ households", OWN, NEITHER,
        lambda c, rules: _percent(c["received"], c.households), "received",
    ),
]  # fmt: skip
INDICATORS: dict[str, Indicator] = {each.key: each for each in _ALL}


class _Noting(Counts):
    """Notes what it is asked for. 1 of everything: nothing is left unasked because it cannot be divided by."""

    def __getitem__(self, measure: str) -> int:
        self.sums.setdefault(measure, 1)  # type: ignore[attr-defined]
        return 1


@cache
def measures_of(*keys: str) -> tuple[str, ...]:
    """The measures from which these indicators are computed, and by which their requests are found."""
    noting = _Noting(sums={INDICATORS[key].counted: 1 for key in keys})
    for key in keys:
        INDICATORS[key].of(noting, FigureRules())
    return tuple(measure for measure in MEASURES if measure in noting.sums)


THREE_RATES = ("response_rate", "resolution_rate", "satisfaction_rate")
