"""Errors told to Sentry, when SENTRY_DSN is set: where in the code, and nothing of the people it happened to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def start(dsn: str) -> None:
    try:
        import sentry_sdk  # noqa: PLC0415  (an optional extra)
    except ModuleNotFoundError as missing:
        raise ImproperlyConfigured("SENTRY_DSN needs `pip install -r requirements-sentry.txt`.") from missing
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,  # they hold what residents wrote
        max_request_body_size="never",
        max_breadcrumbs=0,  # lines of the log may name a phone number
        before_send=without_people,
    )


def without_people(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """An address may carry a number, a name that was searched, or a token that opens something: only the view stays."""
    method = event.get("request", {}).get("method")
    event["request"] = {"method": method} if method else {}
    for name in ("user", "breadcrumbs", "server_name"):
        event.pop(name, None)
    return event
