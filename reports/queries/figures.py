"""Figures as pages take them: one object with every indicator of a scope in a period, and tables that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from reports.indicators import INDICATORS, Counts, FigureRules, Good, Indicator, Kind, round_half_up
from reports.periods import Period
from reports.standings import Standing, places

FEW = 20  # of fewer no percentage is told


@dataclass(frozen=True)
class Change:
    """Against another period. `amount`: in the indicator's unit (of rates: percentage points); `percent`: of counts.
    `is_judged`: False where either time has too few to say that it became better or worse."""

    indicator: Indicator
    amount: Decimal | None
    percent: Decimal | None
    is_judged: bool = True

    @classmethod
    def between(
        cls, indicator: Indicator, now: Decimal | None, then: Decimal | None, *, is_judged: bool = True
    ) -> Change:
        if now is None or then is None:
            return cls(indicator, None, None)
        is_told = then and (indicator.kind != Kind.COUNT or then >= FEW)
        percent = round_half_up(Fraction(now - then) * 100 / Fraction(then), 1) if is_told else None
        return cls(indicator, now - then, percent, is_judged)

    @property
    def is_good(self) -> bool | None:
        """None: no change, nothing to compare with, too few of them, or neither direction is good."""
        if not self.amount or not self.is_judged or self.indicator.good == Good.NEITHER:
            return None
        return (self.amount > 0) == (self.indicator.good == Good.UP)

    @property
    def words(self) -> str:
        """「+12.5%」 of counts, 「+92件」 after few (98 after 6 is no 「+1533.3%」); 「−0.31个百分点」 of rates,
        「+1.2分」 of others; 「持平」; 「—」 if there was none."""
        if self.amount is None:
            return "—"
        if not self.amount:
            return _("持平")
        if self.indicator.kind == Kind.COUNT and self.percent is not None:
            return f"{_signed(self.percent)}%"
        if self.indicator.kind == Kind.RATE:
            return _("%(amount)s个百分点") % {"amount": _signed(self.amount)}
        return f"{_signed(self.amount)}{self.indicator.unit_words}"


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else '−'}{abs(amount):,}"


@dataclass(frozen=True)
class Figures:
    """Every indicator of one scope (or one row of a table) in one period: `figures["score"]` is a Decimal or None."""

    counts: Counts
    rules: FigureRules
    period: Period
    _known: dict[str, Decimal | None] = field(init=False, default_factory=dict, compare=False, repr=False)

    def exact(self, key: str) -> Fraction | None:
        return INDICATORS[key].of(self.counts, self.rules)

    def __getitem__(self, key: str) -> Decimal | None:
        if key not in self._known:
            self._known[key] = INDICATORS[key].rounded(self.exact(key))
        return self._known[key]

    def says(self, key: str, *, unit: bool = True) -> str:
        return INDICATORS[key].says(self[key], unit=unit)

    def change(self, key: str, before: Figures) -> Change:
        """What is printed is compared: 97.5 against 97.3 is +0.2, whatever stood behind the last place."""
        is_judged = self._has_enough(key) and before._has_enough(key)
        return Change.between(INDICATORS[key], self[key], before[key], is_judged=is_judged)

    def _has_enough(self, key: str) -> bool:
        """Of three done, one late is 33 points: as few as are not ranked say nothing of better or worse."""
        base = INDICATORS[key].base
        return not base or self.counts[base] >= self.rules.fewest_valid

    @property
    def is_ranked(self) -> bool:
        return self.counts["valid"] >= self.rules.fewest_valid

    def as_json(self) -> dict[str, str | None]:
        """Every indicator as printed, for what is frozen."""
        return {key: None if (value := self[key]) is None else str(value) for key in INDICATORS}


@dataclass(frozen=True)
class Row:
    """`key`: of the station, category … as in the entries; "" is 未归属. `thing`: the object, where it is known."""

    key: str
    label: str
    figures: Figures
    thing: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Table:
    """Rows that add up to `total`; what belongs to no row stands in one called 未归属."""

    rows: Sequence[Row]
    total: Figures

    def by(self, key: str, *, falling: bool = True) -> list[Row]:
        """Sorted by an indicator; rows without a value last."""
        exact = [row.figures.exact(key) for row in self.rows]
        # The nearest binary number first: it never says the contrary, and is compared ten times as quickly.
        known = [
            ((float(value), value.numerator if value.denominator == 1 else value), row)
            for value, row in zip(exact, self.rows, strict=True)
            if value is not None
        ]
        known.sort(key=lambda pair: pair[0], reverse=falling)
        return [row for _value, row in known] + [
            row for value, row in zip(exact, self.rows, strict=True) if value is None
        ]

    def top(self, key: str, count: int) -> list[Row]:
        """The first `count` by an indicator, and the others in one row 其他: it adds up all the same."""
        ordered = self.by(key)
        if len(ordered) <= count:
            return ordered
        rest = [row.figures for row in ordered[count:]]
        return [*ordered[:count], Row("rest", _("其他"), added(rest))]

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


def added(figures: Sequence[Figures]) -> Figures:
    """Counts are summed and rates computed from the sums: never the mean of rates."""
    counts = [each.counts for each in figures]
    sums = Counter[str]()
    for each in counts:
        add_to(sums, each.sums)
    return Figures(
        Counts(
            sums,
            _steps(each.contact for each in counts),
            _steps(each.solve for each in counts),
            sum(each.households for each in counts),
            None if any(each.in_hand is None for each in counts) else sum(each.in_hand or 0 for each in counts),
        ),
        figures[0].rules,
        figures[0].period,
    )


def add_to(total: Counter[str], sums: Mapping[str, int]) -> None:
    """What Counter.update does, in a third of its time: that is felt with 2,000 rows."""
    for measure, count in sums.items():
        total[measure] += count


def _steps(several: Iterable[Any]) -> dict[int, int] | None:
    known = list(several)
    if any(each is None for each in known):
        return None
    total = Counter[int]()
    for steps in known:
        total.update(steps)
    return dict(total)


def places_in(table: Table) -> dict[str, int]:
    """The place of each station that is ranked, the same on the page of the ranking and in the report."""
    return places(
        [
            Standing(row.key, row.figures["score"], row.figures.counts["received"], row.figures.is_ranked)
            for row in table.rows
            if row.key
        ]
    )
