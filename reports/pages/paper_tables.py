"""The tables of a monthly report, as rows of words; every one ends with its total, and its rows add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import add
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.figures import inline_bar, inline_dot
from core.text import escaped
from reports.indicators import THREE_RATES
from reports.pages.printed import change, change_words, figure_name, label, language, says, says_all, share

Json = dict[str, Any]
SHORT = 12  # lines
COUNTED = ("resolved", "overdue", "valid")  # of each station, beside its rates


class Column(NamedTuple):
    """A text for each row, and where the column has them a mark beside each and a class for each."""

    texts: Sequence[str]
    marks: Sequence[SafeString] = ()
    css: Sequence[str] = ()

    @property
    def form(self) -> str:
        return f'<td class="r{"%s" if self.css else ""}">%s{" %s" if self.marks else ""}</td>'

    @property
    def parts(self) -> list[Sequence[str]]:
        """What stands in `form`, in its order."""
        css = [f" {each}" if each else "" for each in self.css]
        return [part for part in (css, escaped(self.texts), self.marks) if part]


@dataclass(frozen=True)
class Printed:
    """By columns, which is how many rows are said quickly. `has_total`: the last row is the total of the others.

    `places`: of each row its place in the ranking, if the first column holds them; `dim`: whether it has none.
    """

    caption: str
    head: Sequence[str]
    names: Sequence[str]
    columns: Sequence[Column]
    has_total: bool = False
    note: str = ""
    first: str = ""
    places: Sequence[str] = ()
    dim: Sequence[bool] = ()
    css: str = ""

    @property
    def heads(self) -> SafeString:
        return SafeString("".join([f'<th scope="col" class="r">{name}</th>' for name in escaped(self.head)]))

    @property
    def body(self) -> SafeString:
        """Printed here: two tables of 2,000 stations have 40,000 cells, for which a template takes seconds."""
        return SafeString("".join(self._rows[: self._count]))

    @property
    def foot(self) -> SafeString:
        return SafeString("".join(self._rows[self._count :]))

    @property
    def is_short(self) -> bool:
        """Kept on one page; a longer one goes on, with its head again."""
        return self._count <= SHORT

    @property
    def place_head(self) -> str:
        return _("名次")

    @property
    def _count(self) -> int:
        return len(self.names) - self.has_total

    @cached_property
    def _rows(self) -> list[str]:
        form = f'%s<th scope="row">%s</th>{"".join([column.form for column in self.columns])}</tr>'
        parts = chain([self._begun(), escaped(self.names)], *(column.parts for column in self.columns))
        return list(map(form.__mod__, zip(*parts, strict=True))) if self.names else []

    def _begun(self) -> list[str]:
        """Of each row what stands before its name; a total has no place."""
        if not self.places:
            return ["<tr>"] * len(self.names)
        rows = ['<tr class="dim">' if dim else "<tr>" for dim in self.dim]
        places = [f'<td class="r">{place}</td>' for place in escaped(self.places)]
        begun = map(add, rows, places)
        return [*begun, *["<tr><td></td>"] * self.has_total]


def _figures(table: Json) -> list[Json]:
    """Of each row, and of the whole."""
    return [*(row["figures"] for row in table["rows"]), table["total"]]


def _names(table: Json) -> list[str]:
    return [*(label(row["label"]) for row in table["rows"]), _("合计")]


def _said(keys: Sequence[str], figures: Sequence[Json], units: Sequence[str]) -> list[Column]:
    """A column for each key; those in `units` say what they count."""
    return [Column(says_all(key, [each[key] for each in figures], unit=key in units)) for key in keys]


def _with_shares(figures: Sequence[Json]) -> list[Column]:
    """What was received, and how much of the whole that is."""
    whole = figures[-1]["received"]
    return [*_said(["received"], figures, ()), Column([share(each["received"], whole) for each in figures])]


def split_table(table: Json, caption: str, first: str) -> Printed:
    columns = ("received", "resolved_in_time", "satisfaction_rate")
    head = [figure_name("received"), _("占比"), *(figure_name(key) for key in columns[1:])]
    figures = _figures(table)
    cells = [*_with_shares(figures), *_said(columns[1:], figures, columns)]
    return Printed(caption, head, _names(table), cells, has_total=True, first=first)


def kind_table(table: Json, caption: str, first: str) -> Printed:
    columns = ("resolved", "resolved_in_time", "overdue", "reopened", "satisfaction_rate")
    head = [figure_name("received"), _("占比"), _("比上月"), *(figure_name(key) for key in columns)]
    figures, before = _figures(table), [*(row["before"] for row in table["rows"]), table["before"]]
    if table["before"] == "0":  # nothing came in at all: there is nothing to compare with
        before = [None] * len(before)
    moved = [change_words("received", now["received"], then) for now, then in zip(figures, before, strict=True)]
    cells = [*_with_shares(figures), Column(moved), *_said(columns, figures, _rates(columns))]
    return Printed(caption, head, _names(table), cells, has_total=True, first=first)


def _rates(keys: Sequence[str]) -> list[str]:
    """Those that are said with their %."""
    return [key for key in keys if key.endswith(("time", "rate"))]


OVERALL = (
    *("received", "not_accepted", "withdrawn", "merged", "accepted_in_time", "contacted_in_time", "contact_median"),
    *("contact_p90", "resolved", "resolved_in_time", "solve_median", "solve_p90", "finish_rate", "closed", "unrated"),
    *("in_hand", "per_100_households"),
)
RATES = ("called_back", "valid", "callback_coverage", *THREE_RATES, "score")
PRESSED = (
    *("overdue", "climbed_community", "climbed_district", "reopened", "returned", "extended", "suspended"),
    *("suspended_long", "urged", "supervised"),
)


def compared_table(figures: Json, keys: Sequence[str], caption: str) -> Printed:
    """Each against last month and last year."""
    now, before, year = ([says(key, figures[when][key]) for key in keys] for when in ("now", "before", "year"))
    moved = [change(key, figures["now"], figures["before"]).words for key in keys]
    head = [_("本月"), _("上月"), _("比上月"), _("上年同月")]
    names = [figure_name(key) for key in keys]
    columns = [Column(texts) for texts in (now, before, moved, year)]
    return Printed(caption, head, names, columns, first=_("指标"))


def station_table(table: Json) -> Printed:
    """The league table: numbers beside bars from nothing and dots on a cut axis, for rates lie close together."""
    rows, figures = table["rows"], _figures(table)
    shown = ("resolved_in_time", "satisfaction_rate", "score")
    found = _said(("received", *shown, *COUNTED), figures, shown[:2])
    marks = [_bars(figures), *(_dots([each[key] for each in figures]) for key in shown)]
    marked = [column._replace(marks=each) for column, each in zip(found, marks, strict=False)]
    names = [figure_name(key) for key in ("received", *shown)]
    counts = [_("办好"), _("超期"), _("有效回访"), _("名次变化")]
    unranked = _("不排")
    return Printed(
        _("各驿站本月情况"),
        [*names, *counts],
        [*station_names(rows), _("合计")],
        [*marked, *found[len(marked) :], _moves(rows)],
        has_total=True,
        first=_("驿站"),
        places=[str(row["place"] or (unranked if row["key"] else "")) for row in rows],
        dim=[not row["place"] for row in rows],
        css="league",
    )


def station_names(rows: Sequence[Json]) -> list[str]:
    """In a table of stations each is one: 「警安公寓」."""
    spoken = language()
    names = [row["label"][spoken] for row in rows]
    return [name.removesuffix("红旗驿站") or name for name in names]


def _bars(figures: Sequence[Json]) -> list[SafeString]:
    """The total has an empty one, so that numbers stand under numbers."""
    values = [int(each["received"] or 0) for each in figures[:-1]]
    most = max([*values, 1])
    return [inline_bar(value, most) for value in [*values, 0]]


def _dots(values: Sequence[str | None]) -> list[SafeString]:
    """Where there is no rate, and of the total, an empty mark."""
    known = [None if value is None else float(value) for value in values[:-1]]
    low, nothing = _low(known), inline_bar(0, 1)
    return [*(nothing if value is None else inline_dot(value, low, 100) for value in known), nothing]


def _low(values: Sequence[float | None]) -> int:
    """Where the cut axis begins: ten below the lowest, in tens."""
    known = [value for value in values if value is not None]
    return max(int(min(known) // 10 * 10) - 10, 0) if known else 0


def _moves(rows: Sequence[Json]) -> Column:
    """As the ranking says it: 新进 had no place in the month before."""
    new = _("新进")
    found = [_moved(row, new) for row in rows]
    return Column([*(text for text, _css in found), ""], css=[*(css for _text, css in found), ""])


def _moved(row: Json, new: str) -> tuple[str, str]:
    if not row["place"]:
        return "—", ""
    if not row["before"]:
        return new, ""
    by = row["before"] - row["place"]
    if not by:
        return "—", ""
    return (f"▲{by}", "up") if by > 0 else (f"▼{-by}", "down")


def score_table(table: Json) -> Printed:
    """The annex: every count from which the rates of each station come."""
    counts = ("received", "resolved", "valid", "reached", "solved", "satisfied", "basic")
    columns = (*counts, *THREE_RATES, "score", "per_100_households")
    cells = _said(columns, _figures(table), [key for key in columns if key.endswith("rate")])
    head = [figure_name(key) for key in columns]
    names = [*station_names(table["rows"]), _("合计")]
    return Printed(_("附表：各驿站三率"), head, names, cells, has_total=True, first=_("驿站"), css="wide")


def company_table(table: Json) -> Printed:
    columns = table["columns"]
    cells = _said(columns, _figures(table), _rates(columns))
    head = [figure_name(key) for key in columns]
    return Printed(_("各物业公司"), head, _names(table), cells, has_total=True, first=_("物业公司"))


def ledger_table(table: Json, caption: str, first: str) -> Printed:
    columns = table["columns"]
    cells = _said(columns, _figures(table), columns)
    head = [figure_name(key) for key in columns]
    return Printed(caption, head, _names(table), cells, has_total=True, first=first)


def overdue_table(overdue: Json) -> Printed:
    rows = overdue["rows"]
    said = ([row["station"] for row in rows], [label(row["label"]) for row in rows], [row["since"] for row in rows])
    rest = overdue["count"] - len(rows)
    note = _("另有%(count)d件没有列出。") % {"count": rest} if rest > 0 else ""
    head = [_("驿站"), _("事项"), _("从哪天起超期")]
    names, columns = [row["number"] for row in rows], [Column(texts) for texts in said]
    return Printed(_("超期还没办结的"), head, names, columns, note=note, first=_("编号"), css="words")
