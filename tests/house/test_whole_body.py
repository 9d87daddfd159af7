"""A form that broke off on its way files nothing; one that arrived is read as ever, whatever the pieces it came in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from core.whole_body import whole_bodies
from portal.wsgi import application
from services.models import Request

WORDS = {"description": "1号楼门口的井盖松了", "name": "白先生"}


class Trickle(io.BytesIO):
    """A connection hands over what has come, which may be less than was asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, 7) if size and size > 0 else size)


def status(path: str, *, missing: int) -> int:
    """Of the answer to a form whose last bytes are missing."""
    client = Client()
    inner = client.handler

    def cut_off(environ: dict[str, Any]) -> Any:
        arrived = environ["wsgi.input"].read()[: int(environ["CONTENT_LENGTH"]) - missing]
        return whole_bodies(lambda given, _: inner(given))(environ | {"wsgi.input": Trickle(arrived)}, print)

    client.handler = cut_off  # type: ignore[assignment]
    return client.post(path, WORDS).status_code


def test_a_whole_form_is_filed(cast):
    assert status(f"/stations/{cast.jingan.slug}/report/", missing=0) == 302
    assert Request.objects.filter(description=WORDS["description"]).count() == 1


@pytest.mark.parametrize("missing", [1, 40])
def test_a_form_that_broke_off_is_not(cast, missing):
    assert status(f"/stations/{cast.jingan.slug}/report/", missing=missing) == 400
    assert not Request.objects.filter(description=WORDS["description"]).exists()


@pytest.mark.parametrize("size", [None, -1, 3, 1000])
def test_reading_ends_where_the_body_does(size):
    environ = {"CONTENT_LENGTH": "10", "wsgi.input": Trickle(b"0123456789and the next request")}
    whole_bodies(lambda given, _: [])(environ, lambda *_: None)
    read = b"".join(iter(lambda: environ["wsgi.input"].read(size), b""))

    assert read == b"0123456789"
    assert environ["wsgi.input"].readline() == b""


def test_lines_are_counted_too():
    environ = {"CONTENT_LENGTH": "9", "wsgi.input": io.BytesIO(b"one\ntwo")}
    whole_bodies(lambda given, _: [])(environ, lambda *_: None)
    body = environ["wsgi.input"]

    assert [body.readline(), body.readline()] == [b"one\n", b"two"]
    with pytest.raises(ConnectionResetError, match="2 bytes missing"):
        body.readline()


def test_the_web_server_reads_so():
    assert application.__qualname__.startswith(whole_bodies.__name__)
