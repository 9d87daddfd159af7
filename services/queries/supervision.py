"""Requests with the supervision that is open on them: a join, never a statement more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import FilteredRelation, Q, QuerySet

from services.models import Request, Supervision

SUPERVISED = Q(open_supervision__isnull=False)


def with_supervision(rows: QuerySet[Request]) -> QuerySet[Request]:
    """`open_supervision`: the one that nobody has closed yet, or None."""
    is_open = Q(supervisions__isnull=False, supervisions__closed_at=None)
    rows = rows.annotate(open_supervision=FilteredRelation("supervisions", condition=is_open))
    return rows.select_related("open_supervision")  # type: ignore[misc]  # the plugin knows no annotated relation


def unanswered_at(at: datetime) -> QuerySet[Supervision]:
    """Due and not answered, and nobody has been told of that yet."""
    return Supervision.objects.filter(due_at__lt=at, answered_at=None, closed_at=None, late_told_at=None)
