"""Senders of text messages as tests need them, named by SMS_BACKEND; and a small server to be called by HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.sms import SmsRefused, SmsSender


class Busy(SmsSender):
    """Not now."""

    def send(self, phone, text, **more):
        raise SmsRefused("try later", code="busy")


class Barred(SmsSender):
    """Never."""

    def send(self, phone, text, **more):
        raise SmsRefused("number is barred", code="barred", for_good=True)


class Broken(SmsSender):
    """Has a fault of its own."""

    def send(self, phone, text, **more):
        raise ZeroDivisionError


class Remembering(SmsSender):
    calls: list[dict[str, Any]] = []

    def send(self, phone, text, **more):
        self.calls.append({"phone": phone, "text": text, **more})


@contextmanager
def served(answer: Callable[[dict[str, str], Any], tuple[int, Any]]) -> Iterator[str]:
    """`answer(query, body)` gives a status and what is sent as JSON. Yields the address of the server, http://…"""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            is_json = "json" in self.headers.get("Content-Type", "")
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            named = {"Action": self.headers["x-acs-action"]} if "x-acs-action" in self.headers else {}
            status, said = answer(query | named, json.loads(raw) if is_json else form)
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may have lost patience
                self.wfile.write(content)

        def log_message(self, *_args):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
