"""What is turned away before any page is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.utils.translation import gettext as _


class NulGuard:
    """A NUL byte in path, query string or cookies is a plain 400: PostgreSQL would refuse it with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        in_cookies = any("\0" in value for value in request.COOKIES.values())  # a quoted one may hold \000
        if "\0" in request.path or "\0" in query or "%00" in query or in_cookies:
            return HttpResponseBadRequest(_("网址里有认不出的字符。"), content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class BrokenOff:
    """A body that did not arrive whole (core/whole_body.py) is the sender's affair and no error of ours: a plain 400,
    without words, for nobody is waiting any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return HttpResponseBadRequest() if isinstance(exception, UnreadablePostError) else None
