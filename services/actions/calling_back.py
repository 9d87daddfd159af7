"""Call-back (回访): somebody else than who did the work asks the resident, by phone or at the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from services.actions._door import Change, change
from services.actions.resident import Answers, conclude
from services.escalation_rules import counts
from services.models import Request
from services.queries.desk import has_solved
from services.relations import relations_of
from services.vocabulary import CALL_BACK_WAYS, EventKind, Satisfaction
from services.workflow import Action, Relation
from stations.queries import posts_of


def call_back(
    *,
    request: Request,
    way: str,
    found: bool,
    actor: Any,
    reached: bool | None = None,
    solved: bool | None = None,
    satisfaction: str = "",
    comment: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Request:
    """What the resident answered closes or reopens it, as their own rating does. Not `found`: an attempt is noted, and
    the days until it closes without an answer run on."""
    if way not in CALL_BACK_WAYS:
        raise ActionRefused("way", _("请选是打电话还是上门。"), "way")
    with change(request, Action.CALL_BACK, actor=actor, version=version, at=at) as step:
        _check_stands_apart(step)
        if not found:
            step.log(EventKind.NOT_REACHED, clean_text(comment), public=False, way=way)
            return request
        if reached is None or solved is None or satisfaction not in Satisfaction.values:
            raise ActionRefused("answers", _("三个问题都要问到，居民怎么说就怎么选。"))
        said = Answers(reached, solved, satisfaction, clean_text(comment))
        is_valid = counts(_sides(step, actor), _sides(step, step.request.assignee))
        conclude(step, said, way=way, recorded_by=actor, is_valid=is_valid)
    return request


def _check_stands_apart(step: Change) -> None:
    relations = relations_of(step.actor, step.request)
    if Relation.OWNER in relations:
        raise ActionRefused("own", _("这是您自己反映的，请在自己的页面上评价。"))
    if {Relation.HANDLER, Relation.CO_HANDLER} & relations or has_solved(step.actor, step.request):
        raise ActionRefused("handled", _("您办过这件事，请别人来回访。"))


def _sides(step: Change, user: Any) -> set[str]:
    if user is None:
        return set()
    return {side for station, side in posts_of(user).sides if station == step.request.station_id}
