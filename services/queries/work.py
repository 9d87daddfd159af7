"""What one person has to do: the groups of 「我的事」, counted and read as the triage list would list each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from services.clocks import Climb
from services.models import Ask, CoHandler, Request, RequestEvent
from services.queries.escalations import with_whereabouts
from services.queries.requests import briefs_for, requests_visible_to, under_divisions
from services.queries.supervision import SUPERVISED, with_supervision
from services.queries.triage import BUCKET, due_today, end_of_day, overdue
from services.vocabulary import OPEN, EscalationLevel, EventKind, Issuer, Status
from stations.queries import posts_of

MOST_BRIEFS = 50
RESUMES_SOON = timedelta(days=3)
LEFT_TO_THE_RESIDENT = timedelta(days=1)  # before anybody calls
HELP = "help"  # the only group whose requests may stand in another one too
GIVEN = (Status.ASSIGNED, Status.IN_PROGRESS)
SHOWN = (*OPEN, Status.RESOLVED)


def groups_of(user: Any, now: datetime) -> dict[str, Q]:
    """Key → what belongs to it, for rows of `with_group`: what fits two groups stands in the first.

    Each key is also a value of the list's filter `todo`.
    """
    posts = posts_of(user)
    mine, not_mine = Q(assignee=user, status__in=OPEN), ~Q(assignee=user)
    here = Q(level="station", station__in=posts.chief_of | posts.deputy_of)
    above = under_divisions(posts.communities)
    work = mine & ~Q(status=Status.ESCALATED)
    calm = work & (Q(pressing_at=None) | Q(pressing_at__gte=end_of_day(now)))
    asked = Exists(Ask.objects.filter(request=OuterRef("pk"), decided_at=None))
    return {
        **_pressed(here, above),
        **_above_the_station(mine, now),
        "late": work & overdue(now),
        "today": work & due_today(now),
        "climbed": not_mine & Q(status__in=OPEN) & _climbed(here, above),
        "take": calm & Q(status=Status.ASSIGNED),
        "triage": calm & Q(status=Status.SUBMITTED),
        "asks": not_mine & here & Q(asked, status__in=GIVEN),
        "above": not_mine & Q(level="community", status__in=OPEN),
        "waiting": not_mine & here & Q(status=Status.SUBMITTED),
        "soon": not_mine & here & Q(status=Status.SUSPENDED, resume_on__lte=timezone.localdate(now) + RESUMES_SOON),
        "rest": calm,
        "call_back": not_mine & _to_call(user, now),
    }


def _pressed(here: Q, above: Q) -> dict[str, Q]:
    """What is pressed from above, for whoever runs it; and what was answered, for whoever pressed."""
    is_answered = Q(open_supervision__answered_at__isnull=False)
    return {
        "supervised": SUPERVISED & ~is_answered & (here | above & Q(level="community")),
        "answered": SUPERVISED & is_answered & above & Q(open_supervision__side=Issuer.COMMUNITY),
    }


def _above_the_station(mine: Q, now: datetime) -> dict[str, Q]:
    up = mine & Q(status=Status.ESCALATED)
    is_outside = Q(above_level=EscalationLevel.OUTSIDE)
    return {
        "news": mine & Q(came_down=True),
        "due": up & (Q(light__in=["yellow", "red"]) | overdue(now)),
        "receive": up & ~is_outside & Q(above_received=False),
        "outside": up & is_outside,
        "above_rest": up,
    }


def _climbed(here: Q, above: Q) -> Q:
    return here & Q(climb__gte=Climb.CHIEF) | above & Q(climb__gte=Climb.COMMUNITY)


def _to_call(user: Any, now: datetime) -> Q:
    """Solved a while ago, and the resident has not said a word: for whoever may ask and did not do the work."""
    posts = posts_of(user)
    near = Q(station__in=posts.triager_of) | Q(building__in=posts.led_buildings)
    silent = Q(status=Status.RESOLVED, resolved_at__lte=now - LEFT_TO_THE_RESIDENT)
    solved = RequestEvent.objects.filter(request=OuterRef("pk"), kind=EventKind.RESOLVED, actor=user)
    return silent & near & ~Q(helps(user)) & ~Q(Exists(solved)) & ~Q(reporter=user)


def helps(user: Any) -> Exists:
    return Exists(CoHandler.objects.filter(request=OuterRef("pk"), user=user))


def with_group(rows: QuerySet[Request], groups: Mapping[str, Q]) -> QuerySet[Any]:
    """`group`: the key of the group of 「我的事」 that it is in, None for none. `rows` have their open supervision."""
    which = Case(*(When(q, then=Value(key)) for key, q in groups.items()), output_field=CharField())
    return with_whereabouts(rows).annotate(group=which)


def in_group(rows: QuerySet[Request], user: Any, now: datetime, key: str) -> QuerySet[Request]:
    """Exactly what 「我的事」 counts there. `rows` have their open supervision."""
    if key == HELP:
        return rows.filter(_helped(user))
    return with_group(rows, groups_of(user, now)).filter(group=key)


def counts_of_groups(user: Any, groups: Mapping[str, Q]) -> dict[str, int]:
    """One statement for all of them."""
    rows = with_group(_rows(user), groups).order_by()
    counted = {key: Count("pk", filter=Q(group=key)) for key in groups}
    found = rows.aggregate(
        **{f"in_{key}": count for key, count in counted.items()}, in_help=Count("pk", filter=_helped(user))
    )
    return {key: found[f"in_{key}"] for key in (*groups, HELP)}


def first_of_each(user: Any, groups: Mapping[str, Q], most: int) -> list[Request]:
    """At most so many of each group, the most pressing first, with the `group` that they are in: one statement."""
    rows = with_group(_rows(user), groups).filter(group__isnull=False)
    rows = rows.annotate(nth=Window(RowNumber(), partition_by=[F("group")], order_by=ORDER))
    return list(rows.filter(nth__lte=most).order_by("group", "nth"))


def first_helped(user: Any, most: int) -> list[Request]:
    return list(_rows(user).filter(_helped(user)).annotate(group=Value(HELP)).order_by(*ORDER)[:most])


def _helped(user: Any) -> Q:
    return ~Q(assignee=user) & Q(helps(user), status__in=OPEN)


def _rows(user: Any) -> QuerySet[Request]:
    return with_supervision(requests_visible_to(user).filter(status__in=SHOWN)).defer("description", "search")


ORDER = [BUCKET, F("pressing_at").asc(nulls_last=True), F("filed_at").asc(), F("pk").asc()]


def my_briefs(user: Any) -> list[CoHandler]:
    return list(briefs_for(user).filter(request__status__in=OPEN).order_by("-pk")[:MOST_BRIEFS])
