"""A walk over all pages, each opened by somebody who may do most there; whatever is sent is taken back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts.models import User
from services.models import Request
from services.pages.desk_request import seen_by
from services.queries.desk import desk_request
from services.relations import relations_of
from services.workflow import Action, Relation, may
from tests.cast import Cast, make_cast
from tests.house.access_table import PEOPLE, POSTS, READS
from tests.house.addresses import ADDRESSES, address_of, client_of, make_things
from tests.house.html_forms import Form
from tests.house.lives import make_lives


@dataclass(frozen=True)
class Found:
    """A form, and who fills it in."""

    who: str
    form: Form

    def __str__(self) -> str:
        return f"{self.who} {self.form.method} {self.form.action} ({' '.join(self.form.fields)})"


class Desk:
    """Everybody's browser; whatever is sent is taken back again."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.clients = {who: client_of(cast, who) for who in PEOPLE}
        for client in self.clients.values():
            client.raise_request_exception = False

    def get(self, who: str, path: str) -> HttpResponse:
        return self._sent(self.clients[who], "get", path)

    def post(self, who: str, path: str) -> HttpResponse:
        return self._sent(self.clients[who], "post", path)

    def send(self, found: Found, data: dict[str, Any]) -> HttpResponse:
        return self._sent(self.clients[found.who], found.form.method, found.form.action, data)

    def raw(self, found: Found, body: bytes) -> HttpResponse:
        kind = {"content_type": "application/x-www-form-urlencoded"}
        return self._sent(self.clients[found.who], "post", found.form.action, body, **kind)

    def _sent(self, client: Client, method: str, *args: Any, **more: Any) -> HttpResponse:
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = getattr(client, method)(*args, **more)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        client.cookies = cookies
        cache.clear()
        return answer


@contextmanager
def kept_desk(blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """For the tests of one file, which need no `db`: at the end nothing of it stays."""
    with blocker.unblock(), transaction.atomic():
        yield Desk(make_cast())
        transaction.set_rollback(True)


def pages(cast: Cast) -> Iterator[tuple[str, str]]:
    """(who, path): the pages of requests in all states, and each address by whoever may most."""
    yield from _of_requests(cast)
    things = make_things(cast)  # brings a rule that changes who gets what: last
    for name in ADDRESSES:
        desk = name.startswith("desk:")
        order = ["chief", "manager", "leader", "officer", "admin"] if desk else ["resident", "visitor", "official"]
        for who in order:
            column = PEOPLE.index(who)
            if READS[name][column] in ".>" or POSTS.get(name, READS[name])[column] in "!>":
                yield who, address_of(name, things)
                break
    for name in ("account_login", "account_request_login_code", "account_signup", "account_reset_password"):
        yield "visitor", reverse(name)
    for name in ("account_change_password", "account_change_phone", "account_reauthenticate", "account_logout"):
        yield "resident", reverse(name)
    yield from [("visitor", "/stations/jingan/report/"), ("visitor", "/p/402771/"), ("officer", "/desk/requests/")]


def _of_requests(cast: Cast) -> Iterator[tuple[str, str]]:
    """The resident's page in every state; each thing that can be done, once for each who may."""
    seen = set()
    for request in make_lives(cast).values():
        yield "resident", request.get_absolute_url()
        for who in ("chief", "manager", "officer"):
            for action in _offered(getattr(cast, who), request):
                if (who, action) not in seen:
                    seen.add((who, action))
                    yield who, reverse("desk:act", args=[request.number, action])
        if Relation.BRIEFED in relations_of(cast.manager, request):
            yield "manager", request.desk_url


def _offered(user: User, request: Request) -> list[Action]:
    """The buttons that the desk shows to `user`, and what stands beside the phone number."""
    found = desk_request(user, request.number)
    if found is None:
        return []
    reveals = may(Action.REVEAL, found.status, relations_of(user, found))
    return [*seen_by(user, found).allowed, *([Action.REVEAL] if reveals else [])]


def place_of(path: str) -> str:
    """The address without what it names."""
    return re.sub(r"[A-Z]{2}-\d{4}-\d{4}|\d+", "N", urlsplit(path).path)
