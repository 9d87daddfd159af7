"""What the pages of residents read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from core.text import clean_text
from services.models import Photo, Request, RequestEvent
from services.numbers import digest_of
from services.queries.alike import with_homes
from services.vocabulary import ENDED, EventKind, Status
from stations.models import Appointment, DutyShift, Station

# What a neighbour whose request was merged may follow of the leading one: the work, never its reporter's words.
FOLLOWED = (
    EventKind.ASSIGNED,
    EventKind.TAKEN,
    EventKind.SUSPENDED,
    EventKind.RESUMED,
    EventKind.EXTENDED,
    EventKind.ESCALATED,
    EventKind.PASSED_ON,
    EventKind.RECEIVED_ABOVE,
    EventKind.ANSWERED_ABOVE,
    EventKind.REPLIED,
    EventKind.SENT_BACK,
    EventKind.CAME_BACK,
    EventKind.CALLED_OFF,
    EventKind.CLIMBED,
)
WAITING, GOING, OVER = 0, 1, 2


def matter(number: str) -> Request | None:
    """One request with what its page shows of places and people; `handler_phone`, `duty_phone` are public numbers,
    `is_manned`: somebody is on duty now, `homes`: how many tell of the same."""
    now = timezone.now()
    here = Q(station=OuterRef("station")) | Q(station=None)
    posts = Appointment.objects.current().filter(here, user=OuterRef("assignee")).exclude(phone_shown="")
    shifts = DutyShift.objects.filter(station=OuterRef("station"), starts_at__lte=now, ends_at__gt=now)
    duty = shifts.exclude(phone_shown="").order_by("starts_at").values("phone_shown")[:1]
    rows = Request.objects.select_related(
        "station__compound", "category", "building", "entrance", "facility", "assignee", "merged_into__assignee"
    )
    handler = Subquery(posts.values("phone_shown")[:1])
    rows = with_homes(rows).annotate(handler_phone=handler, duty_phone=Subquery(duty), is_manned=Exists(shifts))
    return rows.filter(number=number).first()


def same_again(
    numbers: Collection[str], *, station: Station, text: str, phone: str, place: Any, since: datetime
) -> Request | None:
    """Of these numbers the one that says the very same about the very same place. `place`: actions.Place."""
    if not numbers:
        return None
    rows = Request.objects.filter(number__in=list(numbers), station=station, filed_at__gte=since)
    there = Q(building=place.building, entrance=place.entrance)
    if place.building is None and place.entrance is None:
        there |= Q(understood__has_key="place")  # the form named no place; it was read from the words
    return rows.filter(there, description=clean_text(text), reporter_phone=phone, facility=place.facility).first()


def public_events(request: Request) -> list[RequestEvent]:
    """Newest first; those of the leading request are among them when this one was merged."""
    mine = Q(request=request)
    led = Q(pk__in=[])
    if request.status == Status.MERGED:
        led = Q(request=request.merged_into_id, kind__in=FOLLOWED, at__gte=request.filed_at)
    return list(RequestEvent.objects.filter(mine | led, is_public=True).order_by("-at", "-id"))


def photos_of(request: Request) -> list[Photo]:
    return list(Photo.objects.filter(request=request))


def mine(user: Any, held: Mapping[str, str]) -> QuerySet[Any]:
    """Of the account and of the codes that this browser holds: what waits for the resident, what goes on, what is over.

    Rows have `rank`. A merged one goes on: the work is done with the neighbour's.
    """
    own = Q(reporter=user) if user.is_authenticated else Q(pk__in=[])
    digests = [digest_of(number, code) for number, code in held.items()]
    by_code = Q(number__in=list(held), code_digest__in=digests) if held else Q(pk__in=[])
    rank = Case(
        When(status=Status.RESOLVED, then=Value(WAITING)),
        When(status__in=[status for status in ENDED if status != Status.MERGED], then=Value(OVER)),
        default=Value(GOING),
        output_field=IntegerField(),
    )
    rows = Request.objects.filter(own | by_code)
    rows = rows.select_related("station", "assignee", "building", "entrance", "facility", "merged_into__assignee")
    return rows.annotate(rank=rank).order_by("rank", "-filed_at", "-id")
