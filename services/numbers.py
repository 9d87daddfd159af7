"""Numbers and pick-up codes."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.utils import timezone

from services.models import NumberSeries
from stations.models import Station

CODE_DIGITS = 6


def take_number(station: Station, at: datetime) -> str:
    """The next number, 「JA-2611-0093」: station, year and month, running. Call it inside the transaction that files.

    The counter's row stays locked until that transaction ends, and a roll-back gives the number back: no gap, no twin.
    """
    month = timezone.localtime(at).strftime("%y%m")
    last = _next(station, month)
    if last is None:
        NumberSeries.objects.get_or_create(station=station, month=month)
        last = _next(station, month)
    return f"{station.code}-{month}-{last:04d}"


def _next(station: Station, month: str) -> int | None:
    """Counted and read in one statement, which the ORM has no word for; both databases have."""
    table = connection.ops.quote_name(NumberSeries._meta.db_table)
    with connection.cursor() as cursor:
        count = f"UPDATE {table} SET last = last + 1 WHERE station_id = %s AND month = %s RETURNING last"  # noqa: S608
        cursor.execute(count, [station.pk, month])
        row = cursor.fetchone()
    return row[0] if row else None


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def code_from(submission_key: str) -> str:
    """The code of one filled-in form: a form that is sent twice gets the same receipt, whichever answer arrives."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"code:{submission_key}".encode(), sha256).digest()
    return f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def digest_of(number: str, code: str) -> str:
    """What is stored of a pick-up code: useless without the server's key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{number}:{code}".encode(), sha256).hexdigest()


def is_code(number: str, code: str, digest: str) -> bool:
    return hmac.compare_digest(digest_of(number, code), digest)
