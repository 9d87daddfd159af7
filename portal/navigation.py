"""Where each role can go from anywhere. Data first; the permission for a page is asked by the page itself."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.shell import badges_of, current_of, mark
from notices.queries import unread_count
from stations.queries import posts_of

STAFF = ("works_at_a_station", "is_community_officer")
CHIEFS = ("is_triager", "is_chief")
ABOVE = ("is_district_official", "is_community_officer")
ADMIN = "is_administrator"
KINDS = pgettext_lazy("navigation", "事项")
MOST_IN_THE_BAR = 8  # beyond that the settings fold away behind 更多


@dataclass(frozen=True)
class Place:
    """A destination: key (also of its badge), word, URL name, icon, and what of posts_of() opens it, or ADMIN.

    `seldom`: set up once and looked at now and then.
    """

    key: str
    label: str | Promise
    url_name: str
    icon: str
    shown_to: tuple[str, ...] = ()
    seldom: bool = False


RESIDENT = (
    Place("home", _("首页"), "home", "home"),
    Place("my_requests", pgettext_lazy("navigation", "我的诉求"), "my_requests", "requests"),
    Place("inbox", _("通知"), "inbox", "bell"),
    Place("me", _("我的"), "me", "person"),
)
DESK = (
    Place("work", _("我的事"), "desk:work", "tool", STAFF),
    Place("triage", _("派单台"), "desk:triage", "inbox", (*CHIEFS, "is_community_officer")),
    Place("topics", _("热点"), "desk:topics", "fire", ("chief_of", "deputy_of")),
    Place("figures", _("本站统计"), "desk:figures", "list", ("chief_of", "deputy_of")),
    Place("residents", _("住户"), "desk:residents", "people", ("is_triager", "led_buildings")),
    Place("announcements", _("公告"), "desk:announcements", "megaphone", STAFF),
    Place("posts", _("岗位与值班"), "desk:posts", "duty", (*STAFF, ADMIN)),
    Place("routing", _("派给谁"), "desk:routing", "route", (*CHIEFS, "is_community_officer", ADMIN), True),
    Place("catalogue", KINDS, "desk:catalogue", "list", (*CHIEFS, "is_community_officer", ADMIN), True),
    Place("plates", _("门牌码"), "desk:plates", "qr", (*CHIEFS, ADMIN), True),
    Place("outbox", _("外发通知"), "desk:outbox", "bell", ("chief_of", "deputy_of", ADMIN), True),
    Place("overview", _("总览"), "district:overview", "home", ABOVE),
    Place("stations", _("驿站排名"), "district:stations", "up", ABOVE),
    Place("district", _("超期清单"), "district:overdue", "alert", ("is_district_official",)),
    Place("district_topics", _("热点"), "district:topics", "fire", ("is_district_official",)),
    Place("reports", _("月报"), "district:reports", "requests", ("is_district_official",)),
    Place("station_reports", _("月报"), "desk:station_reports", "requests", ("chief_of", "deputy_of")),
    Place("ledger", _("督办台账"), "district:supervision", "scale", ("is_district_official", "is_community_officer")),
    Place("exports", _("导出"), "exports", "download", ("chief_of", "deputy_of", *ABOVE), True),
    Place("settings", _("设置"), "admin:index", "key", (ADMIN,)),
)


@dataclass(frozen=True)
class Item:
    key: str
    label: str | Promise
    url: str
    icon: str
    current: bool
    badge: int
    seldom: bool


class Items:
    """The resident's tabs and the desk's places, each asked for only where it is shown.

    `desk` is empty for those who have nothing to do there. `everything`: all that there is, for the style guide.
    """

    def __init__(self, request: HttpRequest, *, everything: bool = False) -> None:
        self._request, self._everything = request, everything

    @cached_property
    def tabs(self) -> list[Item]:
        """One statement, for the unread notices; none for a visitor or when the page has counted them."""
        user = self._request.user
        if user.is_authenticated and not self._everything and "inbox" not in badges_of(self._request):
            mark(self._request, badges={"inbox": unread_count(user)})
        return _items(RESIDENT, self._request)

    @cached_property
    def desk(self) -> list[Item]:
        """Asks only for the posts, and not for a visitor."""
        user = self._request.user
        if self._everything:
            return _items(DESK, self._request)
        posts = posts_of(user)
        mine = {name for place in DESK for name in place.shown_to if getattr(posts, name, False)}
        if user.is_superuser and user.is_active:
            mine.add(ADMIN)
        return _items([place for place in DESK if mine & {*place.shown_to}], self._request)

    @property
    def bar(self) -> list[Item]:
        """The desk's places that stand in the bar: the one where we are and what waits for somebody always do."""
        if len(self.desk) <= MOST_IN_THE_BAR:
            return self.desk
        return [item for item in self.desk if not item.seldom or item.current or item.badge]

    @property
    def more(self) -> list[Item]:
        """The rest of them, folded away beside the bar."""
        return [item for item in self.desk if item not in self.bar]


def _items(places: Iterable[Place], request: HttpRequest) -> list[Item]:
    """A page that the installation does not have is left out; tests/house/test_navigation.py holds that we have all."""
    items = []
    for place in places:
        with suppress(NoReverseMatch):
            items.append(_item(place, request))
    return items


def _item(place: Place, request: HttpRequest) -> Item:
    return Item(
        key=place.key,
        label=str(place.label),
        url=reverse(place.url_name),
        icon=place.icon,
        current=current_of(request) in (place.key, place.url_name),
        badge=badges_of(request).get(place.key, 0),
        seldom=place.seldom,
    )
