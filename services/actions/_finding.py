"""What a new request is found by, and from which household it comes: filled in when it gets its number."""

from __future__ import annotations

from typing import Any

from residents.models import Residency
from services.finding import reporter_tokens, text_tokens
from services.households import household_of
from services.models import Request


def make_findable(request: Request, *, browser: str = "") -> None:
    """`browser`: what is the same for all that one visitor files; without it each request counts as a home of its own.

    One statement, for somebody with an account who did not say their flat.
    """
    request.search = found_by(request)
    request.reporter_search = reporter_tokens(request.reporter_name, request.reporter_phone, request.station_id)
    request.household = household_for(request, browser)


def found_by(request: Request) -> str:
    text = " ".join([request.number, request.title, request.description, request.place])
    return text_tokens(text, request.station_id)


def household_for(request: Request, browser: str = "") -> str:
    home = _home_of(request.reporter_id) if request.reporter_id and not request.dwelling else None
    account = request.reporter.phone if request.reporter else ""
    return household_of(
        entrance=home[0] if home else request.entrance_id,
        building=request.building_id,
        dwelling=home[1] if home else request.dwelling,
        phone=request.reporter_phone or account,
        browser=browser or request.number,
    )


def _home_of(user: Any) -> tuple[int, str] | None:
    homes = Residency.objects.filter(user=user, status="confirmed").order_by("pk")
    return homes.values_list("dwelling__entrance_id", "dwelling__number").first()
