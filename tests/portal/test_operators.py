"""Alive, ready, in figures: what operators' programs ask, and who may."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from core.models import PeriodicJob
from notices.models import Delivery, Notice
from portal.errors_abroad import without_people
from portal.metrics import LATENCY
from services import actions
from services.models import Request
from tests import factories
from tests.cast import Cast
from tests.core.test_limits import broken_cache
from tests.house.sources import ROOT

pytestmark = pytest.mark.django_db
ALL_OK = {"cache": "ok", "database": "ok", "migrations": "ok", "outbox": "ok"}
TOKEN = "a-long-token"


def asked(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    assert answer.json()["status"] == ("ok" if answer.status_code == 200 else "not ready")
    return answer.status_code, answer.json()["checks"]


def figures(client: Client, **headers: str) -> dict[str, dict[tuple[str, ...], float]]:
    text = client.get("/metrics", headers=headers).text
    families = {family.name: family.samples for family in text_string_to_metric_families(text)}
    return {
        name: {tuple(one.labels.values()): one.value for one in samples if one.name in (name, f"{name}_count")}
        for name, samples in families.items()
    }


def ran(minutes_ago: int, **more: int) -> PeriodicJob:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return PeriodicJob.objects.create(name="deliver notices", started_at=at, finished_at=at, **more)


def waiting_since(cast: Cast, minutes: int) -> Delivery:
    at = timezone.now() - timedelta(minutes=minutes)
    notice = Notice.objects.create(user=cast.resident, event="taken", facts={"by": "人"}, fanned_out_at=at)
    return Delivery.objects.create(notice=notice, channel="sms", address="19900000001", key="k", next_try_at=at)


def test_alive_asks_nobody(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.text, answer["Cache-Control"]) == (
        200,
        "ok\n",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_they_only_tell(client: Client, path: str) -> None:
    assert (client.post(path).status_code, client.get(f"{path}/").status_code) == (405, 404)


@override_settings(SECURE_SSL_REDIRECT=True)
def test_they_answer_without_tls_because_they_are_asked_from_inside(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics", "/")] == [200, 200, 200, 301]


def test_a_trial_without_a_scheduler_is_ready_and_says_so(client: Client) -> None:
    assert asked(client) == (200, ALL_OK | {"jobs": "never ran"})


def test_with_everything_running_it_is_ready(client: Client) -> None:
    ran(2)

    assert asked(client) == (200, ALL_OK | {"jobs": "ok"})


def test_jobs_that_stopped_make_it_not_ready(client: Client) -> None:
    ran(61)

    assert asked(client) == (503, ALL_OK | {"jobs": "late by 61 minutes"})


def test_an_outbox_that_nobody_empties_makes_it_not_ready(client: Client, cast: Cast) -> None:
    waiting_since(cast, 16)

    assert asked(client)[1]["outbox"] == "late by 16 minutes"
    assert asked(client)[0] == 503


def test_what_waits_for_its_next_attempt_is_not_late(client: Client, cast: Cast) -> None:
    waiting_since(cast, -60)

    assert asked(client)[0] == 200


def test_a_migration_that_is_missing_makes_it_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("core", "0002_periodic_jobs")

    assert asked(client) == (503, {"cache": "ok", "database": "ok", "migrations": "1 pending"})


def test_without_a_cache_it_is_not_ready(client: Client, caplog) -> None:
    with broken_cache():
        status, found = asked(client)

    assert (status, found["cache"], found["database"]) == (503, "no answer", "ok")
    assert "the cache does not answer" in caplog.text


def test_without_a_database_it_is_not_ready_and_still_alive(client: Client, caplog) -> None:
    def refuse(*_args: object) -> None:
        raise OperationalError("connection to server at 10.0.0.7 refused")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200

    assert (answer.status_code, answer.json()["checks"]) == (503, {"cache": "ok", "database": "no answer"})
    assert "10.0.0.7" not in answer.text


def test_the_figures_are_those_of_the_database(client: Client, cast: Cast) -> None:
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident)
    actions.take(request=request, actor=cast.manager)
    factories.file(cast.huaji, "二单元电梯又坏了", "1")
    Request.objects.filter(pk=request.pk).update(pressing_at=timezone.now() - timedelta(hours=1))
    Notice.objects.update(fanned_out_at=timezone.now())
    Delivery.objects.all().delete()
    waiting_since(cast, 3)
    Delivery.objects.create(notice=Notice.objects.all()[0], channel="sms", address="1", key="g", state="given_up")
    job = ran(2, failed=4)
    found = figures(client)

    states = Request.objects.values_list("status", flat=True)
    assert found["portal_requests_open"] == {(status,): list(states).count(status) for status in states}
    assert found["portal_requests_overdue"] == {(): 1}
    assert found["portal_outbox_waiting"] == {(): 1}
    assert 180 <= found["portal_outbox_oldest_seconds"][()] < 200
    assert found["portal_deliveries_given_up"] == {(): 1}
    assert found["portal_job_finished_timestamp_seconds"] == {(job.name,): job.finished_at.timestamp()}
    assert found["portal_job_started_timestamp_seconds"] == {(job.name,): job.started_at.timestamp()}
    assert found["portal_job_failed_rows"] == {(job.name,): 4}


def test_figures_that_cannot_be_written_cost_nobody_the_answer(client: Client, monkeypatch, caplog) -> None:
    def refused(*labels: str) -> None:
        raise PermissionError("/run/metrics/histogram_7.db")

    monkeypatch.setattr(LATENCY, "labels", refused)

    assert client.get("/healthz").status_code == 200
    assert "latency not counted" in caplog.text


def test_how_long_answers_took_is_told_by_view_and_class_of_status(client: Client) -> None:
    before = figures(client)["portal_request_seconds"]
    client.get("/help/")
    client.get("/nowhere/")
    client.get("/requests/XX-0000-0000/")
    after = figures(client)["portal_request_seconds"]
    grown = {key: after[key] - before.get(key, 0) for key in after}

    assert {key: grown[key] for key in grown if grown[key] and "metrics" not in key} == {
        ("2xx", "help"): 1,
        ("4xx", "none"): 1,
        ("4xx", "request"): 1,
    }


@override_settings(METRICS_TOKEN=TOKEN)
def test_with_a_token_only_who_brings_it_reads_the_figures(client: Client) -> None:
    brought = ["", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN}", TOKEN]
    answers = [client.get("/metrics", headers={"Authorization": value}).status_code for value in brought]

    assert answers == [404, 404, 404, 200, 404]


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.9", {}, 200),  # a trusted proxy, for itself
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("10.0.0.9", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.9"}, 404),
        ("", {}, 404),
    ],
)
@override_settings(TRUSTED_PROXIES=["10.0.0.0/24"])
def test_without_a_token_only_this_machine_and_trusted_ones_read_them(peer, headers, status) -> None:
    assert Client(REMOTE_ADDR=peer).get("/metrics", headers=headers).status_code == status


def run(code: str, **environment: str) -> str:
    found = {"PATH": "", "TESTING": "1", "DJANGO_SETTINGS_MODULE": "portal.settings", **environment}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=found, check=True, capture_output=True, text=True).stdout


def test_several_processes_add_up_their_answers(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    observe = (
        "import django; django.setup(); from portal.metrics import LATENCY; LATENCY.labels('home', '2xx').observe(1)"
    )
    for _ in range(2):
        run(observe, PROMETHEUS_MULTIPROC_DIR=str(folder))
    told = run(
        "import django; django.setup(); from prometheus_client import *; from portal import metrics;"
        "metrics.FromDatabase.collect = lambda self: (); print(metrics.page().decode())",
        PROMETHEUS_MULTIPROC_DIR=str(folder),
    )

    assert 'portal_request_seconds_count{status="2xx",view="home"} 2.0' in told


def test_errors_are_told_abroad_only_when_asked_and_without_people(tmp_path: Path) -> None:
    (tmp_path / "sentry_sdk.py").write_text("def init(**options): print({**options, 'before_send': 1})")
    code = "import sys, django; django.setup(); print('sentry_sdk' in sys.modules)"
    there = {"PYTHONPATH": str(tmp_path)}

    assert run(code, **there) == "False\n"
    options, imported = run(code, SENTRY_DSN="https://key@errors.example.cn/1", **there).splitlines()
    assert imported == "True"
    assert json.loads(options.replace("'", '"').replace("False", "false")) == {
        "dsn": "https://key@errors.example.cn/1",
        "send_default_pii": False,
        "include_local_variables": False,
        "max_request_body_size": "never",
        "max_breadcrumbs": 0,
        "before_send": 1,
    }


def test_without_its_package_the_setting_is_refused_in_words() -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(
            "import sys; sys.modules['sentry_sdk'] = None; import portal.settings",
            SENTRY_DSN="https://k@e.example.cn/1",
        )

    assert "pip install -r requirements-sentry.txt" in refused.value.stderr


def test_what_is_told_abroad_names_the_place_in_the_code_and_nobody() -> None:
    event = {
        "transaction": "request",
        "request": {"method": "GET", "url": "https://p/rate/token/?q=19900000001", "cookies": {"held": "x"}},
        "user": {"ip_address": "203.0.113.9"},
        "breadcrumbs": {"values": ["短信 19900000001"]},
        "server_name": "web-1",
    }

    assert without_people(event, {}) == {"transaction": "request", "request": {"method": "GET"}}
