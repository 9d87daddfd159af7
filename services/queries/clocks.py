"""What the clock (services/clocks.py) needs to know of a request."""

from __future__ import annotations

from services.clocks import Facts
from services.models import Request
from services.queries.catalogue import catalogue, spans_of


def clock_facts(request: Request) -> Facts:
    category = catalogue().by_id.get(request.category_id) if request.category_id else None
    return Facts(
        status=request.status,
        urgency=request.urgency,
        is_contacted=request.contacted_at is not None,
        accept_due=request.accept_due_at,
        contact_due=request.contact_due_at,
        resolve_due=request.resolve_due_at,
        followup_due=request.followup_due_at,
        spans=spans_of(category, request.urgency),
    )
