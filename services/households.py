"""Whose household a request comes from, so that one home counts once: the flat, else the phone, else the browser.

Only a digest is kept: it says that two are the same, never who they are.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings

DIGITS = 32


def household_of(
    *, entrance: int | None = None, building: int | None = None, dwelling: str = "", phone: str = "", browser: str = ""
) -> str:
    """`browser`: anything that is the same for one browser, such as the first number that it holds."""
    if dwelling and (entrance or building):
        return _digest(f"flat:{f'e{entrance}' if entrance else f'b{building}'}:{dwelling.strip().lower()}")
    if phone:
        return _digest(f"phone:{phone}")
    return _digest(f"browser:{browser}") if browser else ""


def _digest(said: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"household:{said}".encode(), sha256).hexdigest()[:DIGITS]
