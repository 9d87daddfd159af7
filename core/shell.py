"""What a page tells the frame around it. Here, at the bottom, for the rooms may not import the portal."""

from collections.abc import Mapping

from django.http import HttpRequest


def mark(request: HttpRequest, *, current: str = "", badges: Mapping[str, int] | None = None) -> None:
    """`current`: the navigation key that a sub-page belongs to. `badges`: how many things wait behind which key."""
    if current:
        request.nav_current = current  # type: ignore[attr-defined]
    request.badges = {**badges_of(request), **(badges or {})}  # type: ignore[attr-defined]


def current_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(getattr(request, "nav_current", match.view_name if match else ""))


def badges_of(request: HttpRequest) -> Mapping[str, int]:
    return getattr(request, "badges", {})
