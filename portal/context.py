"""What both shells need on every page: the reader's display settings and the way around."""

from functools import cached_property

from django.http import HttpRequest

from core.shell import badges_of
from portal import navigation
from stations.queries import posts_of

SIZES = ("lg",)
THEMES = ("light", "dark")


class Shell:
    """Read by the templates. Lazy: an error page or a fragment that shows no navigation asks the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        size, theme = request.COOKIES.get("size"), request.COOKIES.get("theme")
        self.size = size if size in SIZES else ""
        self.theme = theme if theme in THEMES else ""

    @cached_property
    def items(self) -> navigation.Items:
        return navigation.Items(self._request)

    @property
    def unread(self) -> int:
        """Shown where the page has counted them."""
        return badges_of(self._request).get("inbox", 0)

    @cached_property
    def station_name(self) -> str:
        """Of the reader's station; "" for somebody of several or of none."""
        names = posts_of(self._request.user).station_names
        return next(iter(names)) if len(names) == 1 else ""

    @cached_property
    def files_for_neighbours(self) -> bool:
        return posts_of(self._request.user).works_at_a_station


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}
