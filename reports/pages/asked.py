"""What the address asks for: which scope, which month. The same on every page of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.clock import say_day, say_month, say_stamp
from reports.indicators import FigureRules
from reports.periods import Period, month_of, parse_month
from reports.queries import Choice, Scope, rules_in_force
from reports.queries.seen import Seen, seen_from
from stations.vocabulary import DivisionLevel

MONTHS_OFFERED = 24


@dataclass(frozen=True)
class Asked:
    """`period`: the month, up to today when it is this one."""

    seen: Seen
    rules: FigureRules
    period: Period
    today: date
    at: datetime
    _paths: dict[tuple[Any, ...], str] = field(
        default_factory=dict, compare=False
    )  # a page asks for each a hundred times

    @property
    def scope(self) -> Scope:
        return self.seen.scope

    def url(self, name: str, *arguments: Any, **more: Any) -> str:
        """An address of the same scope and month, unless `more` says otherwise; what is "" is left out."""
        asked = {"scope": self.scope.key, "month": self.period.key, **more}
        query = "&".join([_pair(key, value) for key, value in asked.items() if value != ""])
        path = self._paths.get((name, *arguments)) or reverse(f"district:{name}", args=arguments)
        self._paths[name, *arguments] = path
        return f"{path}?{query}"

    def behind(self, key: str, **more: Any) -> str:
        return self.url("behind", key, **more)


@lru_cache(maxsize=4096)
def _pair(key: str, value: Any) -> str:
    """A page of figures has three hundred addresses, of few words."""
    return urlencode({key: value})


def asked_of(user: Any, params: Mapping[str, str]) -> Asked | None:
    """None: not theirs to see, or no such scope or month. Two statements."""
    seen = seen_from(user, params.get("scope", ""))
    if seen is None:
        return None
    rules, at, today = rules_in_force(), timezone.now(), timezone.localdate()
    this = month_of(today, rules.month_start)
    month = parse_month(params["month"], rules.month_start) if params.get("month") else this
    if month is None or month.first > this.first:
        return None
    return Asked(seen, rules, month.until(today), today, at)


def frame_of(asked: Asked, page: str) -> dict[str, Any]:
    """What every page says of itself: whose figures, of when, counted when; and the two choosers."""
    return {
        "asked": asked,
        "scope": asked.scope,
        "month_words": month_words(asked.period),
        "span_words": span_words(asked.period),
        "counted_at": say_stamp(asked.at),
        "months": options(_months(asked)),
        "choices": [(label, options(choices)) for label, choices in _choices(asked.seen)],
        "above": [(choice.name, asked.url(page, scope=choice.key)) for choice in asked.seen.above],
        "below": [(choice.name, asked.url(page, scope=choice.key)) for choice in asked.seen.below],
        "level": asked.seen.level,
        "households": asked.scope.households,
        "page_url": reverse(f"district:{page}"),
    }


def month_words(period: Period) -> str:
    """Called after the month in which it ends."""
    return say_month(period.whole.last)


def span_words(period: Period) -> str:
    """「11月1日到25日」 where it says more than the month does, else nothing."""
    if period.is_whole and period.month_start == 1:
        return ""
    first, last = (say_day(day, period.last) for day in (period.first, period.last))
    return _("%(first)s到%(last)s") % {"first": first, "last": last}


def options(choices: Iterable[tuple[str, str, bool]]) -> SafeString:
    """(value, words, is it chosen) of a chooser. Printed here, as a template takes much longer for forty of them."""
    rows = ((value, " selected" if is_it else "", words) for value, words, is_it in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


def _months(asked: Asked) -> list[tuple[str, str, bool]]:
    newest = month_of(asked.today, asked.rules.month_start)
    offered = newest.back(MONTHS_OFFERED)[::-1]
    if asked.period.first < offered[-1].first:
        offered.append(asked.period.whole)
    return [(month.key, month_words(month), month.key == asked.period.key) for month in offered]


def _choices(seen: Seen) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """By level, for the chooser: what is above, the scope itself, the next step down."""
    itself = [] if seen.level == "station" else [Choice(seen.scope.key, seen.scope.name, seen.level)]
    station = [Choice(seen.scope.key, seen.scope.name, "station")] if seen.level == "station" else []
    above = [choice for choice in seen.above if choice.key != seen.scope.key]
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for choice in [*above, *itself, *station, *seen.below]:
        label = _("驿站") if choice.level == "station" else str(DivisionLevel(choice.level).label)
        found.setdefault(label, []).append((choice.key, choice.name, choice.key == seen.scope.key))
    return list(found.items())
