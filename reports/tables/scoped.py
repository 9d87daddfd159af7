"""Tables of a scope and a statistical month: what the address says."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from reports.periods import ONE_DAY, Period, month_of, parse_month
from reports.queries import Scope, rules_in_force, scope_visible_to
from services.models import Request


def asked(user: Any, query: QueryDict, at: datetime) -> tuple[Scope, Period] | None:
    """None: no scope of theirs, or no month."""
    scope = scope_visible_to(user, query.get("scope", ""))
    start = rules_in_force().month_start
    this = month_of(timezone.localdate(at), start)
    key = str(query.get("month") or "")
    month = parse_month(key, start) if key else this
    return (scope, month) if scope and month and month.first <= this.first else None


def received_in(scope: Scope, period: Period) -> QuerySet[Request]:
    """Oldest first."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.first, time.min, zone)
    until = datetime.combine(period.last + ONE_DAY, time.min, zone)
    rows = Request.objects.filter(Q(filed_at__gte=first, filed_at__lt=until), station__in=scope.station_ids)
    return (
        rows.order_by("filed_at", "pk")
        .select_related("station", "building", "entrance", "facility")
        .defer("description", "search")
    )
