"""What a browser may open without an account: numbers with their codes, in one signed cookie that no script reads.

What somebody filed while signed in counts only while they are: the next person at a shared phone does not see it.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from services.models import Request
from services.numbers import is_code

COOKIE = "held"
SALT = "services.held"
MOST = 20  # the newest ones; a cookie may hold 4 KB
KEPT_FOR = 180 * 24 * 3600

Entries = dict[str, tuple[str, int]]  # number → (code, who was signed in, 0 for nobody)


def held_codes(request: HttpRequest) -> dict[str, str]:
    """Number → code, the newest last. A code may have been renewed meanwhile: ask `may_as_owner`."""
    entries = _read(request)
    return {number: code for number, (code, user) in entries.items() if not user or user == request.user.pk}


def browser_of(request: HttpRequest) -> str:
    """What is the same for all that somebody files from this browser: the first number that it holds."""
    return next(iter(held_codes(request)), "")


def hold(response: HttpResponse, request: HttpRequest, number: str, code: str) -> None:
    entries = _read(request)
    entries.pop(number, None)
    entries[number] = (code, request.user.pk or 0)
    newest = dict(list(entries.items())[-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT, compress=True),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def let_go(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def valid_code(request: HttpRequest, matter: Request) -> str:
    """The pick-up code that this browser holds, "" when it holds none or an old one."""
    code = held_codes(request).get(matter.number, "")
    return code if code and is_code(matter.number, code, matter.code_digest) else ""


def may_as_owner(request: HttpRequest, matter: Request) -> bool:
    return bool(valid_code(request, matter))


def owns(request: HttpRequest, matter: Request) -> bool:
    """By account or by code."""
    is_reporter = matter.reporter_id is not None and matter.reporter_id == request.user.pk
    return is_reporter or may_as_owner(request, matter)


def owned_or_404(request: HttpRequest, matter: Request | None) -> Request:
    if matter is None or not owns(request, matter):
        raise Http404
    return matter


def _read(request: HttpRequest) -> Entries:
    try:
        entries = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
        return {str(number): (str(code), int(user)) for number, (code, user) in entries.items()}
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return {}  # none yet, too old, or made up
