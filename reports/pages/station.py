"""What the page of a station's figures says: this week, the rates, who has how much, for whom it waits, where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.clock import say_day
from core.figures import Grid, heat_grid, inline_bar
from reports.indicators import INDICATORS, THREE_RATES, FigureRules
from reports.periods import Kind, Period, month_of, week_of
from reports.queries import rules_in_force
from reports.queries.figures import Change, Figures
from reports.queries.readable import Now, Readable, readable_figures
from services.pages.desk_list import waited_words
from services.queries import catalogue
from services.queries.triage import scope_of
from services.vocabulary import OPEN, Status
from stations.models import Station
from stations.queries import posts_of
from stations.titles import title_words

WEEKLY = ("received", "resolved", "overdue", "reopened", "returned", "urged")
SPAN = timedelta(weeks=8)
MOST_KINDS = 15
BASE_OF = {"response_rate": "reached", "resolution_rate": "solved", "satisfaction_rate": "satisfied"}


@dataclass(frozen=True)
class Figure:
    """One figure of this week beside last week's, as far as this one has come."""

    label: str
    help: str
    now: str
    before: str
    change: Change


@dataclass(frozen=True)
class Rate:
    label: str
    help: str
    now: str
    before: str
    change: Change
    base: str  # of what it is made: 「12次里11次」


@dataclass(frozen=True)
class Load:
    name: str
    title: str
    count: int
    late: int
    bar: SafeString
    url: str
    late_url: str


@dataclass(frozen=True)
class Wait:
    """For whom, how many, and how long ago the oldest of them was filed."""

    label: str
    hint: str
    count: int
    late: int
    longest: str
    bar: SafeString
    url: str
    late_url: str


def station_context(user: Any, slug: str) -> dict[str, Any] | None:
    """Four statements, the posts, and two more where something is not folded in yet. None: not a station of theirs."""
    posts = posts_of(user)
    mine = posts.chief_of | posts.deputy_of
    scope = scope_of(user)
    stations = [station for station in scope.stations if station.pk in mine]
    station = next((one for one in stations if one.slug == slug), None) if slug else stations[0]
    if station is None:
        return None
    now, rules = timezone.now(), rules_in_force()
    today = timezone.localdate(now)
    week, month = week_of(today).until(today), month_of(today, rules.month_start).until(today)
    lately = Period(Kind.DAY, today - SPAN + timedelta(days=1), today)
    first = min(week.before.first, month.before.first, lately.first)
    read = readable_figures(user, station, rules, first)
    in_hand = [row for row in read.now if row.status in OPEN]
    return {
        "station": station,
        "stations": stations,
        "week": period_words(week),
        "last_week": period_words(week.before),
        "weekly": _weekly(read, week),
        "month": period_words(month),
        "last_month": period_words(month.before),
        "rates": _rates(read, month),
        "few": _few(read.figures(month), rules),
        "loads": _loads(in_hand, station, now),
        "in_hand": len(in_hand),
        "late": sum(row.is_late(now) for row in in_hand),
        "waits": _waits(read.now, station, now),
        "grid": _grid(read, lately, scope.all_buildings.get(station.pk, {})),
        "lately": period_words(lately),
        "waiting": read.waiting,
    }


def period_words(period: Period) -> str:
    """「11月23日到25日」, 「11月25日」."""
    first, last = (say_day(day, period.last) for day in (period.first, period.last))
    if period.first == period.last:
        return last
    if (period.first.year, period.first.month) == (period.last.year, period.last.month):
        return _("%(first)s到%(day)d日") % {"first": first, "day": period.last.day}
    return _("%(first)s到%(last)s") % {"first": first, "last": last}


def _weekly(read: Readable, week: Period) -> list[Figure]:
    now, before = read.figures(week), read.figures(week.before)
    return [
        Figure(
            INDICATORS[key].label,
            INDICATORS[key].explained,
            now.says(key, unit=False),
            before.says(key, unit=False),
            now.change(key, before),
        )
        for key in WEEKLY
    ]


def _rates(read: Readable, month: Period) -> list[Rate]:
    now, before = read.figures(month), read.figures(month.before)
    return [
        Rate(
            INDICATORS[key].label,
            INDICATORS[key].explained,
            now.says(key),
            before.says(key),
            now.change(key, before),
            _base(key, now),
        )
        for key in (*THREE_RATES, "score")
    ]


def _base(key: str, figures: Figures) -> str:
    counts = figures.counts
    words = {"valid": counts["valid"], "count": counts[BASE_OF.get(key, "valid")], "basic": counts["basic"]}
    if not words["valid"]:
        return _("还没有有效回访")
    return {
        "response_rate": _("%(valid)d次有效回访，%(count)d次说联系过"),
        "resolution_rate": _("%(valid)d次有效回访，%(count)d次说解决了"),
        "satisfaction_rate": _("%(valid)d次有效回访，%(count)d次满意、%(basic)d次基本满意"),
        "score": _("三率加权，%(valid)d次有效回访"),
    }[key] % words


def _few(figures: Figures, rules: FigureRules) -> str:
    if figures.is_ranked or not figures.counts["valid"]:
        return ""
    return _("这个月有效回访不到%(count)d次，三率容易大起大落，先当参考。") % {"count": rules.fewest_valid}


def _loads(in_hand: Sequence[Now], station: Station, at: datetime) -> list[Load]:
    """Whoever has most first; what nobody has yet stands last."""
    counts, late = Counter(row.assignee for row in in_hand), Counter(row.assignee for row in in_hand if row.is_late(at))
    names: dict[int | None, tuple[str, str]] = {
        row.assignee: (row.name, title_words(row.title)) for row in in_hand if row.assignee
    }
    most = max(counts.values(), default=0)
    found = []
    for person in sorted(counts, key=lambda person: (person is None, -counts[person], person or 0)):
        name, title = names.get(person, (_("还没有人"), ""))
        whose = {"assignee": person or "none"}
        found.append(
            Load(
                name,
                title,
                counts[person],
                late[person],
                inline_bar(counts[person], most),
                _list_url(station, status="open", **whose),
                _list_url(station, overdue=1, **whose),
            )
        )
    return found


def _waits(now: Sequence[Now], station: Station, at: datetime) -> list[Wait]:
    kinds = (
        (_("等受理、等派人"), _("派单的人"), (Status.SUBMITTED,)),
        (_("在办的人手上"), _("签收、联系、办好"), (Status.ASSIGNED, Status.IN_PROGRESS)),
        (_("报上去了，等上级或外单位"), _("社区、街道、外单位"), (Status.ESCALATED,)),
        (_("挂起了，等条件"), _("等配件、等天气、等表决"), (Status.SUSPENDED,)),
        (_("办好了，等居民评价（不算在办）"), _("打分，或者到期结案"), (Status.RESOLVED,)),
    )
    rows = [(label, hint, statuses, [row for row in now if row.status in statuses]) for label, hint, statuses in kinds]
    most = max(len(waiting) for *_words, waiting in rows)
    return [
        Wait(
            label,
            hint,
            len(waiting),
            sum(row.is_late(at) for row in waiting),
            waited_words(at - min(row.filed_at for row in waiting)) if waiting else "",
            inline_bar(len(waiting), most),
            _list_url(station, status=statuses),
            _list_url(station, status=statuses, overdue=1),
        )
        for label, hint, statuses, waiting in rows
    ]


def _list_url(station: Station, **query: Any) -> str:
    """Exactly these in the triage list."""
    return f"{reverse('desk:triage')}?{urlencode({'station': station.slug, **query}, doseq=True)}"


def _grid(read: Readable, period: Period, buildings: dict[int, str]) -> Grid | None:
    """Kinds by buildings; the rarer kinds in one row, what has no building or kind in a row or column of its own."""
    cells = read.grid(period)
    if not cells:
        return None
    kinds, counted = catalogue().by_id, Counter[int | None]()
    for (kind, _building), count in cells.items():
        counted[kind] += count
    named = [kind for kind, _count in counted.most_common() if kind in kinds]
    top, rest = named[:MOST_KINDS], {*named[MOST_KINDS:]}
    known = [*buildings]
    others = {building for _kind, building in cells if building not in buildings}
    columns: list[set[int | None]] = [{building} for building in known]
    columns += [others] if others else []
    rows: list[tuple[str, set[int | None]]] = [(str(kinds[kind]), {kind}) for kind in top if kind]
    if rest:
        rows.append((_("其他"), {*rest}))
    if unknown := {kind for kind in counted if kind not in kinds}:
        rows.append((_("未归属"), unknown))
    heads = [_("%s号楼") % buildings[building] for building in known] + ([_("没说哪栋")] if others else [])
    told = []
    for name, of_row in rows:
        counts = [sum(cells[kind, b] for kind in of_row for b in of_column) for of_column in columns]
        told.append((name, [*counts, sum(counts)]))
    return _with_total(heads, told)


def _with_total(heads: list[str], told: list[tuple[str, list[int]]]) -> Grid:
    """The sums stand in the row's name: a column of them would be the darkest and say nothing of where."""
    rows = [(_("%(name)s（%(count)d）") % {"name": name, "count": counts[-1]}, counts[:-1]) for name, counts in told]
    return heat_grid(_("每一格是收到的件数，越多颜色越深"), heads, rows)
