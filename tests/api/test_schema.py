"""The OpenAPI document: valid, served with its page from here alone, and kept by every answer."""

from collections.abc import Iterator
from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.models import Request
from tests.cast import Cast
from tests.house.test_headers import POLICY, policy_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOKEN = "t" * 32


def test_the_document_is_valid_and_nothing_in_it_had_to_be_guessed():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_the_document_is_served_to_anybody(client):
    answer = client.get("/api/schema/", {"format": "json"})

    assert (answer.status_code, answer.json()["openapi"][:2]) == (200, "3.")


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_it_is_only_read(client, path):
    assert client.post(path).status_code == 405


def test_every_address_of_the_api_is_in_the_document(client):
    from api.urls import urlpatterns

    told = client.get("/api/schema/", {"format": "json"}).json()["paths"]
    own = {
        str(entry.pattern).replace("<slug:slug>", "{slug}").replace("<str:number>", "{number}")
        for entry in urlpatterns
        if entry.name
    }

    assert set(told) == {f"/api/v1/{path}" for path in own}


def test_the_page_is_held_to_the_strict_policy_and_names_no_other_host(client):
    answer = client.get("/api/docs/")
    script = client.get("/api/docs/?script=")

    assert policy_of(answer) == POLICY
    assert [part for part in ("http://", "https://", "<style", 'src="//') if part in answer.text + script.text] == []
    assert script["Content-Type"].startswith("application/javascript")
    assert '"validatorUrl": null' in script.text


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A whole server closes its connection after each answer; here it holds the test's own transaction."""
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)
    request_started.connect(close_old_connections)


def operations() -> Iterator[schemathesis.APIOperation]:
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    for found in schema.get_all_operations():
        yield found.ok()


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("who", [None, "resident", "chief"])
def test_no_input_brings_a_5xx_or_an_answer_that_the_document_does_not_know(cast: Cast, lift: Request, who: str | None):
    """Bounded: thirty inputs for each operation, half of them about a request that exists."""
    headers = {"X-CSRFToken": TOKEN}
    cookies = {"csrftoken": TOKEN}
    if who:
        client = Client()
        client.force_login(cast.people()[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        cookies["sessionid"] = client.cookies["sessionid"].value

    def check(operation: schemathesis.APIOperation) -> None:
        @settings(
            max_examples=30,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), is_real=st.booleans())
        def run(case: schemathesis.Case, is_real: bool) -> None:
            # Such an address is turned away before the API is asked (tests/core/test_middleware.py).
            assume("\0" not in f"{case.path_parameters}{case.query}".replace("\\x00", "\0"))
            if is_real and "number" in case.path_parameters:
                case.path_parameters["number"] = lift.number
                if isinstance(case.body, dict) and "version" in case.body:
                    case.body["version"] = Request.objects.get(pk=lift.pk).version
            case.call_and_validate(checks=CHECKS, headers=headers, cookies=cookies)

        run()

    for operation in operations():
        check(operation)
