"""Two web servers with one database and one Redis between them, as they stand on two machines: what is counted is
counted together."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
import redis

from services.limits import WRONG_PER_ADDRESS
from tests.house.own_database import own_database
from tests.house.sources import ROOT

CACHE = "redis://127.0.0.1:6379/5"
pytestmark = pytest.mark.slow


@pytest.fixture
def shared_cache() -> Iterator[str]:
    """Only what this test wrote is taken away again: the server may be somebody's."""
    server = redis.Redis.from_url(CACHE)
    try:
        before = set(server.scan_iter())
    except redis.exceptions.ConnectionError:
        server.close()
        pytest.skip(f"no Redis answers at {CACHE}: limits shared by two machines were not tried")
    yield CACHE
    new = set(server.scan_iter()) - before
    if new:
        server.delete(*new)
    server.close()


@pytest.fixture
def environment(tmp_path: Path, django_db_setup: None) -> Iterator[dict[str, str]]:
    with own_database(tmp_path, f"machines_{os.getpid()}") as found:
        found |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "TRUSTED_PROXIES": "127.0.0.1"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=found, check=True)
        yield found


@contextmanager
def web_servers(environment: dict[str, str], count: int = 2) -> Iterator[list[str]]:
    ports = []
    for _ in range(count):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "2", "--log-level", "error", "--bind"]
    running = [subprocess.Popen([*command, f"127.0.0.1:{port}"], cwd=ROOT, env=environment) for port in ports]
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    try:
        for url in urls:
            wait_for(f"{url}/healthz")
        yield urls
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urlopen(url, timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer within half a minute")


def guess(url: str, address: str, number: str) -> int:
    """A wrong pick-up code, sent as the form of a browser sends it."""
    token = uuid4().hex
    body = urlencode({"number": number, "code": "000000", "csrfmiddlewaretoken": token}).encode()
    headers = {"Cookie": f"csrftoken={token}", "X-Forwarded-For": address}
    try:
        with urlopen(Request(f"{url}/requests/track/", body, headers), timeout=20) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code


def guesses(urls: list[str]) -> list[int]:
    """In turn at each server, each at another number: only the address is counted."""
    address = f"2001:db8:{os.getpid() % 65536:x}:{uuid4().hex[:4]}::1"
    return [guess(urls[at % len(urls)], address, f"JA-2611-{at + 1:04d}") for at in range(WRONG_PER_ADDRESS + 4)]


def test_two_machines_count_guesses_together(environment: dict[str, str], shared_cache: str) -> None:
    with web_servers(environment | {"CACHE_URL": shared_cache}) as urls:
        answers = guesses(urls)

    assert answers == [400] * WRONG_PER_ADDRESS + [429] * 4


def test_without_a_shared_cache_each_would_count_alone(environment: dict[str, str]) -> None:
    with web_servers(environment | {"CACHE_URL": ""}) as urls:
        answers = guesses(urls)

    assert answers == [400] * (WRONG_PER_ADDRESS + 4)
