"""Every address × every person of the cast, held against one table. A new address without an answer fails."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse

from tests.cast import Cast
from tests.house.access_table import PEOPLE, POSTS, READS
from tests.house.addresses import ADDRESSES, address_of, client_of, make_things

# The signs of the table: what somebody gets who opens the address, or sends an empty form to it.
SHOWN, SENT_ON, SIGN_IN, HIDDEN, WRONG_METHOD, REFUSED = ".", ">", "L", "x", "m", "!"


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    return make_things(cast)


def sign_of(answer: HttpResponse) -> str:
    if answer.streaming:
        list(answer)  # closes the file
    if answer.status_code in (301, 302):
        return SIGN_IN if answer["Location"].startswith("/sign-in/") else SENT_ON
    return {200: SHOWN, 404: HIDDEN, 405: WRONG_METHOD, 400: REFUSED}[answer.status_code]


def test_every_address_stands_in_the_table() -> None:
    assert sorted(READS) == ADDRESSES
    assert {name for name, row in READS.items() if set(row) == {WRONG_METHOD}} - set(POSTS) == set()
    assert {name: row for name, row in {**READS, **POSTS}.items() if len(row) != len(PEOPLE)} == {}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(cast: Cast, things: dict[str, Any], who: str) -> None:
    column = PEOPLE.index(who)
    found = {name: sign_of(client_of(cast, who).get(address_of(name, things))) for name in READS}
    assert found == {name: row[column] for name, row in READS.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_is_answered_what_the_table_says(cast: Cast, things: dict[str, Any], who: str) -> None:
    column, found = PEOPLE.index(who), {}
    for name in POSTS:
        client, before = client_of(cast, who), transaction.savepoint()
        found[name] = sign_of(client.post(address_of(name, things)))
        transaction.savepoint_rollback(before)  # each address finds everything as it was
        cache.clear()
    assert found == {name: row[column] for name, row in POSTS.items()}
