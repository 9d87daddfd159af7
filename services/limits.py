"""How often somebody may file, send photos, and guess a pick-up code. Pages and the API count together."""

from __future__ import annotations

from django.http import HttpRequest

from core.limits import client_ip, give_back, hit

QUARTER, HOUR = 15 * 60, 3600
FILED_PER_ADDRESS, FILED_PER_PHONE = 60, 10  # in an hour; a whole compound may share one address
# Of one address at one number in a quarter of an hour; of one address, and at one number, in an hour. The last is wide:
# whoever guesses at somebody else's number must not lock them out.
WRONG_PER_BOTH, WRONG_PER_ADDRESS, WRONG_PER_NUMBER = 5, 20, 60
# In an hour. Looking at a photo costs up to two seconds, and a form that comes back leaves its photos in the storage:
# enough for the forms that may be filed, not for somebody who wants to stop the portal.
PHOTOS_PER_ADDRESS, KEPT_PER_ADDRESS = 400, 120

LINKS_PER_ADDRESS = 120  # in an hour; an office behind one address opens several


def may_open_link(request: HttpRequest) -> bool:
    """Counts one opening of a signed link, right or wrong, and one form sent through it."""
    return hit(f"links:{client_ip(request)}", limit=LINKS_PER_ADDRESS, per=HOUR)


def may_file(request: HttpRequest, phone: str) -> bool:
    """Counts one filing."""
    by_address = hit(f"file:{client_ip(request)}", limit=FILED_PER_ADDRESS, per=HOUR)
    return by_address and (not phone or hit(f"file:{phone}", limit=FILED_PER_PHONE, per=HOUR))


def may_send_photo(request: HttpRequest) -> bool:
    """Counts one photo that would be looked at."""
    return hit(f"photos:{client_ip(request)}", limit=PHOTOS_PER_ADDRESS, per=HOUR)


def may_leave_photos(request: HttpRequest) -> bool:
    """Counts one form that went back with photos."""
    return hit(f"drafts:{client_ip(request)}", limit=KEPT_PER_ADDRESS, per=HOUR)


def may_try_code(request: HttpRequest, number: str) -> bool:
    """Counts one guess, before it is looked at: many at once would each find the count as it was before them."""
    return all(hit(key, limit=limit, per=per) for key, limit, per in _wrong(request, number))


def code_was_right(request: HttpRequest, number: str) -> None:
    """Only wrong codes count, so that whoever has the right one may come as often as they like."""
    for key, _limit, per in _wrong(request, number):
        give_back(key, per=per)


def _wrong(request: HttpRequest, number: str) -> list[tuple[str, int, int]]:
    """The address first: who is refused leaves no further trace in the cache, and so cannot fill it."""
    address = client_ip(request)
    return [
        (f"track:{address}", WRONG_PER_ADDRESS, HOUR),
        (f"track:{address}:{number}", WRONG_PER_BOTH, QUARTER),
        (f"track:{number}", WRONG_PER_NUMBER, HOUR),
    ]
