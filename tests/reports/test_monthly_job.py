"""The draft makes itself on the first day after the period: once, however often and on however many machines."""

from datetime import timedelta

import pytest

from core.models import PeriodicJob
from core.periodic import run_all
from notices.models import Notice
from reports import actions
from reports.models import FigureSettings, Report, ReportVersion, StationText
from reports.tasks import draft_reports
from stations.models import Appointment
from tests.reports.monthly import MONTH, NOVEMBER, a_month, filed, october

DAY = timedelta(days=1)


@pytest.fixture
def requests(cast):
    return a_month(cast)


def months():
    return list(Report.objects.values_list("division", "month"))


def test_on_the_first_day_after_the_period_there_is_a_draft_and_its_official_knows(cast, requests):
    draft_reports(october(31))
    assert months() == []

    outcome = draft_reports(NOVEMBER)
    assert (outcome.done, outcome.failed) == (1, 0)
    assert months() == [("371502", MONTH)]
    assert Notice.objects.get(event="report_drafted").user == cast.official


def test_it_is_drafted_once_however_often_the_job_runs(cast, requests):
    for _again in range(3):
        draft_reports(NOVEMBER)

    assert (Report.objects.count(), ReportVersion.objects.count(), StationText.objects.count()) == (1, 1, 3)
    assert Notice.objects.filter(event="report_drafted").count() == 1
    assert Notice.objects.filter(event="report_text_asked").count() == 2


def test_a_scheduler_that_slept_over_the_first_day_drafts_on_the_next(cast, requests):
    draft_reports(NOVEMBER + 3 * DAY)

    assert months() == [("371502", MONTH)]


def test_the_job_counts_open_drafts_anew_and_leaves_published_ones(cast, requests):
    draft_reports(NOVEMBER)
    version = ReportVersion.objects.get()
    filed(cast.hubei, october(30))
    draft_reports(NOVEMBER + DAY)
    version.refresh_from_db()
    assert version.content["figures"]["now"]["received"] == "8"

    actions.publish(version=version, actor=cast.official, at=NOVEMBER + DAY)
    filed(cast.hubei, october(30))
    draft_reports(NOVEMBER + 2 * DAY)
    version.refresh_from_db()
    assert version.content["figures"]["now"]["received"] == "8"


def test_it_runs_once_a_day_whoever_asks(cast, requests):
    first = run_all(NOVEMBER)["draft the monthly reports"]
    again = run_all(NOVEMBER + timedelta(hours=2))

    assert first.done == 1
    assert "draft the monthly reports" not in again
    assert PeriodicJob.objects.get(name="draft the monthly reports").last_slot == NOVEMBER.date()


def test_where_nothing_happened_and_where_nobody_could_publish_there_is_no_draft(cast):
    draft_reports(NOVEMBER)
    assert months() == []

    a_month(cast)
    Appointment.objects.filter(user=cast.official).delete()
    draft_reports(NOVEMBER)
    assert months() == []


def test_a_month_before_the_first_request_is_left_out_and_the_next_one_is_the_first(cast):
    filed(cast.jingan, NOVEMBER)
    draft_reports(NOVEMBER + DAY)
    assert months() == []

    draft_reports(NOVEMBER + 30 * DAY)
    assert list(Report.objects.values_list("month", "serial")) == [("2026-11", 1)]


def test_a_month_from_the_19th_is_drafted_on_the_19th(cast, requests):
    FigureSettings.objects.create(month_start=19, why="按考核月")
    draft_reports(october(18))
    assert months() == []
    draft_reports(october(19))

    assert months() == [("371502", MONTH)]
