"""Which requests somebody may see. Every list starts here; what is not in it is 404."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from services.clocks import Climb
from services.models import CoHandler, Request
from services.models.request import IN_SIGHT_OF_THE_COMMUNITY
from services.vocabulary import NAMELESS_NATURES, Target
from stations.models import Station
from stations.queries import PostSet, posts_of
from stations.vocabulary import Side

SHOWN = ("station__compound", "category", "building", "entrance", "facility", "assignee")


def _all() -> QuerySet[Request]:
    return Request.objects.select_related(*SHOWN)


def requests_visible_to(user: Any) -> QuerySet[Request]:
    """What station people and officers may read (relations.MAY_READ in SQL). Residents' own: own_requests()."""
    return _all().filter(requests_seen(user))


def requests_seen(user: Any) -> Q:
    """The same as a condition. Where there is very much, it is asked part by part: queries/seen.py."""
    posts = posts_of(user)
    if not posts.uses_desk:
        return Q(pk__in=[])
    above = under_divisions(posts.communities)
    belongs = Q(station__in=posts.member_of) | above
    helps = Exists(CoHandler.objects.filter(request=OuterRef("pk"), user=user))
    in_hand = Q(assignee=user) & belongs | Q(helps) & belongs
    return (in_hand | above & IN_SIGHT_OF_THE_COMMUNITY | at_stations(posts)) & ~_recused(posts, user)


def with_may_read(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    """Beside each of a few rows whether it is among requests_visible_to(user), as `may_read`."""
    return rows.annotate(may_read=ExpressionWrapper(requests_seen(user), output_field=BooleanField()))


def at_stations(posts: PostSet) -> Q:
    """What a post at the station lets somebody read there."""
    return (
        Q(level="station", station__in=posts.chief_of)
        | Q(level="station", is_sensitive=False, station__in=posts.deputy_of | posts.duty_at)
        | Q(level="station", is_sensitive=False, building__in=posts.led_buildings) & ~Q(nature__in=NAMELESS_NATURES)
    )


def briefs_for(user: Any) -> QuerySet[CoHandler]:
    """Requests about one's own side, to which one was asked to say something: only the brief may be read."""
    posts = posts_of(user)
    if not posts.uses_desk:
        return CoHandler.objects.none()
    recused = Request.objects.filter(_recused(posts, user))
    return CoHandler.objects.filter(user=user, request__in=recused).select_related("request__category")


def requests_of_districts(user: Any) -> QuerySet[Request]:
    """What came up to the officials of a district (Relation.OFFICIAL in SQL): pages of their own, never the desk's."""
    posts = posts_of(user)
    under = under_divisions(posts.districts)
    return _all().filter(under, highest_climb__gte=Climb.DISTRICT).exclude(_recused(posts, user))


def own_requests(user: Any) -> QuerySet[Request]:
    if not user.is_authenticated:
        return _all().none()
    return _all().filter(reporter=user)


def under_divisions(codes: Iterable[str]) -> Q:
    """Of compounds in one of these divisions (a parent's code is a prefix).

    By their stations, not by a join: beside an OR that reaches into another table a planner ponders for long.
    """
    condition = Q(pk__in=[])
    for code in codes:
        condition |= Q(compound__division__code__startswith=code)
    return Q(station__in=Station.objects.filter(condition).order_by().values("pk")) if codes else Q(pk__in=[])


def recused_from(user: Any) -> Q:
    """The requests from which somebody has to stand aside: lists for officials and officers leave them out, too."""
    return _recused(posts_of(user), user)


def _recused(posts: PostSet, user: Any) -> Q:
    def stations(side: str) -> list[int]:
        return [station for station, held in posts.sides if held == side]

    return (
        Q(target_user__isnull=False, target_user=user)
        | Q(target__in=[Target.PROPERTY, Target.BOTH], station__in=stations(Side.PROPERTY))
        | Q(target__in=[Target.HOA, Target.BOTH], station__in=stations(Side.HOA))
        | Q(target=Target.CHIEF, station__in=posts.member_of)
    )
