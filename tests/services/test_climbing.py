"""Time moves the clocks: who is told, what stands on the timeline, and that it happens once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from core.calendar import SHANGHAI
from core.periodic import Outcome
from notices.models import Notice
from services import actions, tasks
from services.actions.climbing import move_clocks
from services.models import Request, RequestEvent
from services.queries import requests_visible_to
from services.relations import relations_of
from services.vocabulary import EventKind, Target
from services.workflow import Relation
from stations.models import Absence
from tests import factories
from tests.cast import Cast, make_cast

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
CONTACT_DUE = MONDAY.replace(hour=18) + 2 * DAY  # of a kind with 2wd: Wednesday at six


@pytest.fixture
def light(cast: Cast) -> Request:
    """A street lamp: assigned to the manager, first contact due on Wednesday, solved on the next Monday."""
    request = factories.file(cast.jingan, "路灯不亮，晚上看不见", "4", by=cast.resident, at=MONDAY)
    Request.objects.filter(pk=request.pk).update(
        assignee=cast.manager,
        urgency="normal",
        status="assigned",
        contact_due_at=CONTACT_DUE,
        resolve_due_at=CONTACT_DUE + 5 * DAY,
    )
    request.refresh_from_db()
    return actions.note(request=request, text="看过了", actor=cast.chief, at=MONDAY + HOUR)


def told(event: str) -> list[str]:
    return sorted(Notice.objects.filter(event=event).values_list("user__name", flat=True))


def climbs(request: Request) -> list[tuple[int, str, bool]]:
    rows = RequestEvent.objects.filter(request=request, kind=EventKind.CLIMBED).order_by("pk")
    return [(row.data["climb"], row.data["name"], row.is_public) for row in rows]


def late(days: int) -> datetime:
    """So many days after contact was due; Thursday and Friday are the first and second working day."""
    return CONTACT_DUE + days * DAY + SECOND


def test_filing_and_every_action_set_the_clock(cast: Cast, light: Request) -> None:
    filed = factories.file(cast.jingan, "不知道怎么说", "4", at=MONDAY)
    assert (filed.pressing, filed.pressing_at) == ("accept", filed.accept_due_at)
    assert filed.moves_at is not None
    assert (light.pressing, light.pressing_at, light.light) == ("contact", CONTACT_DUE, "green")
    actions.contact(request=light, actor=cast.manager, at=MONDAY + 2 * HOUR)
    assert (light.pressing, light.pressing_at) == ("resolve", light.resolve_due_at)
    actions.resolve(request=light, actor=cast.manager, text="好了", at=MONDAY + 3 * HOUR)
    assert (light.pressing, light.pressing_at, light.light, light.moves_at) == ("", None, "", None)


def test_before_it_is_due_the_handler_is_warned_once_and_the_timeline_says_nothing(light: Request) -> None:
    assert tasks.move_clocks(CONTACT_DUE - DAY - SECOND) == Outcome()
    assert tasks.move_clocks(CONTACT_DUE - DAY) == Outcome(done=1)
    assert tasks.move_clocks(CONTACT_DUE) == Outcome()
    light.refresh_from_db()
    assert (light.light, told("due_soon"), climbs(light)) == ("yellow", ["丁海波"], [])


def test_it_climbs_a_step_at_a_time_up_to_the_district(cast: Cast, light: Request) -> None:
    expected = [
        (0, "overdue", ["丁海波"]),
        (1, "climbed_chief", ["韩立群"]),
        (2, "climbed_community", ["柳社区"]),
        (7, "climbed_district", ["宁区级"]),
    ]
    for step, (days, event, names) in enumerate(expected, 1):
        assert tasks.move_clocks(late(days)).done == 1
        light.refresh_from_db()
        assert (light.light, light.climb, told(event)) == ("red", step, names)
        assert tasks.move_clocks(late(days)) == Outcome()
    assert climbs(light) == [(1, "丁海波", True), (2, "韩立群", True), (3, "柳社区", True), (4, "宁区级", True)]
    assert light.moves_at is None


def test_a_scheduler_that_slept_catches_up_in_the_right_order(light: Request) -> None:
    tasks.move_clocks(late(9))
    assert [step for step, _name, _public in climbs(light)] == [1, 2, 3, 4]
    assert told("due_soon") == []


def test_a_critical_one_is_told_to_three_at_once(cast: Cast) -> None:
    request = factories.file(cast.jingan, "楼道里有煤气味，快来人", "4", at=MONDAY)
    assert request.urgency == "critical"
    tasks.move_clocks(request.pressing_at + SECOND)
    assert [step for step, _name, _public in climbs(request)] == [1, 2, 3]
    tasks.move_clocks(request.pressing_at + 2 * HOUR + SECOND)
    assert [step for step, _name, _public in climbs(request)] == [1, 2, 3, 4]


def test_the_deputy_hears_of_it_when_the_chief_is_away(cast: Cast, light: Request) -> None:
    day = late(1).date()
    Absence.objects.create(user=cast.chief, starts_on=day, ends_on=day)
    tasks.move_clocks(late(1))
    assert told("climbed_chief") == sorted(["丁海波", "孟秋菊"])


def test_a_step_with_nobody_to_tell_is_passed_and_said_to_staff_alone(cast: Cast, light: Request) -> None:
    cast.officer.appointments.update(ends_on=MONDAY.date())
    tasks.move_clocks(late(2))
    assert climbs(light)[2] == (3, "", False)
    assert told("climbed_community") == []


def test_an_absent_handler_is_not_told(cast: Cast, light: Request) -> None:
    Absence.objects.create(user=cast.manager, starts_on=MONDAY.date(), ends_on=late(9).date())
    tasks.move_clocks(late(0))
    assert (told("overdue"), climbs(light)) == ([], [(1, "", False)])


def test_a_complaint_about_the_chief_passes_the_chief_by(cast: Cast) -> None:
    request = factories.file(cast.jingan, "站长办事偏心，我要投诉站长", "4", at=MONDAY)
    assert request.target == Target.CHIEF
    tasks.move_clocks(request.pressing_at + 30 * DAY)
    assert told("climbed_chief") == []
    assert [name for _step, name, _public in climbs(request)] == ["柳社区", "", "柳社区", "宁区级"]


def test_a_complaint_about_the_company_is_not_told_to_its_manager_although_deputy(cast: Cast) -> None:
    request = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4", at=MONDAY)
    Absence.objects.create(user=cast.chief, starts_on=MONDAY.date(), ends_on=late(60).date())
    Request.objects.filter(pk=request.pk).update(is_sensitive=False)  # of what is sensitive no deputy would hear
    tasks.move_clocks(request.pressing_at + 30 * DAY)
    assert told("climbed_chief") == ["孟秋菊"]


def test_once_it_is_in_time_again_the_next_delay_climbs_from_the_bottom(cast: Cast, light: Request) -> None:
    tasks.move_clocks(late(2))
    actions.contact(request=light, actor=cast.manager, at=late(2) + HOUR)
    assert (light.light, light.climb, light.highest_climb) == ("yellow", 0, 3)
    tasks.move_clocks(light.resolve_due_at + SECOND)
    assert [step for step, _name, _public in climbs(light)] == [1, 2, 3, 1]


def test_somebody_who_acts_meanwhile_is_not_told_that_it_changed(cast: Cast, light: Request) -> None:
    version = light.version
    tasks.move_clocks(late(3))
    actions.take(request=light, actor=cast.manager, version=version, at=late(3))


def test_what_climbed_comes_into_sight_of_those_who_were_told_and_stays_there(cast: Cast, light: Request) -> None:
    assert not requests_visible_to(cast.officer).exists()
    tasks.move_clocks(late(2))
    light.refresh_from_db()
    assert list(requests_visible_to(cast.officer)) == [light]
    assert relations_of(cast.official, light) == frozenset()
    tasks.move_clocks(late(7))
    actions.resolve(request=light, actor=cast.manager, text="好了", at=late(8))
    assert relations_of(cast.official, light) == {Relation.OFFICIAL}
    assert Relation.COMMUNITY in relations_of(cast.officer, light)


def test_a_row_that_cannot_be_read_costs_only_itself(cast: Cast, light: Request, caplog) -> None:
    broken = factories.file(cast.jingan, "路灯不亮", "4", at=MONDAY)
    Request.objects.filter(pk=broken.pk).update(urgency="asap", moves_at=MONDAY)
    outcome = tasks.move_clocks(late(0))
    assert (outcome.done, outcome.failed) == (1, 1)
    assert broken.number in caplog.text
    assert told("overdue") == ["丁海波"]


def crowd(cast: Cast, count: int) -> None:
    """Overdue ones, as many as asked for, which climb the same step at the same moment."""
    due = {"pressing": "resolve", "pressing_at": CONTACT_DUE, "light": "yellow", "moves_at": CONTACT_DUE + SECOND}
    usual = {"status": "in_progress", "contacted_at": MONDAY, "resolve_due_at": CONTACT_DUE, "filed_at": MONDAY}
    known = {"title": "路灯不亮", "description": "路灯不亮", "assignee": cast.manager, "station": cast.jingan}
    Request.objects.bulk_create(Request(number=f"X-{n:05d}", **known, **usual, **due) for n in range(count))


def statements(at: datetime) -> int:
    with CaptureQueriesContext(connection) as taken:
        tasks.move_clocks(at)
    return len(taken)


def test_statements_grow_with_chunks_and_not_with_requests(cast: Cast) -> None:
    """On SQLite Django cuts one insert or update into several, for it counts parameters."""
    crowd(cast, 100)
    few = statements(late(0))
    Request.objects.all().delete()
    crowd(cast, 2000)
    many = statements(late(0))
    chunks = 2000 // tasks.AT_ONCE
    cuts = {"postgresql": 1, "sqlite": 6}[connection.vendor]
    assert few <= 17
    assert many <= few * chunks * cuts
    assert Notice.objects.filter(event="overdue").count() == 2100


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_move_each_clock_once() -> None:
    cast = make_cast()
    crowd(cast, 400)
    pks, start, done = list(Request.objects.values_list("pk", flat=True)), threading.Barrier(4), []

    def run() -> None:
        start.wait()
        for first in range(0, len(pks), 40):
            done.append(move_clocks(pks[first : first + 40], at=late(0)).done)
        connections.close_all()

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    tasks.move_clocks(late(0))  # whatever all of them left to another
    assert sum(done) <= 400
    assert RequestEvent.objects.filter(kind=EventKind.CLIMBED).count() == 400
    assert Notice.objects.filter(event="overdue").count() == 400
