"""What the pages of a district's officials read."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from services.clocks import Climb
from services.models import Request, RequestEvent, Supervision
from services.queries.requests import requests_of_districts
from services.queries.supervision import SUPERVISED, with_supervision
from services.vocabulary import Issuer

TO_CLOSE, LATE, WAITING, CLIMBED = range(4)


def overdue_for(user: Any) -> QuerySet[Request]:
    """What is on the district's list now: answered supervisions first, then the others, then what climbed up.

    Rows have `rank`.
    """
    ours = SUPERVISED & Q(open_supervision__side=Issuer.DISTRICT)
    rank = Case(
        When(ours & Q(open_supervision__answered_at__isnull=False), then=Value(TO_CLOSE)),
        When(SUPERVISED & Q(open_supervision__late_told_at__isnull=False), then=Value(LATE)),
        When(SUPERVISED, then=Value(WAITING)),
        default=Value(CLIMBED),
        output_field=IntegerField(),
    )
    rows = with_supervision(requests_of_districts(user)).filter(Q(climb__gte=Climb.DISTRICT) | SUPERVISED)
    rows = rows.annotate(rank=rank).defer("description", "search")
    return rows.order_by("rank", F("pressing_at").asc(nulls_last=True), "pk")


def district_request(user: Any, number: str) -> Request | None:
    """With its public timeline (`told`) and all its supervisions (`pressed`): three statements."""
    told = RequestEvent.objects.filter(is_public=True).order_by("-at", "-id")
    pressed = Supervision.objects.order_by("-issued_at", "-pk")
    rows = with_supervision(requests_of_districts(user)).prefetch_related(
        Prefetch("events", told, to_attr="told"), Prefetch("supervisions", pressed, to_attr="pressed")
    )
    return rows.filter(number=number).first()
