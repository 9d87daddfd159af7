"""「我家也是」: a resident lets their own request go along with a neighbour's.

Each keeps their own page, number and code, is told and asked at the end; nobody learns who the other is. Of one home
all may join, and it counts once. Whoever joined may go alone again until it is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import ActionRefused
from services.actions._door import Change, change, label_of
from services.actions.triage import follow, lock_both, set_free
from services.models import Request
from services.queries.alike import may_join, open_to_neighbours
from services.relations import same_circle
from services.vocabulary import EventKind, Status
from services.workflow import Action

JOINS_PER_DAY = 3  # each one is told to whoever handles either


@transaction.atomic
def join(*, request: Request, into: Request, actor: Any, as_owner: bool = False, at: datetime | None = None) -> Request:
    """Pressed twice it joins once. `into`: one that the page offered (queries.alike.offers_for)."""
    lead, follower = lock_both(request, into)
    if follower.status == Status.MERGED and follower.merged_into_id == lead.pk:
        request.__dict__.update(follower.__dict__)
        return request
    if not lead.is_open or lead.pk == follower.pk:
        raise ActionRefused("ended", _("邻居那件刚办完。您这件照常办，不用再做什么。"))
    if not (may_join(follower) and same_circle(lead, follower) and open_to_neighbours().filter(pk=lead.pk).exists()):
        raise ActionRefused("apart", _("这两件要分开办。您这件照常办，不用再做什么。"))
    with change(request, Action.JOIN, actor=actor, as_owner=as_owner, at=at) as step:
        if step.today(EventKind.JOINED) >= JOINS_PER_DAY:
            raise ActionRefused("often", _("今天合来分去好几回了。您这件照常办，要合在一起请给驿站打个电话。"))
        is_another_home = not _is_counted(lead, follower)
        follow(step, lead)
        step.set(joined_at=step.at)
        step.log(EventKind.MERGED, into=lead.number, public=False)
        step.log(EventKind.JOINED)
        if step.request.assignee_id != lead.assignee_id:
            step.tell(step.request.assignee_id, "taken_away", desk=True)
        if is_another_home:
            _tell_handler(lead, step.at)
    return request


def leave(*, request: Request, actor: Any, as_owner: bool = False, at: datetime | None = None) -> Request:
    """It was another matter after all. What the desk put together only the desk takes apart."""
    with change(request, Action.LEAVE, actor=actor, as_owner=as_owner, at=at) as step:
        if step.request.joined_at is None:
            raise ActionRefused("desk", _("这是驿站合在一起的。要分开办，请给驿站打个电话。"))
        set_free(step)
    return request


def _is_counted(lead: Request, follower: Request) -> bool:
    """Whether somebody of the same home said it before."""
    there = Request.objects.filter(Q(pk=lead.pk) | Q(merged_into=lead.pk)).exclude(pk=follower.pk)
    return bool(follower.household) and there.filter(household=follower.household).exists()


def _tell_handler(lead: Request, at: datetime) -> None:
    """Without a change of the neighbour's request: nobody's open form becomes too old by it."""
    step = Change(lead, None, label_of(None, lead), at)
    step.tell(lead.assignee_id, "neighbour_joined", desk=True)
    step.write_rows()
