from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reports.definitions import DEFINITIONS_EN
from reports.durations import EDGES, minutes_of, step_of
from reports.happenings import MEASURES
from reports.indicators import INDICATORS, Counts, FigureRules, measures_of, quantile, round_half_up
from reports.periods import month_named
from reports.queries import Figures, Row, Table, added

MONTH = month_named(2026, 10)
VECTOR = {"received": 100, "valid": 80, "reached": 78, "solved": 60, "satisfied": 50, "basic": 20, "dissatisfied": 10}


def figures(rules: FigureRules = FigureRules(), households: int = 0, **counts: int) -> Figures:  # noqa: B008
    return Figures(Counts(counts, households=households), rules, MONTH)


def test_the_score_81_25_is_printed_as_81_3():
    found = figures(**VECTOR)

    assert found.exact("score") == Fraction(8125, 100)
    said = [found.says(key) for key in ("response_rate", "resolution_rate", "satisfaction_rate", "score")]
    assert said == ["97.50%", "75.00%", "85.00%", "81.3分"]


def test_670_call_backs_with_six_tenths_are_94_69_percent():
    rules = FigureRules(basic_coefficient=Decimal("0.6"))

    assert figures(rules, valid=670, satisfied=614, basic=34, dissatisfied=22).says("satisfaction_rate") == "94.69%"


def test_other_weights_make_another_score():
    rules = FigureRules(weight_response=30, weight_resolution=35, weight_satisfaction=35)

    assert figures(rules, **VECTOR)["score"] == round_half_up(Decimal("85.25"), 1)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        ("81.25", 1, "81.3"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("20.585", 2, "20.59"),
        ("7", 2, "7.00"),
    ],
)
def test_half_is_rounded_up(value, places, printed):
    assert str(round_half_up(Decimal(value), places)) == printed


def test_259_of_1258_is_20_59_percent_not_cut():
    assert str(round_half_up(Fraction(25900, 1258), 2)) == "20.59"


def test_nothing_to_divide_by_is_a_dash_and_is_not_ranked():
    found = figures(received=3)

    assert (found["score"], found.says("score"), found.says("per_100_households")) == (None, "—", "—")
    assert not found.is_ranked
    assert figures(valid=5).is_ranked


def test_a_change_tells_in_which_unit_and_whether_it_is_good():
    now, before = figures(received=112, valid=80, reached=78, reopened=3), figures(received=100, valid=80, reached=76)

    assert (now.change("received", before).words, now.change("received", before).is_good) == ("+12.0%", None)
    assert (now.change("response_rate", before).words, now.change("response_rate", before).is_good) == (
        "+2.50个百分点",
        True,
    )
    assert now.change("reopened", before).is_good is False
    assert now.change("valid", before).words == "持平"
    assert now.change("score", figures()).words == "—"


@pytest.mark.parametrize(
    ("then", "now", "said"), [(80, 81, "+1.3%"), (80, 79, "−1.3%"), (6, 98, "+92件"), (0, 2, "+2件")]
)
def test_of_few_it_is_said_how_many_more_they_are_and_percents_are_rounded_half_up(then, now, said):
    assert figures(received=now).change("received", figures(received=then)).words == said


def test_rates_of_a_sum_come_from_sums_never_from_a_mean_of_rates():
    small, large = figures(valid=1, reached=1), figures(valid=99, reached=49)

    assert added([small, large])["response_rate"] == Decimal("50.00")


def test_the_first_few_and_the_others_add_up():
    rows = [Row(str(n), str(n), figures(received=n)) for n in range(1, 8)]
    table = Table(rows, figures(received=28))
    top = table.top("received", 3)

    assert [(row.label, row.figures["received"]) for row in top] == [("7", 7), ("6", 6), ("5", 5), ("其他", 10)]


def test_every_indicator_of_nothing_can_be_told():
    assert [key for key in INDICATORS if not figures().says(key)] == []


def test_every_count_is_counted_somewhere():
    assert [each.counted for each in INDICATORS.values() if each.counted and each.counted not in MEASURES] == []


def test_rules_come_back_from_what_is_frozen():
    rules = FigureRules(basic_coefficient=Decimal("0.6"), month_start=19)

    assert FigureRules.from_json(rules.as_json()) == rules


@given(minutes=st.floats(0, EDGES[-1]))
def test_a_step_tells_a_duration_within_five_percent_or_a_minute(minutes):
    assert abs(minutes_of(step_of(minutes)) - minutes) <= max(1, 0.055 * minutes)


def test_a_quantile_is_the_middle_of_the_step_that_reaches_it():
    steps = {step_of(60): 5, step_of(600): 4, step_of(6000): 1}

    assert quantile(steps, Fraction(1, 2)) == Fraction(minutes_of(step_of(60)), 60)
    assert quantile(steps, Fraction(9, 10)) == Fraction(minutes_of(step_of(600)), 60)
    assert quantile({}, Fraction(1, 2)) is None


def test_every_indicator_says_in_both_languages_what_it_counts():
    assert set(DEFINITIONS_EN) == set(INDICATORS)
    for indicator in INDICATORS.values():
        with override("en"):
            assert indicator.explained.isascii(), indicator.key
        with override("zh-hans"):
            assert indicator.explained == indicator.definition


@given(st.sampled_from([key for key in INDICATORS if key != "in_hand"]), st.data())
def test_an_indicator_is_the_same_when_only_its_measures_are_read(key, data):
    counts = {measure: data.draw(st.integers(0, 50)) for measure in MEASURES}
    read = {measure: counts[measure] for measure in measures_of(key)}

    assert figures(households=100, **read).exact(key) == figures(households=100, **counts).exact(key)
    assert INDICATORS[key].counted in read
