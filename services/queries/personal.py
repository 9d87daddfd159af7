"""The copy of a person's own requests, as they may ask for it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from services.models import Request, RequestEvent


def copy_of_requests(user: Any) -> list[dict[str, Any]]:
    """With the public timeline; what station people noted for themselves is theirs."""
    events = Prefetch("events", RequestEvent.objects.filter(is_public=True).order_by("at", "pk"), to_attr="public")
    rows = Request.objects.filter(reporter=user).select_related(
        "station", "category", "building", "entrance", "facility"
    )
    return [_copy(request) for request in rows.prefetch_related(events).order_by("filed_at")]


def _copy(request: Any) -> dict[str, Any]:
    return {
        "number": request.number,
        "station": request.station.name,
        "status": request.get_status_display(),
        "category": str(request.category or ""),
        "title": request.title,
        "description": request.description,
        "place": request.place,
        "name": request.reporter_name,
        "phone": request.reporter_phone,
        "filed_at": request.filed_at,
        "resolve_due_at": request.resolve_due_at,
        "resolved_at": request.resolved_at,
        "closed_at": request.closed_at,
        "timeline": [
            {"at": event.at, "what": event.get_kind_display(), "who": event.actor_label, "text": event.text}
            for event in request.public
        ],
    }
