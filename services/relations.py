"""What somebody is to one request. The only place that says so: permissions, actions and pages ask here.

`queries.requests_visible_to` says the same in SQL; tests/services/test_visibility.py holds the two equal.
"""

from __future__ import annotations

from typing import Any

from services.clocks import Climb
from services.models import Request
from services.routing import SIDES_OF_TARGET
from services.vocabulary import NAMELESS_NATURES, Status, Target
from services.workflow import Relation
from stations.queries import PostSet, posts_of

R = Relation
NOBODY: frozenset[Relation] = frozenset()
SEES_ALL = frozenset({R.HANDLER, R.CO_HANDLER, R.TRIAGER, R.CHIEF, R.COMMUNITY})
MAY_READ = SEES_ALL | {R.READER}
ABOVE_THE_HANDLER = frozenset({R.TRIAGER, R.CHIEF, R.COMMUNITY})


def is_above(posts: PostSet, request: Request) -> bool:
    """An officer of the community or street that the request's compound lies in."""
    code = request.station.compound.division_id
    return any(code.startswith(own) for own in posts.communities)


def is_in_sight_of_the_community(request: Request) -> bool:
    """It was sent up, went past the station from the start, or climbed so high because nobody kept the promise."""
    return bool(request.escalated_to) or request.level == "community" or request.highest_climb >= Climb.COMMUNITY


def is_official(posts: PostSet, user: Any, request: Request) -> bool:
    """An official of the district, once it climbed there: reads the facts and presses, nothing else."""
    code = request.station.compound.division_id
    above = any(code.startswith(own) for own in posts.districts)
    return above and request.highest_climb >= Climb.DISTRICT and not is_recused(posts, user, request)


def is_recused(posts: PostSet, user: Any, request: Request) -> bool:
    """Somebody complained about stands aside: the person, and everyone on that side at that station."""
    station = request.station_id
    if request.target_user_id is not None and request.target_user_id == user.pk:
        return True
    if any((station, side) in posts.sides for side in SIDES_OF_TARGET.get(request.target, ())):
        return True
    return request.target == Target.CHIEF and station in posts.member_of


def same_circle(first: Request, second: Request) -> bool:
    """Whether the same people read both and the same stand aside: only then may one lead to the other."""
    return all(
        getattr(first, name) == getattr(second, name)
        for name in ("station_id", "level", "target", "target_user_id", "is_sensitive")
    )


def relations_of(user: Any, request: Request, *, helps: bool | None = None) -> frozenset[Relation]:
    """Statements: those of posts_of() once per user, and one for the co-handlers unless they are prefetched, or the
    caller knows already whether `user` `helps`."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    posts = posts_of(user)
    owner = {R.OWNER} if request.reporter_id is not None and request.reporter_id == user.pk else set()
    if is_official(posts, user, request):
        owner = owner | {R.OFFICIAL}
    if not posts.uses_desk:
        return frozenset(owner)
    if helps is None:
        helps = any(co.user_id == user.pk for co in request.co_handlers.all())
    if is_recused(posts, user, request):
        return frozenset(owner | ({R.BRIEFED} if helps else set()))
    above, station = is_above(posts, request), request.station_id
    found = owner
    belongs = station in posts.member_of or above
    if request.assignee_id == user.pk and belongs:
        found |= {R.HANDLER, R.TRIAGER} if request.status == Status.SUBMITTED else {R.HANDLER}
    if helps and belongs:
        found |= {R.CO_HANDLER}
    if above and is_in_sight_of_the_community(request):
        found |= {R.COMMUNITY}
    return frozenset(found | _standing(posts, request, above))


def must_ask(user: Any, request: Request) -> bool:
    """Whoever has it in hand does not decide alone that it waits, or is not taken; the chief may."""
    return (
        request.assignee_id == user.pk
        and request.level == "station"
        and request.status in (Status.ASSIGNED, Status.IN_PROGRESS)
        and request.station_id not in posts_of(user).chief_of
    )


def _standing(posts: PostSet, request: Request, above: bool) -> set[Relation]:
    """What follows from posts alone."""
    station = request.station_id
    if request.level == "community":
        return {R.TRIAGER, R.CHIEF} if above else set()
    if station in posts.chief_of:
        return {R.TRIAGER, R.CHIEF}
    if request.is_sensitive:
        return set()
    if station in posts.deputy_of:
        return {R.TRIAGER, R.CHIEF}
    if station in posts.duty_at:
        return {R.TRIAGER}
    if request.building_id in posts.led_buildings and request.nature not in NAMELESS_NATURES:
        return {R.READER}
    return set()


def may_see_reporter(relations: frozenset[Relation], request: Request) -> bool:
    """A complaint's or report's author stays unnamed even to the handler; triage needs to know."""
    if request.nature in NAMELESS_NATURES:
        return bool(relations & ABOVE_THE_HANDLER)
    return bool(relations & SEES_ALL)


def knows_reporter(user: Any, request: Request, relations: frozenset[Relation]) -> bool:
    """Whoever triaged a complaint or report and has it in hand now is its handler: only the chief is both."""
    return may_see_reporter(relations, request) and not _is_handler_alone(user, request)


def _is_handler_alone(user: Any, request: Request) -> bool:
    return (
        request.nature in NAMELESS_NATURES
        and request.level == "station"
        and request.assignee_id == user.pk
        and request.status != Status.SUBMITTED
        and not is_above(posts_of(user), request)
        and request.station_id not in posts_of(user).chief_of
    )
