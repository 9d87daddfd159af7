"""Workers and schedulers die at random moments, two hundred times: no notice is lost, none goes out twice to a channel
that takes the key, and no job is half done. And several at once do each delivery and each job once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.own_database import own_database, rows
from tests.house.sources import ROOT

KILLS, SECONDS = 200, 120  # it takes about forty; more only where the machine has other things to do
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, django_db_setup: None) -> Iterator[dict[str, str]]:
    with own_database(tmp_path, f"drill_{os.getpid()}") as found:
        provider = {"SMS_BACKEND": "tests.house.drill.Provider", "DRILL_FOLDER": str(tmp_path)}
        found |= {"TASK_BACKEND": "database", "DJANGO_SETTINGS_MODULE": "portal.settings", **provider}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=found, check=True)
        yield found


def drilled(environment: dict[str, str], folder: Path, *arguments: object) -> str:
    command = [sys.executable, "-m", "tests.house.drill", str(folder), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stderr


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def check_everything_went_out_once(environment: dict[str, str], folder: Path) -> None:
    written = lines(folder / "written")
    notices = rows(environment, "SELECT id, subject, fanned_out_at FROM notices_notice")
    assert Counter(subject for _pk, subject, _at in notices if subject.startswith("drill-")) == dict.fromkeys(
        written, 2
    )
    assert [pk for pk, _subject, at in notices if at is None] == []

    sent = rows(environment, "SELECT notice_id, key, state FROM notices_delivery")
    by_notice = Counter(notice for notice, _key, _state in sent)
    drills = {pk for pk, subject, _at in notices if subject.startswith("drill-")}
    assert {pk for pk in drills if by_notice[pk] != 1} == set()
    assert {state for _notice, _key, state in sent} == {"sent"}
    assert {path.name for path in (folder / "accepted").iterdir()} == {key for _notice, key, _state in sent}


def check_every_job_is_done_whole(environment: dict[str, str]) -> None:
    closed = rows(environment, "SELECT id, status, outcome FROM services_request")
    told = rows(environment, "SELECT request_id, kind FROM services_requestevent WHERE kind = 'closed'")
    assert {(status, outcome) for _pk, status, outcome in closed} == {("closed", "no_answer")}
    assert sorted(pk for pk, _kind in told) == sorted(pk for pk, _status, _outcome in closed)


def test_two_hundred_deaths_lose_nothing_and_repeat_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    log = drilled(environment, tmp_path, KILLS, SECONDS)

    assert int(lines(tmp_path / "killed")[0]) >= KILLS, log
    assert len(lines(tmp_path / "written")) >= 50
    check_everything_went_out_once(environment, tmp_path)
    check_every_job_is_done_whole(environment)
    # A second attempt says that it is one: so a provider that takes no keys can still be asked first.
    assert [line for line in lines(tmp_path / "repeated") if not line.endswith(" True")] == []


@pytest.mark.postgres
def test_two_schedulers_and_three_workers_do_each_thing_once(environment: dict[str, str], tmp_path: Path) -> None:
    drilled(environment, tmp_path, 0, 8, "gently")

    check_everything_went_out_once(environment, tmp_path)
    check_every_job_is_done_whole(environment)
    assert lines(tmp_path / "repeated") == []
    assert len(lines(tmp_path / "daily")) == 1
    jobs = [line.split() for line in lines(tmp_path / "jobs")]
    assert [word for word, _pid in jobs] == ["begin", "end"] * (len(jobs) // 2)
    assert len(jobs) >= 6
