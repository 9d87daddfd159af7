"""`runperiodic` runs what the rooms registered, goes on after a failure, and tells it by its exit code. A job is run by
one process at a time, a daily one once a day."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from core import periodic
from core.models import PeriodicJob
from core.periodic import LEASE, ClaimLost, Outcome, each, register, renew, run_all

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 25, 7, 31, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def only(monkeypatch):
    """No jobs but those that the test registers."""
    jobs = {}
    monkeypatch.setattr(periodic, "_jobs", jobs)
    return jobs


def run(**options):
    out, errors = StringIO(), StringIO()
    code = 0
    try:
        call_command("runperiodic", stdout=out, stderr=errors, **options)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue(), errors.getvalue()


def counted(name="rows", **options):
    """A job that writes down when it ran."""
    runs = []

    def job(at):
        runs.append(at)
        return Outcome(done=1)

    register(name, **options)(job)
    return runs


def test_the_rooms_jobs_are_known_and_do_nothing_where_nothing_is_due():
    code, said, errors = run(verbosity=2)

    assert (code, errors) == (0, "")
    assert {line.split(":")[0] for line in said.splitlines()} >= {
        "close requests that nobody rated",
        "resume suspended requests",
        "sweep photos of forms that were never sent",
        "forget expired sessions",
        "forget tasks that are over",
        "deliver notices",
        "forget what went out to phone numbers",
    }
    assert all(line.endswith(": 0 done") for line in said.splitlines())


def test_a_quiet_run_says_nothing(only):
    register("nothing")(lambda at: Outcome())

    assert run() == (0, "", "")


def test_one_bad_row_is_logged_and_costs_only_itself(only, caplog):
    def act(row):
        if row == 2:
            raise ValueError("broken row")
        return row != 3

    register("rows")(lambda at: each([1, 2, 3, 4], act))

    assert run() == (1, "rows: 2 done, 1 failed\n", "Some rows failed; the log says why.\n")
    assert "2 failed" in caplog.text
    assert "broken row" in caplog.text


@pytest.mark.parametrize("fault", [OperationalError("no such table"), ValueError("no such table")])
def test_a_job_that_breaks_off_does_not_stop_the_next(only, caplog, fault):
    def broken(at):
        raise fault

    register("first")(broken)
    register("second")(lambda at: Outcome(done=3))

    assert run()[:2] == (1, "first: 0 done, 1 failed\nsecond: 3 done\n")
    assert "no such table" in caplog.text


def test_a_name_is_taken_once(only):
    register("rows")(lambda at: Outcome())

    with pytest.raises(ValueError, match="already"):
        register("rows")(lambda at: Outcome())


def test_how_it_went_is_kept(only):
    register("rows")(lambda at: each([1, 2], lambda row: True))
    run()

    job = PeriodicJob.objects.get()
    assert (job.name, job.done, job.failed, job.claimed_by, job.claimed_until) == ("rows", 2, 0, "", None)
    assert job.finished_at >= job.started_at


def test_what_another_process_runs_now_is_left_to_it(only):
    runs = counted()
    PeriodicJob.objects.create(name="rows", claimed_by="another", claimed_until=timezone.now() + LEASE)

    assert run(verbosity=2) == (0, "", "")
    assert runs == []


def test_the_claim_of_a_process_that_died_runs_out(only):
    runs = counted()
    PeriodicJob.objects.create(name="rows", claimed_by="dead", claimed_until=timezone.now() - timedelta(seconds=1))
    run()

    assert len(runs) == 1


def test_a_long_job_renews_its_claim_and_stops_when_it_was_taken_away(only, caplog):
    ends, begun = [], datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    with time_machine.travel(begun, tick=False) as clock:

        def row(number):
            ends.append(PeriodicJob.objects.get().claimed_until)
            if number == 2:
                PeriodicJob.objects.update(claimed_by="another")
            clock.shift(timedelta(minutes=3))
            return True

        register("rows")(lambda at: each([1, 2, 3], row))
        outcomes = run_all(timezone.now())

    assert ends == [begun + LEASE, begun + timedelta(minutes=3) + LEASE]
    assert outcomes["rows"] == Outcome(failed=1)
    assert PeriodicJob.objects.get().claimed_by == "another"
    assert ClaimLost.__name__ in caplog.text


def test_outside_of_a_job_there_is_nothing_to_renew():
    renew()

    assert PeriodicJob.objects.count() == 0


def test_a_daily_job_runs_once_after_its_time(only):
    runs = counted("figures", daily_at=time(7, 30))
    for minutes in (-10, 0, 5, 600):
        moment = MORNING + timedelta(minutes=minutes)
        with time_machine.travel(moment, tick=False):
            run_all(timezone.now())
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        run_all(timezone.now())

    assert [timezone.localtime(at).day for at in runs] == [25, 26]


def test_a_daily_job_in_which_a_row_failed_is_tried_again_the_same_day(only, caplog):
    outcomes = [Outcome(failed=1), Outcome(done=1), Outcome(done=9)]
    register("figures", daily_at=time(7, 30))(lambda at: outcomes.pop(0))
    for _ in range(3):
        run_all(MORNING)

    assert len(outcomes) == 1
    assert PeriodicJob.objects.get().last_slot == MORNING.date()


def test_a_loop_ends_when_it_is_told_to_and_refuses_a_silly_pace(only):
    done = counted()
    register("last")(lambda at: pytest.fail("it was told to stop before this one"))

    assert list(run_all(timezone.now(), stop=lambda: bool(done))) == ["rows"]
    with pytest.raises(CommandError, match="above zero"):
        call_command("runperiodic", every=0)
