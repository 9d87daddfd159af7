"""What one person has to do: the groups of 「我的事」, counted and read as the triage list would list each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from services.models import Ask, CoHandler, Request
from services.queries.requests import briefs_for, requests_visible_to
from services.queries.triage import BUCKET, GIVEN, due_today, end_of_day, overdue, with_pressing
from services.vocabulary import OPEN, Status
from stations.queries import posts_of

MOST_BRIEFS = 50
RESUMES_SOON = timedelta(days=3)
HELP = "help"  # the only group whose requests may stand in another one too


def groups_of(user: Any, now: datetime) -> dict[str, Q]:
    """Key → what belongs to it, for rows with `pressing_at`. Each key is also a value of the list's filter `todo`."""
    mine, not_mine = Q(assignee=user, status__in=OPEN), ~Q(assignee=user)
    calm = mine & (Q(pressing_at=None) | Q(pressing_at__gte=end_of_day(now)))
    posts = posts_of(user)
    decides = not_mine & Q(level="station") & Q(station__in=posts.chief_of | posts.deputy_of)
    asked = Exists(Ask.objects.filter(request=OuterRef("pk"), decided_at=None))
    helps = Exists(CoHandler.objects.filter(request=OuterRef("pk"), user=user))
    soon = timezone.localdate(now) + RESUMES_SOON
    return {
        "late": mine & overdue(now),
        "today": mine & due_today(now),
        "take": calm & Q(status=Status.ASSIGNED),
        "triage": calm & Q(status=Status.SUBMITTED),
        "rest": calm & ~Q(status__in=[Status.ASSIGNED, Status.SUBMITTED]),
        "asks": decides & Q(asked, status__in=GIVEN),
        "above": not_mine & Q(level="community", status__in=OPEN),
        "waiting": decides & Q(status=Status.SUBMITTED),
        "soon": decides & Q(status=Status.SUSPENDED, resume_on__lte=soon),
        HELP: not_mine & Q(helps, status__in=OPEN),
    }


def counts_of_groups(user: Any, groups: Mapping[str, Q]) -> dict[str, int]:
    """One statement for all of them."""
    rows = with_pressing(requests_visible_to(user)).order_by()
    return rows.aggregate(**{f"in_{key}": Count("pk", filter=group) for key, group in groups.items()})


def first_of_each(user: Any, groups: Mapping[str, Q], most: int) -> list[Request]:
    """At most so many of each group, the most pressing first, with the `group` that they are in: one statement."""
    rows = _open_rows(user).annotate(
        group=Case(*(When(q, then=Value(key)) for key, q in groups.items()), output_field=CharField())
    )
    rows = rows.annotate(nth=Window(RowNumber(), partition_by=[F("group")], order_by=ORDER))
    return list(rows.filter(group__isnull=False, nth__lte=most).order_by("group", "nth"))


def first_helped(user: Any, group: Q, most: int) -> list[Request]:
    return list(_open_rows(user).filter(group).annotate(group=Value(HELP)).order_by(*ORDER)[:most])


def _open_rows(user: Any) -> QuerySet[Request]:
    return with_pressing(requests_visible_to(user)).filter(status__in=OPEN).defer("description", "search")


ORDER = [BUCKET, F("pressing_at").asc(nulls_last=True), F("filed_at").asc(), F("pk").asc()]


def my_briefs(user: Any) -> list[CoHandler]:
    return list(briefs_for(user).filter(request__status__in=OPEN).order_by("-pk")[:MOST_BRIEFS])
