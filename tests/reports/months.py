"""A few requests that were filed, done and answered through the real actions."""

from __future__ import annotations

from datetime import datetime
from string import ascii_uppercase

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.actions import fold
from services import actions
from services.models import Request
from stations.models import Building, Compound, Station
from tests import factories
from tests.cast import Cast
from tests.journeys.people import words_of

NOW = datetime.fromisoformat("2026-11-25T10:00+08:00")

CODES = [f"Z{first}{second}" for first in ascii_uppercase for second in ascii_uppercase]


def answered(cast: Cast, station: Station, count: int = 1, satisfaction: str = "satisfied", at: datetime = NOW) -> None:
    """So many requests that somebody did and that the resident was asked about."""
    doer = {cast.jingan: cast.manager, cast.hubei: cast.other_chief}[station]
    for _number in range(count):
        with time_machine.travel(at, tick=False):
            request = factories.file(station, "楼道灯不亮", category="public-facilities", by=cast.resident)
            request = actions.resolve(request=Request.objects.get(pk=request.pk), text="换了灯泡", actor=doer)
            solved = satisfaction != "dissatisfied"
            actions.rate(request=request, reached=True, solved=solved, satisfaction=satisfaction, actor=cast.resident)


def many_stations(division: str, count: int) -> None:
    """Stations with one building each and nobody in any post."""
    compounds = Compound.objects.bulk_create(
        [Compound(slug=f"c{n}", name=f"小区{n}", division_id=division, households=100) for n in range(count)]
    )
    Building.objects.bulk_create([Building(compound=compound, number="1") for compound in compounds])
    Station.objects.bulk_create(
        [
            Station(
                compound=compound, slug=compound.slug, code=f"Z{chr(65 + n // 26)}{chr(65 + n % 26)}", name=f"驿站{n}"
            )
            for n, compound in enumerate(compounds)
        ]
    )


def statements(client: Client, path: str) -> int:
    """Of a second visit, with nothing left to fold in: what a process reads once is read."""
    fold(at=timezone.now())
    client.get(path)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200, path
    return len(taken)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return words_of(answer.content.decode())
