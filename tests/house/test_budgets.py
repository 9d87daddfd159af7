"""What a page may cost: kilobytes on a first visit, statements however much there is."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from functools import cache as once
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.text import bigrams
from reports.actions import fold
from reports.models import Changed
from services.models import Category, Request, RequestEvent
from services.vocabulary import EventKind
from tests import factories
from tests.cast import Cast
from tests.house.access_table import PEOPLE, READS
from tests.house.addresses import address_of, client_of, make_things
from tests.house.lives import make_lives

KIB = 1024
FIRST_VISIT = 60 * KIB
RESIDENT_PAGE, DESK_PAGE, TRIAGE_LIST, REQUEST_PAGE, FILING = 8, 12, 10, 10, 14
# Not pages of the portal's own work: files, the sample sheets of those who build it.
NOT_COUNTED = {"me_data", "photo", "kept_photo", "export_file", "styleguide", "styleguide_desk"}
MANY = 10_000
TEXTS = ["三单元电梯又坏了", "楼道里堆了纸箱子", "路灯不亮，晚上看不见", "暖气不热", "广场舞太吵"]


def names_for(who: str, *, desk: bool) -> list[str]:
    column = PEOPLE.index(who)
    return [
        name
        for name, row in READS.items()
        if row[column] == "." and name not in NOT_COUNTED and name.startswith("desk:") == desk
    ]


def _read(answer: Any) -> None:
    """A file is read to its end, so that it is closed."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)


def statements(client: Client, path: str, **data: Any) -> int:
    """Of a second visit: what a process reads once is read."""
    _read(client.get(path, data))
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(path, data)
        _read(answer)
    assert answer.status_code == 200, path
    return len(taken)


@once
def weight_of(url: str) -> int:
    """Compressed, with all that a stylesheet brings along."""
    content = Path(finders.find(urlsplit(url).path.removeprefix("/static/"))).read_bytes()
    brings = re.findall(rb"url\([\"']?(?!data:)([^\"')]+)", content) if url.endswith(".css") else []
    return len(gzip.compress(content)) + sum(weight_of(urljoin(url, name.decode())) for name in brings)


def weight(html: bytes) -> int:
    files = re.findall(rb'(?:href|src)="(/static/[^"#]+)', html)
    return len(gzip.compress(html)) + sum(weight_of(url.decode()) for url in set(files))


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    make_lives(cast)
    return make_things(cast)


@pytest.mark.parametrize("who", ["visitor", "resident"])
def test_a_first_visit_of_any_resident_page_weighs_at_most_60_kib(cast: Cast, things: dict, who: str) -> None:
    client = client_of(cast, who)
    paths = [address_of(name, things) for name in names_for(who, desk=False)]
    paths += ["/sign-in/", "/sign-up/"] if who == "visitor" else []
    weights = {path: weight(client.get(path).content) for path in paths}

    assert {path: found for path, found in weights.items() if found > FIRST_VISIT} == {}


@pytest.mark.parametrize("who", ["visitor", "resident", "chief"])
def test_a_resident_page_takes_at_most_8_statements(cast: Cast, things: dict, who: str) -> None:
    client = client_of(cast, who)
    found = {name: statements(client, address_of(name, things)) for name in names_for(who, desk=False)}

    assert {name: count for name, count in found.items() if count > RESIDENT_PAGE} == {}


@pytest.mark.parametrize("who", ["leader", "manager", "chief", "officer", "admin"])
def test_a_desk_page_takes_at_most_12_statements(cast: Cast, things: dict, who: str) -> None:
    client = client_of(cast, who)
    found = {name: statements(client, address_of(name, things)) for name in names_for(who, desk=True)}

    assert {name: count for name, count in found.items() if count > DESK_PAGE} == {}


@pytest.mark.parametrize("who", ["chief", "manager", "officer"])
def test_the_page_of_a_request_takes_at_most_10_in_every_state(cast: Cast, who: str) -> None:
    lives, client = make_lives(cast), client_of(cast, who)
    may_read = {name: life for name, life in lives.items() if client.get(life.desk_url).status_code == 200}
    found = {name: statements(client, life.desk_url) for name, life in may_read.items()}

    assert len(found) >= 2
    assert {name: count for name, count in found.items() if count > REQUEST_PAGE} == {}


@pytest.mark.parametrize("is_folded", [True, False])
def test_a_page_of_the_district_takes_at_most_12_statements(cast: Cast, things: dict, is_folded: bool) -> None:
    """Also with what changed in the last minute, which is added by two statements more."""
    fold(at=timezone.now()) if is_folded else None
    assert Changed.objects.exists() != is_folded
    client, column = client_of(cast, "official"), PEOPLE.index("official")
    reads = [name for name, row in READS.items() if name.startswith("district:") and row[column] == "."]
    found = {name: statements(client, address_of(name, things)) for name in reads}

    assert {name: count for name, count in found.items() if count > DESK_PAGE} == {}


@pytest.mark.parametrize("count", [1, 3])
def test_few_or_some_requests_cost_the_same(cast: Cast, count: int) -> None:
    requests = [factories.file(cast.jingan, TEXTS[0], "4", by=cast.resident) for _ in range(count)]
    client = client_of(cast, "chief")

    assert statements(client, "/desk/requests/") <= TRIAGE_LIST
    assert statements(client, requests[0].desk_url) <= REQUEST_PAGE


@pytest.fixture
def crowd(cast: Cast) -> list[Request]:
    """Ten thousand requests, as many of each text, spread over a year; the newest fifty are still open."""
    now = timezone.now()
    kinds = list(Category.objects.all()[: len(TEXTS)])
    made = Request.objects.bulk_create(
        [_one(cast, number, kinds[number % len(kinds)], now - timedelta(minutes=50 * number)) for number in range(MANY)]
    )
    said = {"kind": EventKind.FILED, "actor_label": "居民"}
    RequestEvent.objects.bulk_create([RequestEvent(request=one, at=one.filed_at, **said) for one in made])
    return made


def _one(cast: Cast, number: int, kind: Category, at: Any) -> Request:
    text, is_open = TEXTS[number % len(TEXTS)], number < 50
    return Request(
        number=f"JA-2501-{number:05d}",
        station=cast.jingan,
        building=cast.building,
        title=text,
        description=text,
        search=bigrams(text),
        category=kind,
        reporter=cast.resident,
        assignee=cast.manager,
        assignee_title="物业经理",
        status="assigned" if is_open else "closed",
        code_digest="x",
        filed_at=at,
        clock_started_at=at,
        resolve_due_at=at + timedelta(days=2),
        pressing="resolve" if is_open else "",
        pressing_at=at + timedelta(days=2) if is_open else None,
        light="green" if is_open else "",
        closed_at=None if is_open else at + timedelta(days=1),
    )


@pytest.mark.slow
def test_with_ten_thousand_requests_nothing_costs_more(cast: Cast, crowd: list[Request]) -> None:
    chief, manager, resident = (client_of(cast, who) for who in ("chief", "manager", "resident"))
    open_one, visitor = crowd[0], Client()

    assert chief.get("/desk/requests/").content.count(b"<tr data-number=") == 50
    assert statements(chief, "/desk/requests/") <= TRIAGE_LIST
    assert statements(chief, "/desk/requests/", status="closed", page=100) <= TRIAGE_LIST
    assert statements(chief, "/desk/requests/", q="电梯", category="lift-fault") <= TRIAGE_LIST
    assert statements(chief, open_one.desk_url) <= REQUEST_PAGE
    assert statements(manager, open_one.desk_url) <= REQUEST_PAGE
    assert statements(manager, "/desk/") <= DESK_PAGE
    assert statements(resident, "/my/") <= RESIDENT_PAGE
    assert statements(resident, open_one.get_absolute_url()) <= RESIDENT_PAGE
    assert statements(visitor, "/stations/jingan/") <= RESIDENT_PAGE
    factories.file(cast.jingan, TEXTS[0])  # the month's first opens the series of numbers
    for client in (visitor, resident):
        client.get("/stations/jingan/report/")
        with CaptureQueriesContext(connection) as taken:
            answer = client.post("/stations/jingan/report/", {"description": TEXTS[0]})
        assert (answer.status_code, len(taken) <= FILING) == (302, True)
