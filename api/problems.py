"""How the API says no. Two shapes, always JSON, told in docs/api.md:

{"code", "message", "field"}, and for 400 {"code", "message", "fields": {name: [sentence, …]}}.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import ActionRefused

WHOLE = "body"  # stands for the whole of what was sent
# Somebody else was first, or it is too late: read it again before another try.
OVERTAKEN = frozenset({"changed", "wrong_status"})


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = gettext_lazy("发来的内容太大了。")


def explain(exc: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(exc, ActionRefused):
        if exc.code == "not_yours":
            return explain(NotFound(), context)
        code = status.HTTP_409_CONFLICT if exc.code in OVERTAKEN else status.HTTP_422_UNPROCESSABLE_ENTITY
        return Response(_refusal(exc.code, str(exc), exc.field), status=code)
    if isinstance(exc, RequestDataTooBig):
        return explain(TooLarge(), context)
    response = exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, ValidationError):
        response.data = {"code": "invalid", "message": _("有几处要改一改。"), "fields": _fields(exc.detail)}
    elif isinstance(exc, ParseError):
        response.data = {"code": "parse_error", "message": str(exc.detail), "fields": {WHOLE: [str(exc.detail)]}}
    elif isinstance(exc, APIException):
        response.data = _refusal(str(exc.get_codes()), str(exc.detail))
    else:  # Django's own Http404 and PermissionDenied
        response.data = _refusal("not_found" if response.status_code == 404 else "refused", response.data["detail"])
    return response


def _refusal(code: str, message: str, field: str = "") -> dict[str, str]:
    return {"code": code, "message": str(message), "field": field}


def _fields(detail: Any) -> dict[str, list[str]]:
    by_name = detail if isinstance(detail, dict) else {WHOLE: detail}
    return {
        WHOLE if name == "non_field_errors" else str(name): [str(sentence) for sentence in sentences]
        for name, sentences in by_name.items()
    }
