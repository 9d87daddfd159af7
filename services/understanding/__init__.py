"""One sentence is enough: what a resident means, where it is, whether it can wait, and whose matter it is.

Pure: no database, no request, no clock. `understand()` is the door; docs/understanding.md tells how it works and how
often it is wrong.
"""

from services.understanding.categories import Candidate, Knowledge, by_group, is_clear, rank
from services.understanding.places import SpokenPlace, place_in
from services.understanding.reading import Understanding, understand
from services.understanding.scope import OutOfScope
from services.understanding.urgency import Urgent, urgency_of

__all__ = [
    "Candidate",
    "Knowledge",
    "OutOfScope",
    "SpokenPlace",
    "Understanding",
    "Urgent",
    "by_group",
    "is_clear",
    "place_in",
    "rank",
    "understand",
    "urgency_of",
]
