"""Web processes die while residents send: every receipt that was shown stands for one stored request, with its life.

A real server with two processes and a database of its own; eight hands send forms over HTTP, and now and then one of
the processes is killed the hard way. Who got no receipt sends the same form again, as a person does.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.house.own_database import own_database, rows

ROOT = Path(__file__).resolve().parents[2]
REPORT = "/stations/jingan/report/"
HANDS, SECONDS, TRIES = 8, 12, 6
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, django_db_setup: None) -> Iterator[dict[str, str]]:
    with own_database(tmp_path, f"kill_{os.getpid()}") as found:
        # Each form comes from another address, as through a proxy: limits are another test's matter.
        yield found | {"TRUSTED_PROXIES": "127.0.0.1"}


class Server:
    """gunicorn with two processes. Its log tells who they are."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        for command in (["migrate", "-v0"], ["seed_demo", "--stage", "opening"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "gunicorn.log"
        options = ["--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--error-logfile", self.log]
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", *map(str, options)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        self.killed = 0

    def workers(self) -> list[int]:
        begun = re.findall(r"Booting worker with pid: (\d+)", self.log.read_text() if self.log.exists() else "")
        return [int(pid) for pid in begun if is_alive(int(pid))]

    def kill_one(self) -> None:
        with suppress(IndexError, ProcessLookupError):
            os.kill(random.choice(self.workers()), signal.SIGKILL)
            self.killed += 1

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    server = Server(environment, tmp_path)
    try:
        until = time.monotonic() + 60
        while Resident(server.port).receipt_for("开门了吗") is None:
            assert time.monotonic() < until, server.log.read_text()
            time.sleep(0.2)
        yield server
    finally:
        server.stop()


class Resident:
    """One phone with a filled-in form in its hand."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}
        self.address = ".".join(str(random.randint(1, 250)) for _ in range(4))

    def receipt_for(self, text: str) -> str | None:
        """The number on the receipt; None when there was none to be had."""
        form = self._tries("GET", REPORT)
        if form is None:
            return None
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|submission_key)" value="([^"]+)"', form[2]))
        sent = self._tries("POST", REPORT, urlencode({"description": text, **hidden}))
        shown = self._tries("GET", sent[1]) if sent and sent[0] == 302 else None
        found = re.search(r'class="ref num">([A-Z]{2}-\d{4}-\d{4})<', shown[2]) if shown and shown[0] == 200 else None
        return found[1] if found else None

    def _tries(self, method: str, path: str, body: str = "") -> tuple[int, str, str] | None:
        for _ in range(TRIES):
            with suppress(OSError, HTTPException):
                return self._sends(method, path, body)
            time.sleep(0.1)
        return None

    def _sends(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": self.address}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()


def test_every_receipt_that_was_shown_is_one_request_with_its_life(server: Server, environment: dict[str, str]) -> None:
    over, receipts = threading.Event(), {}

    def send_until_it_is_over(_hand: int) -> None:
        while not over.is_set():
            text = f"路灯不亮 {uuid4()}"
            if number := Resident(server.port).receipt_for(text):
                receipts[text] = number

    with ThreadPoolExecutor(HANDS) as hands:
        work = [hands.submit(send_until_it_is_over, hand) for hand in range(HANDS)]
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            time.sleep(random.uniform(1, 3))
            server.kill_one()
        over.set()
    assert [one.exception() for one in work if one.exception()] == []
    server.stop()

    stored = rows(environment, "SELECT description, number, id FROM services_request ORDER BY id")
    texts = [text for text, _number, _id in stored]
    assert server.killed >= 3
    assert len(receipts) >= 10
    assert len(texts) == len(set(texts))
    assert {text: number for text, number, _id in stored if text in receipts} == receipts

    told = rows(environment, "SELECT request_id, kind FROM services_requestevent ORDER BY id")
    lives = {pk: [kind for request, kind in told if request == pk] for _text, _number, pk in stored}
    assert {tuple(life) for life in lives.values()} <= {("filed", "routed", "assigned"), ("filed", "routed")}
    running = sorted(int(number[-4:]) for _text, number, _id in stored)
    assert running == list(range(1, len(stored) + 1))
