"""`runperiodic` runs what the rooms registered, goes on after a failure, and tells it by its exit code."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from core import periodic
from core.periodic import Outcome, each, register


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


@pytest.mark.django_db
def test_the_rooms_jobs_are_known_and_do_nothing_where_nothing_is_due(db):
    code, said, errors = run(verbosity=2)

    assert (code, errors) == (0, "")
    assert {line.split(":")[0] for line in said.splitlines()} >= {
        "close requests that nobody rated",
        "resume suspended requests",
        "sweep photos of forms that were never sent",
        "forget expired sessions",
    }
    assert all(line.endswith(": 0 done") for line in said.splitlines())


@pytest.mark.django_db
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


def test_a_job_that_cannot_begin_does_not_stop_the_next(only, caplog):
    def broken(at):
        raise OperationalError("no such table")

    register("first")(broken)
    register("second")(lambda at: Outcome(done=3))

    assert run()[:2] == (1, "first: 0 done, 1 failed\nsecond: 3 done\n")
    assert "no such table" in caplog.text


def test_a_name_is_taken_once(only):
    register("rows")(lambda at: Outcome())

    with pytest.raises(ValueError, match="already"):
        register("rows")(lambda at: Outcome())
