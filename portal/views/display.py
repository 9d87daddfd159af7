"""长辈版, light or dark, language: kept in cookies, for a visitor has no account to keep them in."""

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.context import SIZES, THEMES

YEAR = 365 * 24 * 3600


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Sets what was sent (`size`, `theme`, `language`) and goes back to `next`. Another value means the default."""
    next_url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(next_url if safe else "/")
    allowed = {"size": SIZES, "theme": THEMES, "language": [code for code, _name in settings.LANGUAGES]}
    for name, values in allowed.items():
        if name in request.POST:
            cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
            _keep(response, cookie, request.POST[name], values)
    return response


def _keep(response: HttpResponse, cookie: str, value: str, values: Collection[str]) -> None:
    if value in values:
        response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie(cookie, samesite="Lax")
