"""Pages for what went wrong. They ask neither the database nor a context processor, so they show when those fail."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views import defaults


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same headers whether there is nothing, or something that this reader may not see: to find out who reads,
    the session was asked, and Vary would tell."""
    response = defaults.page_not_found(request, exception)
    patch_vary_headers(response, ["Cookie"])
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off. What was typed is still in the form one step back."""
    return HttpResponse(render_to_string("csrf.html"), status=403)
