"""A form whose end did not arrive is no form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def whole_bodies(application: Application) -> Application:
    """Reading a body that breaks off fails, as it does when the connection itself fails.

    Web servers only let it end early, and Django takes what is there for all there is: a phone that lost its network
    after the words and before the photos would have filed half a request, and its owner would file it again.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal():
            environ["wsgi.input"] = _Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return guarded


class _Whole:
    """The two ways in which Django reads `wsgi.input`."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self._missing = length

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._missing if size is None or size < 0 else min(size, self._missing)
        data = b""
        while len(data) < wanted:
            data += self._counted(self._stream.read(wanted - len(data)))
        return data

    def readline(self, size: int | None = -1) -> bytes:
        wanted = self._missing if size is None or size < 0 else min(size, self._missing)
        return self._counted(self._stream.readline(wanted)) if wanted else b""

    def _counted(self, data: bytes) -> bytes:
        if not data:
            raise ConnectionResetError(f"The body broke off with {self._missing} bytes missing.")
        self._missing -= len(data)
        return data
