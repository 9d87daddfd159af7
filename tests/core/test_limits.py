from concurrent.futures import ThreadPoolExecutor

import time_machine
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from core.limits import client_ip, hit, remaining

# The beginning of a minute.
NOON = 1_764_000_000


class BrokenCache:
    """What a cache looks like while its server is away."""

    def __init__(self, name: str, params: dict) -> None:
        pass

    def __getattr__(self, name: str) -> object:
        raise ConnectionError

    def close(self) -> None:
        pass


def broken_cache() -> override_settings:
    return override_settings(CACHES={"default": {"BACKEND": f"{__name__}.BrokenCache"}})


@time_machine.travel(NOON, tick=False)
def test_the_limit_is_reached_and_not_passed():
    assert [hit("a", limit=2, per=60) for _ in range(4)] == [True, True, False, False]


@time_machine.travel(NOON, tick=False)
def test_keys_are_counted_apart():
    assert [hit(key, limit=1, per=60) for key in ("a", "b", "a")] == [True, True, False]


def test_a_new_window_begins_afresh():
    with time_machine.travel(NOON, tick=False) as clock:
        assert [hit("a", limit=1, per=60), hit("a", limit=1, per=60)] == [True, False]
        clock.shift(60)
        assert hit("a", limit=1, per=60) is True


def test_a_limit_of_nothing_allows_nothing():
    assert hit("a", limit=0, per=60) is False


@time_machine.travel(NOON, tick=False)
def test_what_remains_is_told_without_counting():
    left = [remaining("a", limit=2, per=60)]
    for _ in range(3):
        hit("a", limit=2, per=60)
        left.append(remaining("a", limit=2, per=60))
    assert left == [2, 1, 0, 0]


@time_machine.travel(NOON, tick=False)
def test_many_at_once_do_not_slip_through():
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: hit("a", limit=25, per=60), range(200)))
    assert allowed.count(True) == 25


def test_keys_in_the_cache_do_not_show_the_phone_number():
    hit("sms:13812345678", limit=1, per=60)
    assert [key for key in cache._cache if "138" in key] == []


def test_everything_is_allowed_while_the_cache_is_away(caplog):
    with broken_cache():
        answers = [hit("a", limit=0, per=60), remaining("a", limit=3, per=60)]
    assert (answers, [record.message for record in caplog.records]) == (
        [True, 3],
        ["limit not counted", "limit not read"],
    )


def ip(peer: str, forwarded: str = "", proxies: tuple[str, ...] = ("10.0.0.0/8", "::1")) -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=peer).get("/", headers=headers)
    with override_settings(TRUSTED_PROXIES=list(proxies)):
        return client_ip(request)


def test_without_a_trusted_proxy_the_peer_counts_and_the_header_is_ignored():
    assert ip("203.0.113.9", "198.51.100.1", proxies=()) == "203.0.113.9"


def test_a_stranger_cannot_forward():
    assert ip("203.0.113.9", "198.51.100.1") == "203.0.113.9"


def test_a_trusted_proxy_tells_the_client():
    assert ip("10.0.0.1", "203.0.113.9") == "203.0.113.9"


def test_what_the_client_wrote_itself_does_not_count():
    assert ip("10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2") == "203.0.113.9"


def test_between_trusted_proxies_the_farthest_counts():
    assert ip("10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3"


def test_rubbish_in_the_header_ends_the_search():
    assert ip("10.0.0.1", "203.0.113.9, <script>, 10.0.0.2") == "10.0.0.2"


def test_ports_and_brackets_are_dropped():
    assert [ip("10.0.0.1", "203.0.113.9:4711"), ip("::1", "[2001:db8::7]:443")] == ["203.0.113.9", "2001:db8::/64"]


def test_all_addresses_of_one_ipv6_household_count_as_one():
    assert {ip("::1", f"2001:db8:0:7::{n:x}") for n in (1, 2, 0xFFFF)} == {"2001:db8:0:7::/64"}


def test_an_ipv4_address_in_ipv6_clothes_is_the_same_address():
    assert ip("::ffff:10.0.0.1", "::ffff:203.0.113.9") == "203.0.113.9"


def test_without_an_address_there_is_none():
    assert ip("") == ""
