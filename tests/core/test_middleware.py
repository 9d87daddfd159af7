import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.middleware import NulGuard

guard = NulGuard(lambda request: HttpResponse("through"))


def request(path: str = "/", query: str = "") -> HttpRequest:
    return RequestFactory().get(path, QUERY_STRING=query)


@pytest.mark.parametrize(
    "refused", [request("/stations/a%00b/"), request(query="q=%00"), request(query="%00=1"), request(query="q=\0")]
)
def test_nul_in_the_address_is_a_bad_request(refused):
    response = guard(refused)
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "fine", [request("/stations/%E8%AD%A6/"), request(query="q=%2500&a=%E7%94%B5"), request(query="q=100%25")]
)
def test_other_addresses_go_through(fine):
    assert guard(fine).content == b"through"
