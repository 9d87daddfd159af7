from services.queries.calendar import forget_calendar, work_calendar
from services.queries.catalogue import Catalogue, catalogue, forget_catalogue, spans_of
from services.queries.requests import (
    briefs_for,
    own_requests,
    requests_visible_to,
)
from services.queries.roster import overrides_of, roster_of

__all__ = [
    "Catalogue",
    "briefs_for",
    "catalogue",
    "forget_calendar",
    "forget_catalogue",
    "overrides_of",
    "own_requests",
    "requests_visible_to",
    "roster_of",
    "spans_of",
    "work_calendar",
]
