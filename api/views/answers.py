"""Refusals as the OpenAPI document tells them (api/problems.py makes them)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse

from api.serializers.writes import InvalidSerializer, RefusalSerializer


def _refusal(description: str) -> OpenApiResponse:
    return OpenApiResponse(RefusalSerializer, description)


NOT_FOUND = _refusal("There is none, or it is not for this reader.")
INVALID = OpenApiResponse(InvalidSerializer, "What was sent is no JSON, or fields of it are wrong: each is named.")
NOT_SIGNED_IN = _refusal("Nobody is signed in.")

WRITE: dict[int, Any] = {
    400: INVALID,
    403: _refusal("The CSRF token is missing or wrong."),
    413: _refusal("The body is too large."),
    415: _refusal("Only application/json is read."),
    422: _refusal("Refused, and why."),
    429: _refusal("Too often; Retry-After says for how long to wait."),
}
ACT: dict[int, Any] = {
    **WRITE,
    404: NOT_FOUND,
    409: _refusal("`changed`: somebody was first. `wrong_status`: it is too late for this. Read it again."),
}
