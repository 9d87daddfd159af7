"""Who may open a page. A stranger learns nothing: what he may not see is answered like what does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def require_perm(name: str, get: Callable[..., Any] | None = None, *, private: bool = False) -> Callable[[View], View]:
    """Decorator of a function view: run it only if the rule `name` holds for the user and the object.

    `get(request, **url_kwargs)` fetches the object (and may raise Http404); the view then receives the object in
    place of the URL's arguments. Without `get` the rule is asked without an object and the arguments go through.

    Refused: signed in → 404; anonymous → to the sign-in page and back, or 404 when the page is `private`. An
    anonymous reader gets the same answer whether the object exists or not.

    The rule is asked directly, not through `user.has_perm`: a superuser has no blanket right.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rules.perm_exists(name):
                raise LookupError(f"no permission is named {name!r}")
            try:
                obj = get(request, *args, **kwargs) if get else None
                allowed = rules.has_perm(name, request.user, obj)
            except Http404:
                allowed = False
            if allowed:
                return view(request, obj) if get else view(request, *args, **kwargs)
            if request.user.is_authenticated or private:
                raise Http404
            return redirect_to_login(request.get_full_path())

        guarded.permission = name  # type: ignore[attr-defined]  # read by the test that walks every URL
        return guarded

    return decorate
