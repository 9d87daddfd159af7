"""What the overview and the monthly report compare a month with, and when they say better or worse: both the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reports.indicators import Counts, FigureRules
from reports.pages.overview import _delta as on_the_overview
from reports.pages.paper import paper_of
from reports.pages.printed import delta
from reports.periods import month_named
from reports.queries import Figures, open_book
from reports.queries.scopes import scope_of_division
from reports.queries.yearly import year_of
from services import actions
from tests.cast import Cast
from tests.reports.monthly import county, drafted, filed, october

OCTOBER = month_named(2026, 10)


def figures(done: int, late: int, received: int = 0) -> Figures:
    return Figures(Counts({"received": received, "resolved": done, "resolved_late": late}), FigureRules(), OCTOBER)


def in_the_report(key: str, now: Figures, before: Figures) -> tuple[str, bool | None, str]:
    found = delta(
        key,
        {
            "figures": {"now": now.as_json(), "before": before.as_json()},
            "rules": now.rules.as_json(),
            "period": {"is_over": True},
        },
    )
    return found.words, found.good, found.said


@pytest.mark.parametrize(
    ("now", "before", "card", "report"),
    [
        ((5, 1), (5, 0), ("变差", "down"), (False, "差于上月")),
        ((5, 0), (5, 1), ("好转", "up"), (True, "好于上月")),
        ((4, 1), (50, 0), ("", ""), (None, "比上月")),
        ((50, 1), (4, 0), ("", ""), (None, "比上月")),
    ],
)
def test_of_few_neither_says_that_it_became_better_or_worse(
    now: tuple[int, int], before: tuple[int, int], card: tuple[str, str], report: tuple[bool | None, str]
) -> None:
    on_card = on_the_overview("环比", figures(*now), figures(*before), "resolved_in_time")
    words, *in_report = in_the_report("resolved_in_time", figures(*now), figures(*before))

    assert (on_card.said, on_card.tone) == card
    assert tuple(in_report) == report
    assert on_card.words.lstrip("+−") == words


def test_a_count_is_judged_however_small_it_is() -> None:
    few = Figures(Counts({"overdue": 1}), FigureRules(), OCTOBER)
    assert few.change("overdue", Figures(Counts({"overdue": 2}), FigureRules(), OCTOBER)).is_good is True


def test_nothing_is_compared_with_a_month_in_which_there_was_nothing_at_all() -> None:
    now, nothing = figures(0, 0, received=15), figures(0, 0)

    assert on_the_overview("环比", now, nothing, "received").words == "—"
    assert in_the_report("received", now, nothing) == ("", None, "上月没有可比的")
    assert in_the_report("received", now, figures(1, 0)) == ("15件", None, "多于上月")


def test_a_first_month_has_no_more_and_no_fewer_in_any_table(cast: Cast) -> None:
    for _number in range(6):
        filed(cast.jingan, october(12))
    paper = paper_of(drafted(cast), [])
    tables = {table.caption: table for section in paper.sections for table in section.tables}

    assert {*tables["主要指标"].columns[2].texts} == {"—"}
    assert {*tables["各大类"].columns[2].texts} == {"—"}
    assert "比上月" not in str([section.lines for section in paper.sections])


def test_a_running_month_has_the_durations_of_the_whole_month_before_it_on_both(cast: Cast) -> None:
    now = october(11, 18)
    for day, hours in ((october(5) - timedelta(days=30), 2), (october(20) - timedelta(days=30), 50), (october(5), 4)):
        for _number in range(2):
            request = filed(cast.jingan, day)
            actions.resolve(request=request, actor=cast.manager, text="换了灯泡", at=day + timedelta(hours=hours))
    version, scope = drafted(cast, now), scope_of_division(county())
    with open_book(scope, at=now) as book:
        year, whole = year_of(book, OCTOBER.until(now.date())), book.figures(OCTOBER.before)
    paper, before = paper_of(version, []), version.content["figures"]["before"]

    for key in ("solve_median", "solve_p90"):
        assert before[key] == str(year.before[key]) == str(whole[key])
    assert before["solve_p90"] not in (before["solve_median"], None)
    assert before["resolved"] == str(year.before["resolved"]) == "2"
    assert "用时按全月算" in paper.sections[0].lead
    assert {kpi.label: kpi.delta.said for kpi in paper.sections[0].kpis}["办好用时（中位数）"] == "比上月全月"
