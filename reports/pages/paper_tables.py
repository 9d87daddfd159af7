"""The tables of a monthly report, as rows of words; every one ends with its total, and its rows add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.figures import inline_bar, inline_dot
from reports.indicators import THREE_RATES
from reports.pages.printed import change_words, decimal_of, figure_name, label, language, sayer, says, share

Json = dict[str, Any]
SHORT = 12  # lines
COUNTED = ("resolved", "overdue", "valid")  # of each station, beside its rates
NOTHING = SafeString("")


class Cell(NamedTuple):
    text: str
    mark: SafeString = NOTHING
    css: str = ""


class Line(NamedTuple):
    name: str
    cells: Sequence[Cell]
    place: str = ""
    is_dim: bool = False

    def printed(self, places: bool) -> str:
        """Escaped at once: the mark between the texts is one that a database keeps in no text."""
        texts = escape("\0".join([self.place, self.name, *[cell.text for cell in self.cells]])).split("\0")
        place = f'<td class="r">{texts[0]}</td>' if places else ""
        cells = "".join(
            [
                f'<td class="r{css and f" {css}"}">{text}{mark and f" {mark}"}</td>'
                for text, (_text, mark, css) in zip(texts[2:], self.cells, strict=True)
            ]
        )
        head = '<tr class="dim">' if self.is_dim else "<tr>"
        return f'{head}{place}<th scope="row">{texts[1]}</th>{cells}</tr>'


@dataclass(frozen=True)
class Printed:
    """`places`: the first column holds places in the ranking."""

    caption: str
    head: Sequence[str]
    lines: Sequence[Line]
    total: Line | None = None
    note: str = ""
    first: str = ""
    places: bool = False
    css: str = ""

    @property
    def body(self) -> SafeString:
        """The rows as they are printed, escaped row by row: two tables of 250 stations have 6,000 cells, for which a
        template takes 20 times as long."""
        return SafeString("".join([line.printed(self.places) for line in self.lines]))

    @property
    def is_short(self) -> bool:
        """Kept on one page; a longer one goes on, with its head again."""
        return len(self.lines) <= SHORT

    @property
    def place_head(self) -> str:
        return _("名次")


def split_table(table: Json, caption: str, first: str) -> Printed:
    columns = ("received", "resolved_in_time", "satisfaction_rate")
    head = [figure_name("received"), _("占比"), *(figure_name(key) for key in columns[1:])]
    whole = table["total"]["received"]

    def cells(figures: Json) -> list[Cell]:
        rates = [Cell(says(key, figures[key])) for key in columns[1:]]
        return [
            Cell(says("received", figures["received"], unit=False)),
            Cell(share(figures["received"], whole)),
            *rates,
        ]

    lines = [Line(label(row["label"]), cells(row["figures"])) for row in table["rows"]]
    return Printed(caption, head, lines, Line(_("合计"), cells(table["total"])), first=first)


def kind_table(table: Json, caption: str, first: str) -> Printed:
    columns = ("resolved", "resolved_in_time", "overdue", "reopened", "satisfaction_rate")
    head = [figure_name("received"), _("占比"), _("比上月"), *(figure_name(key) for key in columns)]
    whole = table["total"]["received"]

    def cells(figures: Json, before: str | None) -> list[Cell]:
        received = figures["received"]
        rest = [Cell(says(key, figures[key], unit=key.endswith(("time", "rate")))) for key in columns]
        compared = change_words("received", received, before)
        return [Cell(says("received", received, unit=False)), Cell(share(received, whole)), Cell(compared), *rest]

    lines = [Line(label(row["label"]), cells(row["figures"], row["before"])) for row in table["rows"]]
    return Printed(caption, head, lines, Line(_("合计"), cells(table["total"], table["before"])), first=first)


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
    now, before, year = figures["now"], figures["before"], figures["year"]
    lines = [
        Line(
            figure_name(key),
            [
                Cell(says(key, now[key])),
                Cell(says(key, before[key])),
                Cell(change_words(key, now[key], before[key])),
                Cell(says(key, year[key])),
            ],
        )
        for key in keys
    ]
    return Printed(caption, [_("本月"), _("上月"), _("比上月"), _("上年同月")], lines, first=_("指标"))


def station_table(table: Json) -> Printed:
    """The league table: numbers beside bars from nothing and dots on a cut axis, for rates lie close together."""
    rows = table["rows"]
    most = max([int(row["figures"]["received"] or 0) for row in rows] + [1])
    shown = ("resolved_in_time", "satisfaction_rate", "score")
    lows = {key: _low([row["figures"][key] for row in rows]) for key in shown}
    say = {key: sayer(key, unit=key in shown and key != "score") for key in ("received", *shown, *COUNTED)}

    def cells(figures: Json, *, marks: bool) -> list[Cell]:
        """Without marks an empty one stands there, so that numbers stand under numbers."""
        received = decimal_of(figures["received"])
        found = [Cell(say["received"](figures["received"]), inline_bar(received if marks else 0, most))]
        for key in shown:
            value = decimal_of(figures[key])
            dot = inline_dot(value, lows[key], 100) if marks and value is not None else inline_bar(0, 1)
            found.append(Cell(say[key](figures[key]), dot))
        return [*found, *[Cell(say[key](figures[key])) for key in COUNTED]]

    unranked = _("不排")
    lines = [
        Line(
            name,
            [*cells(row["figures"], marks=True), _moved(row)],
            place=str(row["place"] or (unranked if row["key"] else "")),
            is_dim=not row["place"],
        )
        for row, name in zip(rows, station_names(rows), strict=True)
    ]
    total = Line(_("合计"), [*cells(table["total"], marks=False), Cell("")])
    names = [f"{figure_name(key)}" for key in ("received", *shown)]
    counts = [_("办好"), _("超期"), _("有效回访"), _("名次变化")]
    return Printed(_("各驿站本月情况"), [*names, *counts], lines, total, first=_("驿站"), places=True, css="league")


def station_names(rows: Sequence[Json]) -> list[str]:
    """In a table of stations each is one: 「警安公寓」."""
    spoken = language()
    names = [row["label"][spoken] for row in rows]
    return [name.removesuffix("红旗驿站") or name for name in names]


def _low(values: Sequence[str | None]) -> int:
    """Where the cut axis begins: ten below the lowest, in tens."""
    known = [float(value) for value in values if value is not None]
    return max(int(min(known) // 10 * 10) - 10, 0) if known else 0


def _moved(row: Json) -> Cell:
    """As the ranking says it: 新进 had no place in the month before."""
    if not row["place"]:
        return Cell("—")
    if not row["before"]:
        return Cell(_("新进"))
    by = row["before"] - row["place"]
    if not by:
        return Cell("—")
    return Cell(f"{'▲' if by > 0 else '▼'}{abs(by)}", css="up" if by > 0 else "down")


def score_table(table: Json) -> Printed:
    """The annex: every count from which the rates of each station come."""
    columns = ("received", "resolved", "valid", "reached", "solved", "satisfied", "basic", *THREE_RATES, "score")

    say = {key: sayer(key, unit=key.endswith("rate")) for key in (*columns, "per_100_households")}

    def cells(figures: Json) -> list[Cell]:
        return [Cell(words(figures[key])) for key, words in say.items()]

    rows = table["rows"]
    named = zip(rows, station_names(rows), strict=True)
    lines = [Line(name, cells(row["figures"]), place=str(row["place"] or "")) for row, name in named]
    head = [*(figure_name(key) for key in columns), figure_name("per_100_households")]
    return Printed(
        _("附表：各驿站三率"), head, lines, Line(_("合计"), cells(table["total"])), first=_("驿站"), css="wide"
    )


def company_table(table: Json) -> Printed:
    def cells(figures: Json) -> list[Cell]:
        return [Cell(says(key, figures[key], unit=key.endswith(("time", "rate")))) for key in table["columns"]]

    lines = [Line(label(row["label"]), cells(row["figures"])) for row in table["rows"]]
    head = [figure_name(key) for key in table["columns"]]
    return Printed(_("各物业公司"), head, lines, Line(_("合计"), cells(table["total"])), first=_("物业公司"))


def ledger_table(table: Json, caption: str, first: str) -> Printed:
    def cells(figures: Json) -> list[Cell]:
        return [Cell(says(key, figures[key])) for key in table["columns"]]

    lines = [Line(label(row["label"]), cells(row["figures"])) for row in table["rows"]]
    head = [figure_name(key) for key in table["columns"]]
    return Printed(caption, head, lines, Line(_("合计"), cells(table["total"])), first=first)


def overdue_table(overdue: Json) -> Printed:
    lines = [
        Line(row["number"], [Cell(row["station"]), Cell(label(row["label"])), Cell(row["since"])])
        for row in overdue["rows"]
    ]
    rest = overdue["count"] - len(lines)
    note = _("另有%(count)d件没有列出。") % {"count": rest} if rest > 0 else ""
    head = [_("驿站"), _("事项"), _("从哪天起超期")]
    return Printed(_("超期还没办结的"), head, lines, note=note, first=_("编号"), css="words")
