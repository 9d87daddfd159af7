"""A sentence becomes a request: once, numbered, routed, promised."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.errors import ActionRefused
from notices.models import Notice
from services import actions
from services.models import NumberSeries, Request, RequestEvent
from services.numbers import is_code
from services.vocabulary import EventKind, Status, Target, Urgency
from stations.models import Facility
from tests import factories
from tests.cast import Cast, make_cast

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
LIFT = "三单元电梯又坏了，老人下不来楼"


def test_a_plain_sentence_reaches_the_right_person_with_a_promise(cast: Cast) -> None:
    request = factories.file(cast.jingan, LIFT, "4", at=MONDAY)
    assert (request.category.slug, request.assignee, request.assignee_title) == ("lift-fault", cast.manager, "物业经理")
    assert (request.status, request.urgency) == (Status.ASSIGNED, Urgency.URGENT)
    assert request.accept_due_at == datetime(2026, 11, 23, 11, 0, tzinfo=SHANGHAI)
    assert request.resolve_due_at == datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)


def test_the_number_tells_station_month_and_place_in_line(cast: Cast) -> None:
    numbers = [factories.file(cast.jingan, LIFT, at=MONDAY).number for _ in range(2)]
    assert numbers == ["JA-2611-0001", "JA-2611-0002"]
    assert factories.file(cast.huaji, LIFT, at=MONDAY).number == "HJ-2611-0001"


def test_the_month_of_the_number_is_the_month_in_shanghai(cast: Cast) -> None:
    last_evening_in_utc = datetime(2026, 11, 30, 17, 0, tzinfo=ZoneInfo("UTC"))
    assert factories.file(cast.jingan, LIFT, at=last_evening_in_utc).number == "JA-2612-0001"


def test_the_pick_up_code_is_six_digits_and_only_its_digest_is_stored(cast: Cast) -> None:
    filed = actions.file_request(
        station=cast.jingan, description=LIFT, reporter=actions.Reporter(), place=actions.Place()
    )
    assert re.fullmatch(r"\d{6}", filed.code)
    assert is_code(filed.request.number, filed.code, filed.request.code_digest)
    assert filed.code not in str(Request.objects.values().get())


def test_the_same_form_twice_files_once(cast: Cast) -> None:
    first, second = (factories.file(cast.jingan, LIFT, submission_key="k1") for _ in range(2))
    assert first.pk == second.pk
    assert RequestEvent.objects.filter(kind=EventKind.FILED).count() == 1


def test_an_unclear_sentence_waits_with_the_desk_and_suggestions(cast: Cast) -> None:
    request = factories.file(cast.jingan, "有点事想说说", "4")
    assert (request.status, request.category, request.assignee) == (Status.SUBMITTED, None, cast.chief)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电梯又停在五楼不动，我妈腿脚不好下不来楼", "lift-fault"),
        ("又停在五楼不动了", "lift-fault"),
        ("楼道里有很重的煤气味", "gas-smell"),
        ("物业费怎么又涨了", "fees"),
    ],
)
def test_the_plate_of_the_lift_helps_but_the_words_win(cast: Cast, text: str, kind: str) -> None:
    lift = Facility.objects.create(compound=cast.jingan.compound, kind="lift", name="电梯", building=cast.building)
    filed = actions.file_request(
        station=cast.jingan, description=text, reporter=actions.Reporter(), place=actions.Place(facility=lift)
    )
    assert filed.request.category.slug == kind


def test_danger_words_make_it_critical_and_are_kept(cast: Cast) -> None:
    request = factories.file(cast.jingan, "楼道里一股煤气味", "4", at=MONDAY)
    assert (request.danger, request.urgency) == ("gas", Urgency.CRITICAL)
    assert request.accept_due_at == datetime(2026, 11, 23, 10, 15, tzinfo=SHANGHAI)


@pytest.mark.parametrize("word", ["燃气", "煤气味", "着火", "冒烟", "电梯困人", "漏电", "触电", "晕倒"])
def test_a_word_of_danger_is_enough_by_itself(cast: Cast, word: str) -> None:
    request = factories.file(cast.jingan, word, "4", at=MONDAY)
    assert (request.danger != "", request.urgency) == (True, Urgency.CRITICAL)


def test_smoke_is_no_bad_smell(cast: Cast) -> None:
    request = factories.file(cast.jingan, "楼道冒烟", "4", at=MONDAY)
    assert (request.danger, request.category) == ("fire", None)


def test_in_danger_nobody_is_asked_what_is_hardly_a_guess(cast: Cast) -> None:
    request = factories.file(cast.jingan, "晕倒", "4", at=MONDAY)
    assert (request.category, request.suggested) == (None, [])


def test_a_complaint_that_names_two_sides_recuses_both(cast: Cast) -> None:
    request = factories.file(cast.jingan, "我要投诉业委会，账目从来不公开", "4", category="property-complaint")
    assert request.target == Target.BOTH
    assert request.assignee == cast.chief


def test_the_timeline_tells_the_filing_the_rule_and_the_person(cast: Cast) -> None:
    request = factories.file(cast.jingan, LIFT, "4")
    kinds = [(event.kind, event.is_public) for event in request.events.order_by("id")]
    assert kinds == [(EventKind.FILED, True), (EventKind.ROUTED, False), (EventKind.ASSIGNED, True)]


def test_the_person_and_the_co_handlers_are_told_once(cast: Cast) -> None:
    request = factories.file(cast.jingan, LIFT, "4")
    told = Counter(Notice.objects.values_list("user__name", "event"))
    assert told[("丁海波", "assigned")] == 1
    assert set(told.values()) == {1}
    assert {co.user for co in request.co_handlers.all()} == {cast.chair}


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), (" \u0000\u200b ", "empty"), ("长" * 10_001, "too_long")],
    ids=["blank", "nul", "long"],
)
def test_what_says_nothing_or_too_much_is_refused_in_words(cast: Cast, text: str, code: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        factories.file(cast.jingan, text)
    assert (refused.value.code, refused.value.field) == (code, "description")
    assert Request.objects.count() == 0


ODD = ["😀" * 50, "\u202eabc电梯坏了", "长" * 10_000, "'; DROP TABLE--", "<script>alert(1)</script>"]


@pytest.mark.parametrize("text", ODD, ids=["emoji", "bidi", "long", "sql", "script"])
def test_odd_texts_are_filed_as_they_are(cast: Cast, text: str) -> None:
    request = factories.file(cast.jingan, text, "4")
    assert request.title
    assert request.description == text.replace("\u202e", "")


def test_a_refused_filing_gives_its_number_back(cast: Cast) -> None:
    factories.file(cast.jingan, LIFT, at=MONDAY)
    with transaction.atomic():
        factories.file(cast.jingan, LIFT, at=MONDAY)
        transaction.set_rollback(True)
    assert factories.file(cast.jingan, LIFT, at=MONDAY).number == "JA-2611-0002"


@pytest.mark.parametrize("crowd", [1, 40])
def test_filing_takes_at_most_twelve_statements_however_many_people(cast: Cast, crowd: int) -> None:
    for number in range(crowd):
        user = factories.make_user(f"员工{number}")
        factories.appoint(user, "property_staff", cast.jingan)
        factories.file(cast.jingan, LIFT, "4")
    with CaptureQueriesContext(connection) as taken:
        factories.file(cast.jingan, LIFT, submission_key="k")
    assert len(taken) <= 12


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_gap_or_twin() -> None:
    cast = make_cast()
    numbers = _at_once(lambda n: factories.file(cast.jingan, LIFT, "4", at=MONDAY).number, 16)
    assert sorted(numbers) == [f"JA-2611-{n:04d}" for n in range(1, 17)]
    assert NumberSeries.objects.get().last == 16


@pytest.mark.django_db(transaction=True)
def test_the_same_form_ten_times_at_once_is_one_request() -> None:
    cast = make_cast()
    numbers = _at_once(lambda n: factories.file(cast.jingan, LIFT, "4", submission_key="same", at=MONDAY).number, 10)
    assert set(numbers) == {"JA-2611-0001"}
    assert NumberSeries.objects.get().last == 1


def _at_once(call: object, count: int) -> list[str]:
    def run(number: int) -> str:
        try:
            return call(number)  # type: ignore[operator]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(count)))


def test_what_is_kept_is_kept_in_chinese_whoever_files(cast):
    """Others read it too, each in their own language."""
    with override("en"):
        request = factories.file(cast.jingan, LIFT, "4")

    assert (request.assignee_title, request.events.order_by("at", "pk")[0].actor_label) == ("物业经理", "居民")
