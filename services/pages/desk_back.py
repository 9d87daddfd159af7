"""Where a desk page leads back to: only within the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 500


def back_of(request: HttpRequest) -> str:
    """The list that somebody came from, with its filter; "" when they came from elsewhere."""
    wish = request.POST.get("back") or request.GET.get("back", "")
    is_ours = len(wish) <= LONGEST and url_has_allowed_host_and_scheme(wish, allowed_hosts=None)
    return wish if is_ours and wish.startswith(reverse("desk:work")) else ""
