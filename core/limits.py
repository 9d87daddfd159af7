"""How often something may be done, counted in the cache that all processes share, and who is asking."""

import ipaddress
import logging
import time
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def hit(key: str, *, limit: int, per: int) -> bool:
    """Count one use of `key`; True while there have been at most `limit` in this window of `per` seconds.

    Windows are fixed: they begin at multiples of `per`, so that twice the limit fits around a border. When the cache
    is out of order everything is allowed: a limit is no reason to turn a resident away.
    """
    name = _name(key, per)
    try:
        if cache.add(name, 1, timeout=per):
            return limit >= 1
        return cache.incr(name) <= limit
    except ValueError:
        # It ran out between the two calls: a new window has begun.
        return limit >= 1
    except Exception:
        logger.exception("limit not counted")
        return True


def give_back(key: str, *, per: int) -> None:
    """One use of `key` that should not have counted. Nothing when its window is over."""
    try:
        cache.decr(_name(key, per))
    except ValueError:
        return
    except Exception:
        logger.exception("limit not given back")


def remaining(key: str, *, limit: int, per: int) -> int:
    """How many uses of `key` are left in this window. Counts nothing."""
    try:
        return max(0, limit - cache.get(_name(key, per), 0))
    except Exception:
        logger.exception("limit not read")
        return limit


def _name(key: str, per: int) -> str:
    # Hashed: keys are made of phone numbers and addresses, and a cache is not the place to keep those.
    return f"limit:{sha256(key.encode()).hexdigest()[:32]}:{per}:{int(time.time() // per)}"


def client_ip(request: HttpRequest) -> str:
    """The address of whoever is asking; the peer's own unless the peer is one of settings.TRUSTED_PROXIES.

    Of X-Forwarded-For the right-most address that is not a trusted proxy counts: what stands left of it was written
    by the client and may be invented.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    trusted = _networks(tuple(settings.TRUSTED_PROXIES))
    client = _address(peer)
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if client is None or not any(client in network for network in trusted):
            break
        before = _address(hop)
        if before is None:
            break
        client = before
    return _counted_as(client) if client else peer


def is_asked_from_here(request: HttpRequest) -> bool:
    """By a program on this machine or a trusted proxy, for itself: what was passed on for somebody else says so."""
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer is None or any(name in request.META for name in FORWARDED):
        return False
    return peer.is_loopback or any(peer in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


def _counted_as(client: Address) -> str:
    """One household has a whole /64 of IPv6 addresses: they count as one."""
    return str(ipaddress.ip_network((client, 64), strict=False)) if client.version == 6 else str(client)


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(proxy, strict=False) for proxy in proxies)


def _address(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]  # [2001:db8::1]:443
    elif text.count(":") == 1:
        text = text.partition(":")[0]  # 203.0.113.9:443
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
