"""Everything that a monthly report prints, read once and kept as JSON: pages, files and comparisons take it from there.

Nothing of it names a person. Labels are kept in both languages; figures as they are printed, so none is computed anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.indicators import FigureRules
from reports.periods import Period
from reports.queries.book import Book, open_book
from reports.queries.busiest import hot_topics, received_of, topics_on
from reports.queries.figures import Figures, Row, Table, added, places_in
from reports.queries.ledgers import bounds, escalations_of, overdue_of, supervisions_of
from reports.queries.scopes import Scope
from reports.standings import missing
from services.vocabulary import Channel, Nature
from stations.models import Division

Json = dict[str, Any]
FORMAT = 1
MONTHS = 13  # of the small charts: this month a year ago is the first
KINDS = 10  # named; the others are one row

SPLIT = ("received", "resolved", "closed", "resolved_in_time", "overdue", "satisfaction_rate")
BY_KIND = ("received", "resolved", "resolved_in_time", "overdue", "reopened", "satisfaction_rate")
BY_STATION = (
    *("received", "resolved", "resolved_in_time", "overdue", "valid", "reached", "solved", "satisfied", "basic"),
    *("response_rate", "resolution_rate", "satisfaction_rate", "score", "per_100_households"),
)
BY_COMPANY = (
    *("received", "resolved", "resolved_in_time", "overdue", "valid"),
    *("satisfaction_rate", "score", "per_100_households"),
)
NO_COMPANY = "-"
LINES = ("received", "resolved_in_time", "satisfaction_rate", "score")


def content_of(division: Division, scope: Scope, month: Period, *, rules: FigureRules, at: datetime) -> Json:
    """About 30 statements: for a draft that is made once and recounted now and then, never for a page. A month that is
    not over is counted up to today, and compared with as many days; its durations with those of the whole months."""
    month = month.until(timezone.localdate(at))
    with open_book(scope, rules, at) as book:
        line, before, year = month.back(MONTHS), month.before, month.a_year_ago
        years = [period.a_year_ago for period in line]
        periods = [*line, *years, before]
        told = dict(zip(periods, book.series(periods), strict=True))
        now, then, long_ago = (
            _with_stock(book, told[period], told[timed])
            for period, timed in ((month, month), (before, line[-2]), (year, line[0]))
        )
        stations = _whole(book.by_station(month), now)
        content: Json = {
            "format": FORMAT,
            "head": _head(division),
            "period": _period(month),
            "counted_at": at.isoformat(),
            "rules": rules.as_json(),
            "households": scope.households,
            "stations": len(scope.stations),
            "figures": {"now": now.as_json(), "before": then.as_json(), "year": long_ago.as_json()},
            "line": [_point(told, period) for period in line],
            "tables": _tables(book, month, now, stations, at),
            "small": _small(book, line),
            "hot": _hot(scope, month, at),
            "overdue": overdue_of(scope, month, at),
        }
        content["tables"]["station"] = _standings(stations, book.by_station(before))
        if companies := _companies(stations):
            content["tables"]["company"] = _table(companies, BY_COMPANY, _company)
    return content


def _with_stock(book: Book, figures: Figures, timed: Figures) -> Figures:
    """With what was in hand at its end, and with the durations of `timed`: of a whole month, as on the overview."""
    contact, solve = timed.counts.contact, timed.counts.solve
    counts = replace(figures.counts, in_hand=book.in_hand(figures.period.last), contact=contact, solve=solve)
    return replace(figures, counts=counts)


def _head(division: Division) -> Json:
    return {"masthead": settings.REPORT_MASTHEAD, "sent_to": settings.REPORT_SENT_TO, "division": division.name}


def _period(month: Period) -> Json:
    return {"key": month.key, "first": _day(month.first), "last": _day(month.last), "is_over": month.is_whole}


def _tables(book: Book, month: Period, now: Figures, stations: Table, at: datetime) -> Json:
    kinds = _whole(book.by_category(month), now)
    before = book.by_category(month.before)
    groups, groups_before = _grouped(kinds), _grouped(before)
    tables = {
        "channel": _table(_whole(book.by_channel(month), now), SPLIT, lambda row: _choice(row, "channel")),
        "nature": _table(_whole(book.by_nature(month), now), SPLIT, lambda row: _choice(row, "nature")),
        "group": _table(groups, BY_KIND, _thing),
        "kind": _table(Table(kinds.top("received", KINDS), kinds.total), BY_KIND, _thing),
        "escalation": escalations_of(book.scope, month, at),
        "supervision": supervisions_of(book.scope, month, at),
    }
    _add_before(tables["group"], groups_before)
    _add_before(tables["kind"], before)
    return tables


def _table(table: Table, columns: Sequence[str], label: Callable[[Row], Json]) -> Json:
    rows = [{"key": row.key, "label": label(row), "figures": _some(row.figures, columns)} for row in table.rows]
    return {"columns": [*columns], "rows": rows, "total": _some(table.total, columns)}


def _add_before(table: Json, before: Table) -> None:
    """What each row was in the month before: counts alone, so that ± needs no second table."""
    for row in table["rows"]:
        found = before.row(row["key"])
        row["before"] = str(found.figures.counts["received"] if found else 0)
    whole = before.total.counts["received"]
    named = sum(int(row["before"]) for row in table["rows"] if row["key"] != "rest")
    for row in table["rows"]:
        if row["key"] == "rest":
            row["before"] = str(whole - named)
    table["before"] = str(whole)


def _some(figures: Figures, columns: Iterable[str]) -> dict[str, str | None]:
    known = {key: figures[key] for key in columns}
    return {key: None if value is None else str(value) for key, value in known.items()}


def _standings(now: Table, before: Table) -> Json:
    """Every station with its place and the one it had; those that are not ranked last, 未归属 at the very end."""
    places_now, places_before = places_in(now), places_in(before)

    def order(row: Row) -> tuple[bool, int, int]:
        return (not row.key, places_now.get(row.key, len(now.rows) + 1), -row.figures.counts["received"])

    table = _table(Table(sorted(now.rows, key=order), now.total), BY_STATION, _place)
    things = {row.key: row.thing for row in now.rows}
    for row in table["rows"]:
        thing = things[row["key"]]
        row |= {
            "place": places_now.get(row["key"]),
            "before": places_before.get(row["key"]),
            "households": thing.households if thing else None,
            "company": thing.company if thing else "",
        }
    return table


def _companies(stations: Table) -> Table | None:
    """The stations by who manages their compound, the most first; None where no company does."""
    groups: dict[str, list[Figures]] = {}
    for row in stations.rows:
        groups.setdefault((row.thing.company or NO_COMPANY) if row.thing else "", []).append(row.figures)
    if not groups.keys() - {"", NO_COMPANY}:
        return None
    rows = [Row(name, name, added(several)) for name, several in groups.items()]
    rows.sort(key=lambda row: (not row.key, row.key == NO_COMPANY, -row.figures.counts["received"], row.key))
    return Table(rows, stations.total)


def _company(row: Row) -> Json:
    if row.key and row.key != NO_COMPANY:
        return {"zh": row.key, "en": row.key}
    return _both(lambda: _("没有物业") if row.key else _("未归属"))


def _whole(table: Table, whole: Figures) -> Table:
    """The same with a row 未归属 for whatever its rows lack, so that it adds up to the whole."""
    left = missing([row.figures.counts.sums for row in table.rows], whole.counts.sums)
    if not left:
        return table
    counts = replace(whole.counts, sums=Counter(left), contact=None, solve=None, households=0, in_hand=None)
    rest, old = Row("", _("未归属"), replace(whole, counts=counts)), table.row("")
    rows = [row for row in table.rows if row.key] + [rest if old is None else replace(old, figures=_plus(old, rest))]
    return Table(rows, replace(table.total, counts=replace(table.total.counts, sums=whole.counts.sums)))


def _plus(one: Row, other: Row) -> Figures:
    return added([one.figures, other.figures])


def _grouped(kinds: Table) -> Table:
    """The kinds of the catalogue by their groups."""
    groups: dict[str, list[Row]] = {}
    for row in kinds.rows:
        groups.setdefault(row.thing.group.slug if row.thing else "", []).append(row)
    rows = [
        Row(slug, "", added([each.figures for each in several]), several[0].thing.group if slug else None)
        for slug, several in groups.items()
    ]
    rows.sort(key=lambda row: (not row.key, -row.figures.counts["received"]))
    return Table(rows, kinds.total)


def _small(book: Book, line: Sequence[Period]) -> Json:
    """Received by group in each of the months; the groups that had most, over all of them."""
    counted: dict[str, list[int]] = {}
    labels: dict[str, Json] = {}
    for at, period in enumerate(line):
        for row in book.by_group(period).rows:
            counted.setdefault(row.key, [0] * len(line))[at] = row.figures.counts["received"]
            labels[row.key] = _thing(row)
    order = sorted((key for key in counted if key), key=lambda key: (-counted[key][-1], -sum(counted[key]), key))
    return {
        "months": [period.key for period in line],
        "rows": [{"key": key, "label": labels[key], "received": counted[key]} for key in order[:8]],
    }


def _point(told: dict[Period, Figures], period: Period) -> Json:
    return {
        "key": period.key,
        "now": _some(told[period], LINES),
        "year": _some(told[period.a_year_ago], LINES),
    }


def _hot(scope: Scope, month: Period, at: datetime) -> list[Json]:
    """With what the same was in the month before, and whether the chief made a topic of it by the end of the month."""
    hot = hot_topics(scope, month)
    before, topics = received_of(hot, month.before), topics_on(hot, min(at, bounds(month)[1]))
    return [
        {
            "station": one.station,
            "label": _both(one.category.__str__),
            "received": one.received,
            "before": before.get((one.scope, one.category.pk), 0) if month.is_whole else None,
            "topic": topics.get((one.scope, one.category.pk), ""),
        }
        for one in hot
    ]


def _thing(row: Row) -> Json:
    """A kind or group of the catalogue, 未归属 or 其他."""
    if row.thing is not None:
        return _both(lambda: str(row.thing))
    return _both(lambda: _("其他") if row.key == "rest" else _("未归属"))


def _choice(row: Row, of: str) -> Json:
    enum: Any = {"channel": Channel, "nature": Nature}[of]
    return _both(lambda: str(enum(row.key).label) if row.key else _("未归属"))


def _place(row: Row) -> Json:
    return {"zh": row.label, "en": row.label} if row.thing else _both(lambda: _("未归属"))


def _both(say: Callable[[], str]) -> Json:
    found = {}
    for name, code in (("zh", settings.LANGUAGE_CODE), ("en", "en")):
        with override(code):
            found[name] = say()
    return found


def _day(day: Any) -> str:
    return day.isoformat()
