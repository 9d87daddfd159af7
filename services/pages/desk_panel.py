"""The panel beside the triage list: one request, and the main thing to do with it."""

from __future__ import annotations

from typing import Any

from services.models import Request
from services.pages.desk_request import act_url, facts_context, main_action, people_for, seen_by, things_to_do
from services.pages.timeline import picture
from services.workflow import RULES, Action

MOST_TEXT, MOST_PHOTOS = 160, 4
SECOND = (Action.RETURN, Action.NOT_ACCEPT)  # what R presses


def panel_context(request: Request, user: Any, back: str) -> dict[str, Any]:
    seen = seen_by(user, request)
    context = facts_context(seen, back)
    first = main_action(request, seen.relations, seen.allowed)
    people = people_for(request, [first] if first else [], seen.now, user)
    second = next((action for action in SECOND if action in seen.allowed), None)
    text = context["text"]
    return {
        **context,
        "short": text[:MOST_TEXT] + "…" if len(text) > MOST_TEXT else "",
        "photos": [picture(photo) for photo in request.photos.all()[:MOST_PHOTOS]],
        "main": things_to_do(request, [first], people, back=back)[0] if first else None,
        "assign_url": act_url(request, Action.ASSIGN) if Action.ASSIGN in seen.allowed else "",
        "second_url": act_url(request, second) if second else "",
        "second_label": RULES[second].label if second else "",
    }
