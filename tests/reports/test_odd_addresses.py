"""Whatever stands in the address of figures, reports and tables: a page or 404 or 400, never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.models import Export, Report
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.reports.monthly import filed, october

HUGE = "9" * 30
OFFICIALS = [
    "/district/",
    "/district/stations/",
    "/district/figures/received/",
    "/district/supervision/",
    "/district/topics/",
    "/district/reports/",
    "/district/reports/2026-10/",
    "/district/reports/2026-10/report.csv",
    "/exports/",
    "/exports/new/district/",
    "/exports/new/bulk/",
    "/exports/new/supervision/",
]
ODD = [
    "month=2026-13",
    "month=2026-00&scope=",
    "month=９９９９-12",
    "month=0000-01",
    "month=9999-12",
    f"month={'2' * 10_000}",
    f"page={HUGE}",
    "page=-1",
    f"page={'9' * 5_000}",
    "version=abc",
    f"version={HUGE}",
    "scope=%ED%A0%80",
    "scope=371502%FF",
    f"dim=category&value={HUGE}",
    "dim=category&value=%C2%B2",
    "dim=station&value=s1",
    "dim=building&value=1",
    "dim=nature",
    "sort=__class__&dir=x&kind=x",
    "station=nowhere&level=9&state=x&side=x",
    "dim=channel&dim=nature&value=web&value=%F0%9F%91%A9",
]


def test_the_officials_pages_hold_whatever_is_asked(cast: Cast) -> None:
    filed(cast.jingan, october(20))
    client: Client = client_of(cast, "official")
    client.post("/district/reports/begin/", {"month": "2026-10"})
    answers = {(path, query): client.get(f"{path}?{query}").status_code for path in OFFICIALS for query in ODD}
    assert {key: status for key, status in answers.items() if status not in (200, 400, 404)} == {}
    assert {client.get(f"{path}?scope=%00").status_code for path in OFFICIALS} == {400}


@pytest.mark.parametrize("path", ["/desk/figures/", "/desk/report/", "/desk/topics/", "/exports/new/requests/"])
def test_the_chiefs_pages_hold_whatever_is_asked(cast: Cast, path: str) -> None:
    client = client_of(cast, "chief")
    assert {client.get(f"{path}?{query}").status_code for query in ODD} <= {200, 404}


@pytest.mark.parametrize("month", ["2026-13", "", "x" * 10_000, "2026-11\0", "９９９９-12", "2199-01", "1999-12"])
def test_a_report_of_no_month_is_not_begun(cast: Cast, month: str) -> None:
    answer = client_of(cast, "official").post("/district/reports/begin/", {"month": month})
    assert (answer.status_code, Report.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "query", ["scope=%ED%A0%80", "q=%00\0&month=x", "&" * 3000, "a=" * 400, "station=hubei&q=" + "字" * 5000]
)
def test_a_question_that_was_sent_back_otherwise(cast: Cast, query: str) -> None:
    for kind, who in (("requests", "chief"), ("bulk", "official")):
        answer = client_of(cast, who).post(f"/exports/new/{kind}/", {"format": "csv", "query": query})
        assert answer.status_code in (200, 400, 404)
    assert Export.objects.count() == 0


def test_to_look_changes_nothing_and_a_form_of_elsewhere_neither(cast: Cast) -> None:
    factories.file(cast.jingan, "路灯不亮", category="public-facilities")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.official)
    for path in (
        "/district/reports/begin/",
        "/district/reports/2026-10/publish/",
        "/district/reports/2026-10/texts/1/accept/",
        "/exports/new/bulk/",
        "/desk/topics/1/open/",
        "/desk/report/2026-10/",
    ):
        assert strict.post(path, {"month": "2026-10", "format": "csv"}).status_code == 403, path
    for path in ("/district/reports/begin/", "/district/reports/2026-10/publish/", "/desk/topics/1/open/"):
        assert strict.get(path, {"month": "2026-10"}).status_code == 405, path
    assert Report.objects.count() == 0


def test_a_station_writes_its_own_text_and_no_other(cast: Cast) -> None:
    filed(cast.jingan, october(20))
    official = client_of(cast, "official")
    official.post("/district/reports/begin/", {"month": "2026-10"})
    chief = client_of(cast, "chief")
    sent = {"done": "擦了楼道", "hard": "", "edits": HUGE, "station": "hubei", "state": "accepted", "version": "1"}
    assert chief.post("/desk/report/2026-10/?station=hubei", sent).status_code == 404
    answer = chief.post("/desk/report/2026-10/", sent)
    assert answer.status_code == 400
    assert chief.post("/desk/report/2026-10/", {**sent, "edits": ""}).status_code == 302
    texts = Report.objects.get().versions.get().station_texts.all()
    assert [(text.station.slug, text.state) for text in texts if text.done] == [("jingan", "submitted")]
    theirs = [text.pk for text in texts if text.done]
    assert client_of(cast, "officer").post(f"/district/reports/2026-10/texts/{theirs[0]}/accept/").status_code == 404
