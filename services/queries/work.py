"""What one person has to do, read for 「我的事」."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from services.models import Ask, CoHandler, Request
from services.queries.escalations import to_call_back, with_whereabouts
from services.queries.requests import briefs_for, requests_visible_to
from services.queries.triage import in_order, with_pressing
from services.vocabulary import OPEN, Status
from stations.queries import posts_of

MOST = 200
RESUMES_SOON = timedelta(days=3)
LEFT_TO_THE_RESIDENT = timedelta(days=1)  # before anybody calls


def in_my_hands(user: Any) -> list[Request]:
    """Under way and assigned to `user`, the most pressing first; what only waits for triage stands apart."""
    rows = with_whereabouts(requests_visible_to(user).filter(assignee=user, status__in=OPEN))
    return list(in_order(with_pressing(rows).defer("description", "search"), "pressing")[:MOST])


def where_i_help(user: Any) -> list[Request]:
    helps = Exists(CoHandler.objects.filter(request=OuterRef("pk"), user=user))
    rows = requests_visible_to(user).filter(helps, status__in=OPEN).exclude(assignee=user)
    return list(in_order(with_pressing(rows).defer("description", "search"), "pressing")[:MOST])


def my_briefs(user: Any) -> list[CoHandler]:
    return list(briefs_for(user).filter(request__status__in=OPEN).order_by("-pk")[:MOST])


def to_decide(user: Any, now: datetime) -> list[Request]:
    """For who runs a station or watches over it: waits for triage, for a decision, or is about to be resumed.

    `has_open_ask`: somebody asked for more time or a pause.
    """
    posts = posts_of(user)
    mine = Q(station__in=posts.chief_of | posts.deputy_of) | Q(level="community")
    rows = requests_visible_to(user).filter(mine).exclude(assignee=user)
    open_asks = Ask.objects.filter(request=OuterRef("pk"), decided_at=None)
    rows = with_pressing(rows).annotate(has_open_ask=Exists(open_asks))
    soon = Q(status=Status.SUSPENDED, resume_on__lte=timezone.localdate(now) + RESUMES_SOON)
    rows = rows.filter(Q(has_open_ask=True) | soon | Q(status=Status.SUBMITTED) | Q(level="community", status__in=OPEN))
    return list(in_order(rows.defer("description", "search"), "pressing")[:MOST])


def waits_for_a_call(user: Any, now: datetime) -> list[Request]:
    """Nobody answered whether it is solved; for those who may ask: who runs the station, and the building's leader."""
    posts = posts_of(user)
    if not (posts.is_triager or posts.led_buildings):
        return []
    near = Q(station__in=posts.triager_of) | Q(building__in=posts.led_buildings)
    rows = to_call_back(user, requests_visible_to(user).filter(near), now - LEFT_TO_THE_RESIDENT)
    rows = rows.exclude(co_handlers__user=user).exclude(reporter=user)
    return list(rows.defer("description", "search").order_by("resolved_at", "pk")[:MOST])
