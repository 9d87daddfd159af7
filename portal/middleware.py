"""Middleware that only the whole portal needs."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils import translation

from portal.metrics import LATENCY
from services.held import COOKIE

logger = logging.getLogger(__name__)


class ChosenLanguage(LocaleMiddleware):
    """Chinese, unless this reader pressed the switch. What the browser says of itself is not asked:
    many phones here are set to English by whoever sold them."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


def timed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """How long each answer took, by the name of its view; for `/metrics`.

    What was asked for is done by then: figures that cannot be written cost nobody the answer.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else ""
        try:
            LATENCY.labels(view or "none", f"{response.status_code // 100}xx").observe(perf_counter() - began)
        except OSError:
            logger.exception("latency not counted")
        return response

    return middleware


def wrong_method_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django answers a wrong method with an empty 405; a person gets a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content and "text/html" in request.headers.get("Accept", ""):
            response.content = render_to_string("405.html")
        return response

    return middleware


def kept_by_nobody(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever has a session or codes sees their own things: nothing of it stays in the browser for the next person at
    a shared phone who goes a page back. A view that says for itself what may be kept (photos) has its way.
    """
    known_by = (settings.SESSION_COOKIE_NAME, COOKIE)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if any(name in request.COOKIES for name in known_by) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware
