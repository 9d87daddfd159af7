"""A month of work for the tests of monthly reports: October 2026 is over, and requests of it are in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.calendar import SHANGHAI
from reports import actions as report_actions
from reports.models import ReportVersion, StationText
from services import actions
from services.models import Request
from stations.models import Division, Station
from tests import factories
from tests.cast import Cast

MONTH = "2026-10"


def october(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=SHANGHAI)


NOVEMBER = datetime(2026, 11, 1, 9, 0, tzinfo=SHANGHAI)


def filed(station: Station, at: datetime, text: str = "楼道灯不亮", **more: Any) -> Request:
    return factories.file(station, text, at=at, **{"category": "public-facilities", **more})


def done(request: Request, actor: Any, at: datetime, satisfaction: str = "satisfied", **said: Any) -> Request:
    """Solved, and rated by whoever filed it."""
    actions.resolve(request=request, actor=actor, text="换了灯泡", at=at)
    said = {"reached": True, "solved": True, **said}
    owner = {"actor": request.reporter} if request.reporter_id else {"actor": actor}
    actions.rate(request=request, satisfaction=satisfaction, at=at + timedelta(hours=1), **owner, **said)
    return request


def a_month(cast: Cast) -> list[Request]:
    """Six of jingan (five rated, one open), one of huaji; some in September, for the comparison."""
    found = []
    for number, satisfaction in enumerate(("satisfied", "satisfied", "basic", "dissatisfied", "satisfied")):
        request = filed(cast.jingan, october(12 + number), by=cast.resident, building="4")
        found.append(done(request, cast.manager, october(13 + number), satisfaction))
    found.append(filed(cast.jingan, october(20), "三单元电梯又坏了", category="lift-fault", by=cast.resident))
    found.append(filed(cast.huaji, october(21), by=cast.stranger))
    return found


def county() -> Division:
    return Division.objects.get(pk=factories.COUNTY)


def drafted(cast: Cast, at: datetime = NOVEMBER) -> ReportVersion:
    version, _made = report_actions.draft_report(division=county(), month=MONTH, actor=cast.official, at=at)
    assert version is not None
    return version


def text_of(version: ReportVersion, station: Station) -> StationText:
    return StationText.objects.select_related("version__report__division", "station").get(
        version=version, station=station
    )
