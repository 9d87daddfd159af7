"""What one person has to do, read for 「我的事」."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from services.clocks import Climb
from services.models import Ask, CoHandler, Request
from services.queries.escalations import to_call_back, with_whereabouts
from services.queries.requests import briefs_for, requests_visible_to, under_divisions
from services.queries.supervision import SUPERVISED, with_supervision
from services.queries.triage import in_order
from services.vocabulary import OPEN, Issuer, Status
from stations.queries import posts_of

MOST = 200
RESUMES_SOON = timedelta(days=3)
LEFT_TO_THE_RESIDENT = timedelta(days=1)  # before anybody calls


def in_my_hands(user: Any) -> list[Request]:
    """Under way and assigned to `user`, the most pressing first; what only waits for triage stands apart."""
    rows = with_whereabouts(requests_visible_to(user).filter(assignee=user, status__in=OPEN))
    return _pressing_first(with_supervision(rows))


def where_i_help(user: Any) -> list[Request]:
    helps = Exists(CoHandler.objects.filter(request=OuterRef("pk"), user=user))
    rows = requests_visible_to(user).filter(helps, status__in=OPEN).exclude(assignee=user)
    return _pressing_first(with_supervision(rows))


def my_briefs(user: Any) -> list[CoHandler]:
    return list(briefs_for(user).filter(request__status__in=OPEN).order_by("-pk")[:MOST])


def to_decide(user: Any, now: datetime) -> list[Request]:
    """For who runs a station or watches over it: supervised, climbed up to them, waits for triage or for a decision,
    or is about to be resumed.

    `has_open_ask`: somebody asked for more time or a pause.
    """
    posts = posts_of(user)
    here, above = Q(station__in=posts.chief_of | posts.deputy_of), under_divisions(posts.communities)
    open_asks = Ask.objects.filter(request=OuterRef("pk"), decided_at=None)
    rows = with_supervision(requests_visible_to(user)).annotate(has_open_ask=Exists(open_asks))
    soon = Q(status=Status.SUSPENDED, resume_on__lte=timezone.localdate(now) + RESUMES_SOON)
    decisions = (here | Q(level="community")) & (Q(has_open_ask=True) | soon | Q(status=Status.SUBMITTED))
    climbed = here & Q(climb__gte=Climb.CHIEF) | above & Q(climb__gte=Climb.COMMUNITY)
    others = ~Q(assignee=user) & (decisions | climbed | Q(level="community", status__in=OPEN))
    answered = SUPERVISED & Q(open_supervision__answered_at__isnull=False)
    pressed = SUPERVISED & Q(open_supervision__answered_at=None) & (here | above & Q(level="community"))
    to_close = answered & above & Q(open_supervision__side=Issuer.COMMUNITY)
    return _pressing_first(rows.filter(pressed | to_close | others))


def _pressing_first(rows: QuerySet[Request]) -> list[Request]:
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
