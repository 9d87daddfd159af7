"""Every address × every person of the cast, held against one table. A new address without an answer fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from tests.house.access_table import PEOPLE, POSTS, READS
from tests.house.addresses import ADDRESSES, address_of, make_things
from tests.house.walk import Desk, kept_desk

# The signs of the table: what somebody gets who opens the address, or sends an empty form to it.
SHOWN, SENT_ON, SIGN_IN, HIDDEN, WRONG_METHOD, REFUSED = ".", ">", "L", "x", "m", "!"


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """Built once: whatever is opened or sent is taken back, and at the end nothing stays."""
    with kept_desk(django_db_blocker) as desk:
        yield desk


@pytest.fixture(scope="module")
def things(desk: Desk) -> dict[str, Any]:
    return make_things(desk.cast)


def sign_of(answer: HttpResponse) -> str:
    if answer.status_code in (301, 302):
        return SIGN_IN if answer["Location"].startswith("/sign-in/") else SENT_ON
    return {200: SHOWN, 404: HIDDEN, 405: WRONG_METHOD, 400: REFUSED}[answer.status_code]


def test_every_address_stands_in_the_table() -> None:
    assert sorted(READS) == ADDRESSES
    assert {name for name, row in READS.items() if set(row) == {WRONG_METHOD}} - set(POSTS) == set()
    assert {name: row for name, row in {**READS, **POSTS}.items() if len(row) != len(PEOPLE)} == {}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(desk: Desk, things: dict[str, Any], who: str) -> None:
    column = PEOPLE.index(who)
    found = {name: sign_of(desk.get(who, address_of(name, things))) for name in READS}
    assert found == {name: row[column] for name, row in READS.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_is_answered_what_the_table_says(desk: Desk, things: dict[str, Any], who: str) -> None:
    column = PEOPLE.index(who)
    found = {name: sign_of(desk.post(who, address_of(name, things))) for name in POSTS}
    assert found == {name: row[column] for name, row in POSTS.items()}
