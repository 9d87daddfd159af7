"""What is deployed: compose.yaml and the Procfile start the same, name settings that are told, and hold no secret."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.house.sources import ROOT, text
from tests.house.test_docs import NAMED, settings_from_the_environment

COMPOSE: dict[str, Any] = yaml.safe_load(text(ROOT / "compose.yaml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "red-flag-station"}
PROCFILE = dict(line.split(": ", 1) for line in text(ROOT / "Procfile").splitlines())
DOCKERFILE = text(ROOT / "Dockerfile")
EXAMPLE = dict(line.split("=", 1) for line in text(ROOT / ".env.example").splitlines() if line[:1].isupper())
SECRET = ("SECRET", "PASSWORD", "TOKEN", "DSN", "KEY_ID")
SUBSTITUTED = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def substituted() -> dict[str, set[str]]:
    """Each `${NAME}` of compose.yaml with what stands in its place when it is not set."""
    found: dict[str, set[str]] = {}
    for name, sign, words in SUBSTITUTED.findall(text(ROOT / "compose.yaml")):
        found.setdefault(name, set()).add(words if sign == "-" else "needed")
    return found


def test_compose_and_procfile_start_the_same() -> None:
    assert {name: service["command"] for name, service in OURS.items() if name != "migrate"} == PROCFILE


def test_the_image_starts_as_the_web_server() -> None:
    command = re.search(r"^CMD \[(.*)\]$", DOCKERFILE, re.M)

    assert command
    assert re.findall(r'"([^"]+)"', command[1]) == shlex.split(PROCFILE["web"])


def test_every_command_exists() -> None:
    said = " ".join(service["command"] for service in OURS.values())

    assert set(re.findall(r"manage\.py (\w+)", said)) - set(get_commands()) == set()


def test_every_setting_that_is_named_is_read_and_told() -> None:
    given = {name for service in OURS.values() for name in service["environment"]}
    operators_own = {"PORTAL_HOST", "POSTGRES_PASSWORD"}  # of compose.yaml alone

    assert given - set(settings_from_the_environment()) == set()
    assert (given | set(EXAMPLE) | set(substituted())) - NAMED == set()
    assert set(EXAMPLE) == set(substituted())
    assert set(EXAMPLE) - given == operators_own


def test_no_secret_stands_in_the_tree() -> None:
    secrets = {name: value for name, value in EXAMPLE.items() if any(part in name for part in SECRET)}

    assert set(secrets.values()) == {""}
    assert [name for name in secrets if substituted()[name] - {"", "needed"}] == []
    assert ".env" in text(ROOT / ".gitignore").splitlines()
    assert ".env" in text(ROOT / ".dockerignore").splitlines()


def test_the_example_says_what_is_the_default_anyway() -> None:
    """Else who deletes a line gets something else than who leaves it. The sender's host is the operator's own."""
    differs = {
        name
        for name, defaults in substituted().items()
        if defaults != {"needed"} and EXAMPLE[name] not in defaults and name != "EMAIL_FROM"
    }

    assert differs == set()


@pytest.mark.parametrize(("name", "count"), [("web", 2), ("worker", 2), ("scheduler", 1)])
def test_there_are_as_many_as_the_documents_say(name: str, count: int) -> None:
    assert OURS[name].get("deploy", {}).get("replicas", 1) == count


def test_nothing_starts_before_what_it_needs() -> None:
    def waits(name: str) -> dict[str, str]:
        return {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}

    after_migration = {"migrate": "service_completed_successfully", "redis": "service_healthy"}
    assert {name: waits(name) for name in ("web", "worker", "scheduler")} == dict.fromkeys(PROCFILE, after_migration)
    assert waits("migrate") == {"postgres": "service_healthy"}
    assert {name for name, service in SERVICES.items() if "healthcheck" in service} == {"web", "postgres", "redis"}


def test_the_proxy_stays_while_a_new_version_starts() -> None:
    """What depends on something is stopped and started with it; meanwhile the proxy lets people wait."""
    waits_for = re.search(r"lb_try_duration (\d+)s", text(ROOT / "deploy/Caddyfile"))

    assert "depends_on" not in SERVICES["proxy"]
    assert waits_for
    assert int(waits_for[1]) >= 30


def test_the_figures_have_a_folder_that_may_be_written_whenever_a_container_starts_again() -> None:
    folder = OURS["web"]["environment"]["PROMETHEUS_MULTIPROC_DIR"]

    assert OURS["web"]["tmpfs"] == [f"{folder}:mode=1777"]
    assert f"mkdir --mode 1777 {folder}" in DOCKERFILE


def test_photos_are_shared_and_everything_that_must_last_has_a_volume() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    shared = f"media:{OURS['web']['environment']['MEDIA_ROOT']}"

    assert [name for name, service in OURS.items() if service["volumes"] != [shared]] == []
    assert set(COMPOSE["volumes"]) == mounted - {"./deploy/Caddyfile"}


def test_only_the_proxy_can_be_reached_and_only_its_network_is_believed() -> None:
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]

    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [port for port in SERVICES["proxy"]["ports"] if not port.startswith("0.0.0.0:")] == []
    assert {service["environment"]["TRUSTED_PROXIES"] for service in OURS.values()} == {network["subnet"]}


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = DOCKERFILE.splitlines()

    assert lines[1].startswith("FROM python:3.11-slim")
    assert lines.index("USER portal") > max(at for at, line in enumerate(lines) if line.startswith("RUN"))
    assert "collectstatic" in DOCKERFILE
