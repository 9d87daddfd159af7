"""Tables to take away say what the pages say: when it was over, whether it was late, what is left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.calendar import SHANGHAI
from services import actions
from services.models import Request
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.test_exports import BULK, DISTRICT, REQUESTS, file, rows_of, take

DUE = datetime(2026, 11, 25, 18, 0, tzinfo=SHANGHAI)
BEFORE, AFTER, NOW = DUE - timedelta(hours=8), DUE + timedelta(days=1), DUE + timedelta(days=2)


def test_a_merged_request_is_closed_since_it_was_merged(cast: Cast) -> None:
    """Each of them, in as many statements as there are batches."""
    lead, *others = (file(cast, category="lift-fault") for _ in range(4))
    moments = [timezone.now().replace(microsecond=0) + timedelta(minutes=number) for number in range(3)]
    for request, moment in zip(others, moments, strict=True):
        actions.merge(request=request, into=lead, actor=cast.chief, at=moment)
    actions.unmerge(request=others[0], actor=cast.chief, at=moments[0] + timedelta(minutes=5))
    with CaptureQueriesContext(connection) as taken:
        rows = {row["service_request_id"]: row for row in rows_of(take(cast, "official", BULK))}
    assert [rows[one.number]["status_description"] for one in (lead, *others)] == ["open", "open", "closed", "closed"]
    dates = [rows[one.number]["closed_date"] for one in (lead, *others)]
    assert dates == ["", "", *(timezone.localtime(moment).isoformat() for moment in moments[1:])]
    assert sum('FROM "services_requestevent"' in each["sql"] for each in taken) == 1


def test_who_takes_public_data_reads_all_that_is_left_out(cast: Cast) -> None:
    file(cast, category="lift-fault")
    Request.objects.update(level="community")
    assert rows_of(take(cast, "official", BULK)) == []
    words = client_of(cast, "official").get(BULK).content.decode()
    assert "驿站以上办的" in words


@pytest.mark.parametrize(
    ("happened", "at", "is_late"),
    [
        ("nothing", BEFORE, True),
        *(("resolve", BEFORE, False), ("resolve", AFTER, True)),
        *(("escalate", BEFORE, False), ("escalate", AFTER, True)),
        *(("suspend", BEFORE, False), ("suspend", AFTER, True)),
        *(("withdraw", AFTER, False), ("not_accept", AFTER, False)),
        *(("merge", BEFORE, False), ("merge_and_resolve", AFTER, False)),
    ],
)
def test_late_in_a_table_is_late_on_the_pages(cast: Cast, happened: str, at: datetime, is_late: bool) -> None:
    """No clock that stood still runs on; what was merged or never to be solved is not late at solving."""
    with time_machine.travel(DUE - timedelta(days=2), tick=False):
        request, lead = (file(cast, category="lift-fault") for _ in range(2))
    Request.objects.update(resolve_due_at=DUE)
    request.refresh_from_db()
    ways: dict[str, dict[str, Any]] = {
        "resolve": {"actor": cast.chief, "text": "换了主板"},
        "escalate": {"actor": cast.chief, "reason": "要检测"},
        "suspend": {"actor": cast.chief, "reason": "parts", "resume_on": (NOW + timedelta(days=9)).date()},
        "withdraw": {"actor": cast.resident},
        "not_accept": {"actor": cast.chief, "reason": "repeat", "told": "已经在办"},
        "merge": {"actor": cast.chief, "into": lead},
    }
    if how := ways.get(happened.removesuffix("_and_resolve")):
        getattr(actions, happened.removesuffix("_and_resolve"))(request=request, at=at, **how)
    if happened == "merge_and_resolve":
        actions.resolve(request=lead, actor=cast.chief, text="换了主板", at=at)
    with time_machine.travel(NOW, tick=False):
        said = [rows_of(take(cast, who, url)) for who, url in (("chief", REQUESTS), ("official", DISTRICT))]
        behind = client_of(cast, "official").get("/district/figures/resolved_late/").context["rows"]
    assert [row["办结超期"] for rows in said for row in rows if row["编号"] == request.number] == [
        "是" if is_late else "否"
    ] * 2
    assert (request.number in [row.number for row in behind]) == (is_late and happened == "resolve")
