"""Kept incrementally, rebuilt, and counted plainly: the same figures, on random histories."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from reports.actions import fold, rebuild
from reports.happenings import MEASURES
from reports.indicators import INDICATORS, Counts, FigureRules
from reports.models import Changed, FigureSettings
from reports.periods import Period, day_of, month_of, week_of
from reports.queries import Book, Figures, Scope, added, busiest, open_book, scope_of_division, scope_of_station
from reports.queries.checking import differences
from reports.queries.standing import standing
from reports.queries.yearly import KEYS, MONTHS, year_of
from services.models import Request
from services.vocabulary import OPEN, Status
from stations.models import Division
from tests import factories
from tests.cast import Cast
from tests.reports.histories import MONTH_END, History, histories
from tests.reports.recount import Plain, hours_to_solve

PLAIN = [key for key in INDICATORS if key != "in_hand" and not key.endswith(("_median", "_p90"))]
SHOWN = ("received", "resolved_in_time", "satisfaction_rate", "score", "overdue")
BALANCE = ("opened", "gone")  # not counted by themselves: in_hand is compared, which is their difference
COUNTED = [measure for measure in MEASURES if measure not in BALANCE]


class Undo(Exception):
    pass


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=histories)
def test_incremental_rebuilt_and_recounted_are_equal_on_random_histories(cast: Cast, steps) -> None:
    try:
        with transaction.atomic():
            history = History(cast)
            history.play(steps)
            plain = Plain()
            check(cast, history, "with what is pending", plain)
            while fold(at=history.at):
                pass
            assert not Changed.objects.exists()
            assert list(differences()) == []
            check(cast, history, "folded", plain)
            rebuild(at=history.at)
            assert list(differences()) == []
            check(cast, history, "rebuilt", plain)
            raise Undo
    except Undo:
        pass


def check(cast: Cast, history: History, when: str, plain: Plain) -> None:
    """Each indicator of every scope, on each day, in weeks and months, by everything that tables are split by."""
    for scope in scopes(cast):
        here = {request.pk for request in plain.requests if request.station_id in scope.station_ids}
        with open_book(scope, at=history.at) as book:
            found = book.series(periods(history))
            for period, figures in zip(periods(history), found, strict=True):
                told = (when, scope.key, period)
                counts = plain.count(period.first, period.last, lambda request, here=here: request.pk in here)
                assert counted(figures.counts.sums) == counted(counts), told
                same = Counts(counts, households=scope.households)
                for key in PLAIN:
                    assert figures[key] == INDICATORS[key].rounded(INDICATORS[key].of(same, FigureRules())), (
                        key,
                        *told,
                    )
            for period in [*periods(history)[-3:], periods(history)[0]]:
                check_tables(book, scope, period, plain, here, when)
            check_year(book, month_of(timezone.localdate(history.at)).until(timezone.localdate(history.at)), when)
            check_now(book, history, [request for request in plain.requests if request.pk in here], when)


def check_now(book: Book, history: History, here: list[Request], when: str) -> None:
    """For whom they wait, from the roll-ups of a county and counted of what is smaller; and which stations had most."""
    told = (when, book.scope.key)
    states = Counter(request.status for request in here)
    assert book.in_hand(timezone.localdate(history.at)) == sum(states[status] for status in OPEN), told
    waiting = standing(book, history.at, AnonymousUser()).waiting
    assert (waiting.triage, waiting.handler, waiting.above, waiting.paused, waiting.resident) == (
        states[Status.SUBMITTED],
        states[Status.ASSIGNED] + states[Status.IN_PROGRESS],
        states[Status.ESCALATED],
        states[Status.SUSPENDED],
        states[Status.RESOLVED],
    ), told
    today = timezone.localdate(history.at)
    for month in (month_of(today).until(today), month_of(today).before):
        for count in (1, 2, 12):
            check_busiest(book, month, count, told)


def check_busiest(book: Book, month: Period, count: int, told: tuple[str, ...]) -> None:
    """As if all stations had been read; of equally many either may come first."""
    table = book.by_station(month, of=SHOWN)
    rows = busiest(book, month, book.figures(month), count, SHOWN).rows
    same = table.top("received", count)
    assert [row.figures["received"] for row in rows] == [row.figures["received"] for row in same], told
    for row in rows:
        if row.key != "rest":
            assert spread(row.figures) == spread(table.row(row.key).figures), (row.key, *told)
    assert spread(added([row.figures for row in rows])) == spread(table.total), told


def spread(figures: Figures) -> list[object]:
    return [figures.counts.households, *(figures[key] for key in SHOWN)]


def check_tables(book: Book, scope: Scope, period: Period, plain: Plain, here: set[int], when: str) -> None:
    tables = {
        "station_id": (book.by_station(period), lambda key: key.removeprefix("s")),
        "category_id": (book.by_category(period), str),
        "nature": (book.by_nature(period), str),
        "channel": (book.by_channel(period), str),
        "building_id": (book.by_building(period), str),
    }
    total = counted(plain.count(period.first, period.last, lambda request: request.pk in here))
    for name, (table, value) in tables.items():
        told = (name, when, scope.key, period)
        assert counted(table.total.counts.sums) == total, told
        for row in table.rows:
            key = value(row.key)
            own = plain.count(
                period.first,
                period.last,
                lambda each, name=name, key=key: each.pk in here and str(getattr(each, name) or "") == key,
            )
            assert counted(row.figures.counts.sums) == counted(own), (row.key, *told)
    assert counted(book.by_group(period).total.counts.sums) == total


def check_year(book: Book, month: Period, when: str) -> None:
    """What the overview reads in one go is what is read one by one; durations are those of whole months."""
    year, months = year_of(book, month), month.back(MONTHS)
    for figures, same in zip(year.months, book.series(months), strict=True):
        assert {key: figures[key] for key in KEYS} == {key: same[key] for key in KEYS}, (when, book.scope.key, figures)
    for earlier, period in ((year.before, month.before), (year.a_year_ago, month.a_year_ago)):
        same = book.series([period])[0]
        assert {key: earlier[key] for key in KEYS if key in PLAIN} == {key: same[key] for key in KEYS if key in PLAIN}
    for at in (-1, -2):
        rows = {row.key: row.figures.counts["received"] for row in book.by_group(months[at]).rows}
        received = {slug: counts[at] for slug, counts in year.groups.items()}
        assert {slug: count for slug, count in received.items() if count} == {
            slug: count for slug, count in rows.items() if count
        }, (when, book.scope.key)


def counted(sums) -> dict[str, int]:
    return {measure: sums[measure] for measure in COUNTED if sums.get(measure)}


def scopes(cast: Cast) -> list[Scope]:
    codes = (factories.COUNTY, factories.STREET, factories.COMMUNITY)
    return [scope_of_station(cast.jingan), *(scope_of_division(Division.objects.get(pk=code)) for code in codes)]


def periods(history: History) -> list[Period]:
    today = timezone.localdate(history.at)
    days = [timezone.localdate(MONTH_END) + timedelta(days=n) for n in range((today - date(2026, 10, 29)).days + 1)]
    month = month_of(today).until(today)
    return [
        *map(day_of, days[-6:]),
        week_of(today),
        month,
        month.before,
        month_of(date(2026, 10, 29)),
        month_of(today, 19),
    ]


@pytest.fixture
def history(cast: Cast) -> History:
    """One of each, in order, so that no indicator is compared at nothing only."""
    history = History(cast)
    steps = [("file", 0, 1, n) for n in range(6)]
    for n, what in enumerate([*["advance"] * 24, "contact", "clocks", "urge", "suspend", "merge", "supervise"] * 2):
        steps.append((what, n, 11, n % 12))
    steps += [("supervise", 1, 1, 1), ("clocks", 0, 40, 0), ("answer_up", 1, 70, 1), ("close_up", 1, 3, 0)]
    history.play(steps)
    return history


def test_the_durations_told_from_steps_are_off_by_at_most_five_percent(cast: Cast, history: History) -> None:
    scope = scope_of_station(cast.jingan)
    period = month_of(timezone.localdate(history.at))
    whole = Period(period.kind, date(2026, 10, 1), period.last)
    hours = hours_to_solve(Request.objects.filter(station=cast.jingan), whole.first, whole.last)
    with open_book(scope, at=history.at) as book:
        found = book.figures(whole)

    assert len(hours) >= 3
    for key, place in (("solve_median", -(-len(hours) // 2) - 1), ("solve_p90", -(-len(hours) * 9 // 10) - 1)):
        exact = hours[place]
        assert abs(float(found[key]) - exact) <= max(0.06 * exact, 0.1), key


def test_a_rating_of_next_week_counts_on_the_day_it_comes(cast: Cast) -> None:
    history = History(cast)
    history.play([("file", 0, 1, 0), ("take", 0, 1, 0), ("resolve", 0, 1, 0), ("fold", 0, 0, 0), ("rate", 0, 40, 9)])
    fold(at=history.at)
    with open_book(scope_of_station(cast.jingan), at=history.at) as book:
        october, rated = day_of(date(2026, 10, 29)), day_of(timezone.localdate(history.at))
        assert (book.figures(october)["valid"], book.figures(rated)["valid"]) == (0, 1)


def test_a_kind_put_right_moves_to_the_right_row(cast: Cast) -> None:
    history = History(cast)
    history.play([("file", 0, 0, 0), ("fold", 0, 0, 0), ("classify", 0, 1, 7), ("fold", 0, 0, 0)])
    kind = Request.objects.get(pk=history.requests[0]).category_id
    with open_book(scope_of_division(Division.objects.get(pk=factories.COUNTY)), at=history.at) as book:
        rows = book.by_category(day_of(date(2026, 10, 29))).rows

    assert [(row.key, row.figures["received"]) for row in rows] == [(str(kind), 1)]


def test_another_start_of_the_month_rolls_the_months_up_anew(cast: Cast, history: History) -> None:
    while fold(at=history.at):
        pass
    FigureSettings.objects.create(month_start=19, why="区里从19号算")
    scope = scope_of_division(Division.objects.get(pk=factories.COUNTY))
    month = month_of(date(2026, 10, 29), 19)
    plain = Plain().count(month.first, month.last, bool)
    for _before_and_after_folding in range(2):
        with open_book(scope, at=history.at) as book:
            assert counted(book.figures(month).counts.sums) == counted(plain)
        fold(at=history.at)
    assert list(differences()) == []


def test_a_compound_that_moves_takes_its_figures_along(cast: Cast, history: History) -> None:
    while fold(at=history.at):
        pass
    cast.jingan.compound.division_id = factories.OTHER_COMMUNITY
    cast.jingan.compound.save()
    assert next(differences()).startswith("station jingan: rolled up in")
    fold(at=history.at)

    assert list(differences()) == []
    with open_book(scope_of_division(Division.objects.get(pk=factories.COMMUNITY)), at=history.at) as book:
        assert book.figures(month_of(date(2026, 10, 29)))["received"] == 0
