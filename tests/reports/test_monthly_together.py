"""Several at once, and months of any shape."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ActionRefused
from notices.models import Notice
from reports import actions
from reports.indicators import INDICATORS, Kind
from reports.models import Report, ReportVersion, StationText
from reports.standings import Standing, missing, places
from reports.tasks import draft_reports
from reports.vocabulary import Stage
from services import actions as request_actions
from services.models import Request
from services.vocabulary import Status
from tests import factories
from tests.cast import make_cast
from tests.reports.monthly import NOVEMBER, a_month, drafted, filed, october

COUNTS = st.dictionaries(st.sampled_from(["received", "solved", "valid"]), st.integers(0, 50))
KINDS = ("public-facilities", "lift-fault", None)


def at_once(call, count):
    def run(number):
        try:
            return call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_several_schedulers_at_once_make_one_draft_and_tell_once():
    a_month(make_cast())
    outcomes = at_once(lambda _number: draft_reports(NOVEMBER), 4)

    assert sum(outcome.failed for outcome in outcomes) == 0
    assert (Report.objects.count(), ReportVersion.objects.count(), StationText.objects.count()) == (1, 1, 3)
    assert Counter(Notice.objects.filter(event__startswith="report_").values_list("event", flat=True)) == {
        "report_drafted": 1,
        "report_text_asked": 2,
    }


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_publish_at_once_publish_once():
    cast = make_cast()
    a_month(cast)
    version = drafted(cast)

    def publish(_number):
        try:
            return actions.publish(version=version, actor=cast.official, edits=version.edits, at=NOVEMBER).stage
        except ActionRefused as refused:
            return refused.code

    found = at_once(publish, 4)
    assert (found.count(Stage.PUBLISHED), sum(code in ("changed", "status") for code in found)) == (1, 3)
    assert Notice.objects.filter(event="report_published").count() == 2


@given(st.lists(COUNTS, max_size=6), COUNTS)
def test_rows_and_what_they_lack_are_the_whole(rows, whole):
    left = missing(rows, whole)

    for measure in {*whole, *(name for row in rows for name in row)}:
        assert sum(row.get(measure, 0) for row in rows) + left.get(measure, 0) == whole.get(measure, 0)
    assert 0 not in left.values()


STANDINGS = st.lists(
    st.builds(
        Standing,
        key=st.uuids().map(str),
        score=st.one_of(st.none(), st.decimals(0, 100, places=1)),
        received=st.integers(0, 9),
        is_ranked=st.booleans(),
    ),
    max_size=12,
)


@given(STANDINGS, st.randoms(use_true_random=False))
def test_a_place_is_one_more_than_how_many_are_better_in_whatever_order_they_come(standings, random):
    ranked = {each.key: (each.score, each.received) for each in standings if each.is_ranked and each.score is not None}
    shuffled = list(standings)
    random.shuffle(shuffled)

    assert places(shuffled) == {key: 1 + sum(other > own for other in ranked.values()) for key, own in ranked.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_table_of_a_random_month_adds_up(cast, seed):
    rng = Random(seed)
    for _number in range(14):
        station = rng.choice([cast.jingan, cast.huaji, cast.hubei])
        kind, at = rng.choice(KINDS), october(rng.randint(1, 27), rng.randint(8, 18))
        more = {"category": kind} if kind else {}
        request = factories.file(station, "说不清的一件事", at=at, by=cast.resident, **more)
        if request.status == Status.ASSIGNED and rng.random() < 0.7:
            request_actions.resolve(request=request, actor=request.assignee, text="办好了", at=october(28))
    if seed == 2:
        Request.objects.filter(nature="help").update(nature="")  # of no row
    content = drafted(cast).content

    for name, table in content["tables"].items():
        for column in table["columns"]:
            if column not in INDICATORS or INDICATORS[column].kind == Kind.COUNT:
                rows = sum(int(row["figures"][column]) for row in table["rows"])
                assert (name, column, rows) == (name, column, int(table["total"][column]))
            if column in content["figures"]["now"] and INDICATORS[column].kind == Kind.COUNT:
                assert (name, column, table["total"][column]) == (name, column, content["figures"]["now"][column])
    assert int(content["figures"]["now"]["received"]) == 14
    assert filed(cast.jingan, NOVEMBER).pk  # another month is not in it
