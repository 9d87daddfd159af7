"""When somebody closes their account: what they asked for stays, who asked does not."""

from __future__ import annotations

from typing import Any

from core.personal_data import Keeper
from services.models import Request, SavedView
from services.queries.personal import copy_of_requests


def forget_reporter(user: Any) -> None:
    """The matters stay with their number, for the neighbours they concern and for the figures; name and phone go."""
    gone = {"reporter_name": "", "reporter_phone": "", "reporter_search": "", "household": ""}
    Request.objects.filter(reporter=user).update(reporter=None, **gone)
    SavedView.objects.filter(user=user).delete()


REQUESTS = Keeper("requests", copy_of_requests, forget_reporter)
