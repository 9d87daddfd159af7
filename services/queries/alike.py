"""Which requests come into question as look-alikes: three short walks through indexes, however many there are.

Open ones of the same station and the last thirty days: the newest of the same building, of the same kind, and of the
compound. What is alike among them services/alike.py decides.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Substr

from services.alike import DAYS, Likeness, Matter, look_alikes, tokens_of
from services.models import Request
from services.queries.catalogue import catalogue
from services.vocabulary import NAMELESS_NATURES, OPEN, Nature, Status, Target, Urgency

MOST_OF_EACH = 120
READ_CHARACTERS = 1200  # of the column of bigrams: some 400 characters of text
NEVER_OFFERED = (Urgency.CRITICAL,)
# Dangers that neighbours may hear of; not: somebody fell, was hit, is missing
OF_THINGS = ("", "gas", "fire", "lift", "electric", "falling", "fraud", "crime")


def alike_of(request: Request, rows: QuerySet[Request], now: datetime, limit: int = 5) -> list[tuple[int, Likeness]]:
    """Ids of those in `rows` (what the reader may see) that are alike, the likest first. One statement."""
    if is_praise(request):
        return []
    pool = [matter_of(*row) for row in _pool(request, rows, now)]
    subject = matter_of(
        request.pk,
        request.search[:READ_CHARACTERS],
        request.category_id,
        request.building_id,
        request.entrance_id,
        request.facility_id,
        request.filed_at,
        request.understood.get("missed"),
    )
    return [(matter.pk, why) for matter, why in look_alikes(subject, pool, limit)]


def matter_of(
    pk: int,
    column: str,
    category: int | None,
    building: int | None,
    entrance: int | None,
    facility: int | None,
    at: datetime,
    missed: str | None = None,
) -> Matter:
    """`missed`: the number of a building that was said and that the compound does not have."""
    kind = catalogue().by_id.get(category or 0)
    kind_slug, group_slug = (kind.slug, kind.group.slug) if kind else ("", "")
    return Matter(pk, tokens_of(column), kind_slug, group_slug, building or missed, entrance, facility, at)


MATTER_FIELDS = ("pk", "read", "category_id", "building_id", "entrance_id", "facility_id", "filed_at", "missed")


def _pool(request: Request, rows: QuerySet[Request], now: datetime) -> QuerySet[Any, Any]:
    recent = rows.filter(station=request.station_id, status__in=OPEN, filed_at__gte=now - timedelta(days=DAYS))
    recent = recent.select_related(None).exclude(pk=request.pk).exclude(praise())
    walks = [recent]
    if request.building_id:
        walks.append(recent.filter(building=request.building_id))
    if request.category_id:
        walks.append(recent.filter(category=request.category_id))
    first, *others = [
        Request.objects.filter(pk__in=walk.order_by(F("filed_at").desc()).values("pk")[:MOST_OF_EACH])
        .order_by()
        .annotate(read=Substr("search", 1, READ_CHARACTERS), missed=KT("understood__missed"))
        .values_list(*MATTER_FIELDS)
        for walk in walks
    ]
    return first.union(*others) if others else first


## Praise: no trouble that two could share, though it speaks of the same lift


def is_praise(request: Request) -> bool:
    return request.nature == Nature.PRAISE or request.category_id in _kinds_of_praise()


def praise() -> Q:
    return Q(nature=Nature.PRAISE) | Q(category__in=_kinds_of_praise())


def _kinds_of_praise() -> list[int]:
    return [pk for pk, kind in catalogue().by_id.items() if kind.nature == Nature.PRAISE]


## What a neighbour may hear of


def open_to_neighbours() -> QuerySet[Request]:
    """actions._telling.is_public in SQL, with a kind to call it by; nobody in danger is told to wait for another."""
    rows = Request.objects.exclude(is_sensitive=True).exclude(category=None).exclude(category__is_sensitive=True)
    rows = rows.filter(level="station", target=Target.NONE, target_user=None, danger__in=OF_THINGS)
    return rows.exclude(nature__in=NAMELESS_NATURES).exclude(praise())


def may_join(request: Request) -> bool:
    """What is private, a complaint or praise goes on by itself, and so does what cannot wait."""
    return bool(
        request.category_id
        and request.level == "station"
        and request.target == Target.NONE
        and not request.is_sensitive
        and request.nature not in NAMELESS_NATURES
        and not is_praise(request)
        and request.urgency not in NEVER_OFFERED
    )


def offers_for(request: Request, now: datetime, limit: int = 2) -> list[Request]:
    """Older open ones of neighbours that the resident may join. Two statements, one where there is none."""
    if not may_join(request):
        return []
    rows = open_to_neighbours().filter(filed_at__lte=request.filed_at)
    if request.reporter_id:  # one's own is no neighbour's; a number that anybody may type proves nothing
        rows = rows.exclude(reporter=request.reporter_id)
    found = [pk for pk, why in alike_of(request, rows, now) if why.is_said_alike][:limit]
    if not found:
        return []
    leads = with_reports(Request.objects.select_related("building", "facility").defer("description", "search")).in_bulk(
        found
    )
    return [leads[pk] for pk in found if pk in leads]


def with_reports(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With `reports`: how often it was said, for residents. Homes are told apart by what anybody may type: whoever
    gave a neighbour's number would see by the count of homes whether it was that neighbour."""
    others = Count("merged", filter=~Q(merged__status=Status.WITHDRAWN))
    return rows.annotate(reports=Value(1) + others)


def with_homes(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With `homes`: from how many homes the same is told, of a leading request and of those that follow it."""
    lead = Coalesce(OuterRef("merged_into_id"), OuterRef("pk"))
    told: QuerySet[Any, Any] = Request.objects.filter(Q(pk=lead) | Q(merged_into=lead))
    told = told.exclude(status=Status.WITHDRAWN).order_by().annotate(one=Value(1)).values("one")
    home = Case(When(household="", then=Cast("pk", CharField())), default=F("household"))
    return rows.annotate(homes=Coalesce(Subquery(told.annotate(n=Count(home, distinct=True)).values("n")), 0))
