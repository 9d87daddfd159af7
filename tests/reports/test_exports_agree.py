"""Tables to take away say what the pages say: whether it was late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from core.calendar import SHANGHAI
from services import actions
from services.models import Request
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.test_exports import DISTRICT, REQUESTS, file, rows_of, take

DUE = datetime(2026, 11, 25, 18, 0, tzinfo=SHANGHAI)
BEFORE, AFTER, NOW = DUE - timedelta(hours=8), DUE + timedelta(days=1), DUE + timedelta(days=2)


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
