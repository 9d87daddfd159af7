from reports.queries.behind import GROUP, has_requests_behind, requests_behind
from reports.queries.book import Book, open_book
from reports.queries.busiest import busiest
from reports.queries.figures import Change, Figures, Row, Table, added, places_in
from reports.queries.scopes import (
    STATION,
    Choice,
    Place,
    Scope,
    scope_of_division,
    scope_of_station,
    scope_visible_to,
    scopes_visible_to,
)
from reports.queries.settings import rules_in_force

__all__ = [
    "GROUP",
    "STATION",
    "Book",
    "Change",
    "Choice",
    "Figures",
    "Place",
    "Row",
    "Scope",
    "Table",
    "added",
    "busiest",
    "has_requests_behind",
    "open_book",
    "places_in",
    "requests_behind",
    "rules_in_force",
    "scope_of_division",
    "scope_of_station",
    "scope_visible_to",
    "scopes_visible_to",
]
