"""The ranking: stations by score, those without enough answers below with the reason, and who lacks what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.indicators import INDICATORS, Good, Indicator
from reports.pages.asked import Asked, frame_of, options
from reports.pages.formulas import formula_words
from reports.pages.overview import has_some
from reports.queries import Figures, Row, Table, added, open_book, places_in
from reports.queries.covered import Covered, coverage_of

COLUMNS = (
    "received",
    "per_100_households",
    "resolved",
    "resolved_in_time",
    "valid",
    "response_rate",
    "resolution_rate",
    "satisfaction_rate",
    "score",
    "overdue",
    "reopened",
)
DEFAULT = "score"
GAPS_SHOWN = 30
PER_PAGE = 100
KINDS = ("both", "company", "owners", "neither")


@dataclass(frozen=True)
class Cell:
    key: str
    words: str
    url: str
    is_sorted: bool


@dataclass(frozen=True)
class Line:
    """`rank`: None where it is not ranked, and `reason` says why. `moved`: places up since the period before."""

    row: Row
    rank: int | None
    moved: int | None
    is_new: bool
    reason: str
    community: str
    url: str
    cells: list[Cell]

    @property
    def fallen(self) -> int:
        return -(self.moved or 0)


@dataclass(frozen=True)
class Head:
    indicator: Indicator
    url: str
    sorted: str  # of aria-sort
    formula: str


def ranking_context(asked: Asked, params: Mapping[str, str]) -> dict[str, Any]:
    frame = frame_of(asked, "stations")
    sort = params.get("sort") if params.get("sort") in COLUMNS else DEFAULT
    kind = params["kind"] if params.get("kind") in KINDS else ""
    falling = {"up": False, "down": True}.get(params.get("dir", ""), INDICATORS[str(sort)].good != Good.DOWN)
    covered = coverage_of(asked.scope.key, asked.scope.station_ids if asked.seen.level == "station" else ())
    context = {
        **frame,
        **_coverage(covered),
        "kinds": options((value, _kind_words(value), value == kind) for value in KINDS),
        "kind": kind,
        "fewest": asked.rules.fewest_valid,
    }
    if not asked.scope.stations:
        return context
    with open_book(asked.scope, asked.rules, asked.at) as book:
        now, before = (book.by_station(period, of=COLUMNS) for period in (asked.period, asked.period.before))
    if kind:
        wanted = {place.station for place in covered if place.kind == kind}
        now, before = _only(now, wanted), _only(before, wanted)
    ranks, earlier = places_in(now), places_in(before)
    ordered = _by_place(now.by(str(sort), falling=falling), ranks, is_by_score=sort == DEFAULT, falling=falling)
    page = Paginator(ordered, PER_PAGE).get_page(params.get("page"))
    return {
        **context,
        "heads": [_head(asked, key, str(sort), falling, kind) for key in COLUMNS],
        "page": page,
        "lines": [_line(asked, row, ranks.get(row.key), earlier.get(row.key), str(sort)) for row in page.object_list],
        "ranked": len(ranks),
        "unranked": len(now.rows) - len(ranks),
        "total": [_cell(asked, now.total, key, "") for key in COLUMNS] if now.rows else [],
        "total_households": sum(row.thing.households for row in now.rows),
        "sort": INDICATORS[str(sort)],
        "pending": book.waiting,
    }


def _by_place(rows: Sequence[Row], ranks: Mapping[str, int], *, is_by_score: bool, falling: bool) -> list[Row]:
    """Who is not ranked stands below; by score they stand as they are ranked, equal ones by how much they had to do."""
    way = (1 if falling else -1) if is_by_score else 0
    return sorted(rows, key=lambda row: (row.key not in ranks, way * ranks.get(row.key, 0)))


def _only(table: Table, stations: set[int | None]) -> Table:
    """Its total is that of what is left."""
    rows = [row for row in table.rows if row.thing.pk in stations]
    return Table(rows, added([row.figures for row in rows]) if rows else table.total)


def _line(asked: Asked, row: Row, rank: int | None, earlier: int | None, sort: str) -> Line:
    return Line(
        row=row,
        rank=rank,
        moved=earlier - rank if rank and earlier else None,
        is_new=rank is not None and earlier is None,
        reason="" if rank else _reason(row.figures),
        community=asked.seen.name_of(row.thing.division),
        url=asked.url("overview", scope=row.key),
        cells=[_cell(asked, row.figures, key, sort, scope=row.key) for key in COLUMNS],
    )


def _reason(figures: Figures) -> str:
    valid, fewest = figures.counts["valid"], figures.rules.fewest_valid
    if not valid:
        return _("没有有效回访")
    return _("有效回访%(valid)d次，不到%(fewest)d次") % {"valid": valid, "fewest": fewest}


def _cell(asked: Asked, figures: Figures, key: str, sort: str, scope: str = "") -> Cell:
    url = asked.behind(key, **({"scope": scope} if scope else {})) if has_some(figures, key) else ""
    return Cell(key, figures.says(key, unit=INDICATORS[key].unit == "%"), url, key == sort)


def _head(asked: Asked, key: str, sort: str, falling: bool, kind: str) -> Head:
    """A second click turns the order round."""
    best_first = INDICATORS[key].good != Good.DOWN
    turned = not falling if key == sort else best_first
    url = asked.url("stations", sort=key, dir="down" if turned else "up", kind=kind)
    return Head(INDICATORS[key], url, _order(key == sort, falling), formula_words(INDICATORS[key], asked.rules))


def _order(is_sorted: bool, falling: bool) -> str:
    return ("descending" if falling else "ascending") if is_sorted else "none"


def _coverage(covered: Sequence[Covered]) -> dict[str, Any]:
    """Of 2,000 stations the worst are named: the others stand on the pages of the divisions below."""
    without = [place for place in covered if place.station is None]
    gaps = sorted((place for place in covered if place.has_gaps), key=lambda place: (-len(place.empty), -place.vacant))
    vacant = sum(place.vacant for place in covered if place.station)
    return {
        "compounds": len(covered),
        "without_all": len(without),
        "without": without[:GAPS_SHOWN],
        "more_without": max(len(without) - GAPS_SHOWN, 0),
        "without_households": sum(place.households for place in without),
        "gaps": gaps[:GAPS_SHOWN],
        "more_gaps": max(len(gaps) - GAPS_SHOWN, 0),
        "empty_posts": sum(len(place.empty) for place in covered),
        "buildings": sum(place.buildings for place in covered if place.station),
        "vacant": vacant,
        "vacant_unit": ngettext("栋", "栋", vacant),
    }


def _kind_words(kind: str) -> str:
    return {
        "both": _("有物业，有业主组织"),
        "company": _("只有物业"),
        "owners": _("只有业主组织"),
        "neither": _("都没有"),
    }[kind]
