"""What residents do, by account or with the pick-up code; and what they follow."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from notices import actions as notices
from notices.models import Follow
from services import actions
from services.links import rating_link, request_to_rate
from services.models import Request
from services.queries.alike import offers_for
from stations.models import Building
from tests.journeys.month.cast import Scene, deed, whole

OPEN = "submitted assigned in_progress suspended escalated"


@deed("resolved", often=4)
def rate(scene: Scene) -> str:
    return _rated(scene, **scene.by_owner())


@deed("resolved", often=3)
def rate_by_link(scene: Scene) -> str:
    """The link of the text message; nobody signs in."""
    found = request_to_rate(rating_link(scene.request).strip("/").split("/")[-1])
    assert found == scene.request
    return _rated(scene, actor=AnonymousUser(), as_owner=True, way="link", at=scene.now)


def _rated(scene: Scene, **who: object) -> str:
    happy = scene.dice.random() < 0.6
    said = {"reached": True, "solved": happy, "satisfaction": "satisfied" if happy else "dissatisfied"}
    actions.rate(request=scene.request, **said, **who)  # type: ignore[arg-type]
    return "rated" if happy else "reopened"


@deed("closed", often=4)
def reopen(scene: Scene) -> str:
    actions.reopen(request=scene.request, reason="又坏了", **scene.by_owner())
    return "reopened"


@deed(OPEN, often=4)
def urge(scene: Scene) -> str:
    actions.urge(request=scene.request, **scene.by_owner())
    return "urged"


@deed(OPEN, often=3)
def supplement(scene: Scene) -> str:
    actions.supplement(request=scene.request, text="晚上更厉害", **scene.by_owner())
    return "supplemented"


@deed("submitted", often=5)
def choose_kind(scene: Scene) -> str | None:
    """One of those that the receipt offers for an unclear sentence."""
    slugs = [guess["slug"] for guess in scene.request.suggested]
    kinds = [kind for kind in scene.month.kinds if kind.slug in slugs]
    if not kinds or scene.request.category_id:
        return None
    actions.choose_kind(request=scene.request, category=kinds[0], **scene.by_owner())
    return "classified, moved on"


@deed(OPEN, often=2)
def withdraw(scene: Scene) -> str:
    scene.others = [("set free", row) for row in scene.followers()]
    actions.withdraw(request=scene.request, **scene.by_owner())
    return "withdrawn"


@deed("submitted assigned in_progress", often=45)
def join(scene: Scene) -> str | None:
    """「我家也是」, into one that the receipt offers."""
    offers = offers_for(scene.request, scene.now)
    if not offers:
        return None
    scene.lead = whole(offers[0].pk)
    same = Request.objects.filter(pk=scene.lead.pk) | Request.objects.filter(merged_into=scene.lead.pk)
    homes = {_home(scene, row) for row in same.exclude(pk=scene.request.pk)}
    is_counted = _home(scene, scene.request) in homes
    actions.join(request=scene.request, into=scene.lead, **scene.by_owner())
    return "joined from a home that is counted" if is_counted else "joined"


def _home(scene: Scene, row: Request) -> object:
    """The flat where the account lives, else the number that was left; nobody knows more."""
    if row.reporter_id in scene.month.offices.homes:
        return scene.month.offices.homes[row.reporter_id][1:]
    return row.reporter_phone or row.number


@deed("merged", often=3)
def leave(scene: Scene) -> str:
    actions.leave(request=scene.request, **scene.by_owner())
    return "set free"


@deed("", often=2)
def follow(scene: Scene) -> str | None:
    """One's own building, or a kind."""
    user = scene.dice.choice(scene.month.residents)
    building, kind = scene.month.offices.homes[user][0], scene.dice.choice(scene.month.kinds).slug
    what = scene.dice.choice([{"building": Building.objects.get(pk=building)}, {"category": kind}])
    notices.follow(user=scene.month.people[user], station=scene.month.station, **what)
    scene.month.follows.add((user, building if "building" in what else None, kind if "category" in what else ""))
    return ""


@deed("", often=1)
def unfollow(scene: Scene) -> str | None:
    found = Follow.objects.order_by("pk").first()
    if found is None:
        return None
    scene.month.follows.discard((found.user_id, found.building_id, found.category))
    notices.unfollow(follow=found)
    return ""
