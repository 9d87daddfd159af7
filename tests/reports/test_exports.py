"""Tables to take away: what is in them, who gets them, what is written down; and those made beside the pages."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook

from core.models import AuditEntry
from notices.models import Notice
from reports import tasks
from reports.actions import exporting
from reports.models import Export
from reports.tables.words import NUMBERS
from services import actions
from services.models import Request
from stations.models import Appointment
from tests import factories
from tests.cast import Cast
from tests.house.access_table import PEOPLE
from tests.house.addresses import client_of
from tests.house.lives import ABOUT_THE_COMPANY, make_lives

REQUESTS, DISTRICT = "/exports/new/requests/", "/exports/new/district/"
SUPERVISION, BULK = "/exports/new/supervision/", "/exports/new/bulk/"
PHONE = "13812345678"


def take(cast: Cast, who: str, url: str, query: str = "", file_format: str = "csv") -> Any:
    return client_of(cast, who).post(url, {"format": file_format, "query": query})


def rows_of(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def file(cast: Cast, text: str = "三单元电梯又坏了", **more: Any) -> Request:
    return factories.file(cast.jingan, text, "4", **{"by": cast.resident, **more})


# what is in them


def test_the_list_is_what_the_desk_shows_with_the_same_filter(cast: Cast) -> None:
    make_lives(cast)
    for who in ("chief", "manager", "officer"):
        for query in ("", "status=open&station=jingan", "overdue=1", "q=电梯&sort=newest"):
            listed = client_of(cast, who).get(f"/desk/requests/?{query}").context["rows"]
            numbers = [row.request.number for row in listed]
            assert [row["编号"] for row in rows_of(take(cast, who, REQUESTS, query))] == numbers, (who, query)


def test_the_list_names_no_resident_no_flat_and_no_number(cast: Cast) -> None:
    file(cast, f"李秀英家漏水，电话{PHONE}", name="李秀英", phone="13900001111", by=None)
    request = Request.objects.get()
    Request.objects.filter(pk=request.pk).update(dwelling="301")
    (row,) = rows_of(take(cast, "chief", REQUESTS))
    assert row["一句话"] == "李*家漏水，电话****"
    text = "|".join(row.values())
    assert not any(word in text for word in ("李秀英", PHONE, "13900001111", "301", "丁海波"))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"打{PHONE}没人接", "打****没人接"),
        ("打138 1234 5678没人接", "打****没人接"),
        ("0635-8234567没人接", "****没人接"),
        ("证号371502199001011234", "证号****"),
        ("2026-11-24来过，3号楼2单元1202", "2026-11-24来过，3号楼2单元1202"),
    ],
)
def test_numbers_that_lead_to_somebody_are_left_out(text: str, masked: str) -> None:
    assert NUMBERS.sub("****", text) == masked


def test_a_complaint_stands_there_without_its_words(cast: Cast) -> None:
    file(cast, ABOUT_THE_COMPANY)
    (row,) = rows_of(take(cast, "chief", REQUESTS))
    assert ABOUT_THE_COMPANY[:8] not in "|".join(row.values())
    assert rows_of(take(cast, "manager", REQUESTS)) == []


def test_a_formula_that_a_resident_typed_is_never_run(cast: Cast) -> None:
    file(cast, "=HYPERLINK(1)电梯坏了")
    (row,) = rows_of(take(cast, "chief", REQUESTS))
    assert row["一句话"] == "'=HYPERLINK(1)电梯坏了"


def test_xlsx_holds_numbers_as_numbers_and_moments_as_moments(cast: Cast) -> None:
    file(cast)
    answer = take(cast, "chief", REQUESTS, file_format="xlsx")
    page = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    head = [cell.value for cell in page[1]]
    row = dict(zip(head, page[2], strict=True))
    assert (row["退回次数"].data_type, row["退回次数"].value) == ("n", 0)
    assert row["提交时间"].is_date


def test_officials_get_every_request_of_the_month_and_nothing_anybody_said(cast: Cast) -> None:
    kept = make_lives(cast)
    Request.objects.filter(pk=kept["new"].pk).update(is_sensitive=True)
    rows = rows_of(take(cast, "official", DISTRICT))
    assert len(rows) == Request.objects.count()
    text = "|".join(value for row in rows for value in row.values())
    assert not any(word in text for word in ("老人下不来楼", "骂人", "丁海波", "陈居民", "4号楼"))
    assert {row["编号"]: row["事项"] for row in rows}[kept["new"].number] == "涉及隐私"


def test_officials_choose_a_month_and_a_station_of_theirs(cast: Cast) -> None:
    file(cast)
    assert rows_of(take(cast, "official", DISTRICT, "month=2020-01")) == []
    assert len(rows_of(take(cast, "official", DISTRICT, f"scope=s{cast.jingan.pk}"))) == 1
    assert rows_of(take(cast, "official", DISTRICT, f"scope=s{cast.hubei.pk}")) == []
    for query in ("scope=37", "scope=s99999", "month=2199-01", "month=x", "scope=110101"):
        assert take(cast, "official", DISTRICT, query).status_code == 404, query


def test_the_ledger_is_taken_with_its_filter(cast: Cast) -> None:
    kept = make_lives(cast)
    (row,) = rows_of(take(cast, "official", SUPERVISION, "state=waiting"))
    assert (row["编号"], row["进展"], row["答复超期"]) == (kept["pressed"].number, "等答复", "否")
    assert rows_of(take(cast, "official", SUPERVISION, "state=closed")) == []


def test_public_data_have_the_columns_of_georeport_and_hold_nothing_private(cast: Cast) -> None:
    shown = file(cast, category="lift-fault")
    hidden = [file(cast, ABOUT_THE_COMPANY), file(cast, "我要投诉站长，他不管事"), file(cast, "不知道怎么说")]
    private, about = file(cast, category="lift-fault"), file(cast, category="lift-fault")
    Request.objects.filter(pk=private.pk).update(is_sensitive=True)
    Request.objects.filter(pk=about.pk).update(target="hoa")
    (row,) = rows_of(take(cast, "official", BULK))
    assert list(row) == [
        *("service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description"),
        *("status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible"),
        *("address", "lat", "long"),
    ]
    assert (row["service_request_id"], row["status_description"], row["description"]) == (shown.number, "open", "")
    assert row["requested_datetime"].endswith("+08:00")
    assert row["address"] == "4号楼"
    assert len(hidden) == 3


def test_public_data_leave_out_what_was_sent_up_or_out_or_is_in_an_officers_hands(cast: Cast) -> None:
    kept, up, out, solved = (file(cast, category="lift-fault") for _number in range(4))
    for request, level in ((up, "community"), (out, "outside"), (solved, "community")):
        more = {"outside_body": "特检院", "brief": "电梯坏了"} if level == "outside" else {}
        actions.escalate(request=request, reason="要上级协调", to_level=level, actor=cast.chief, **more)
    actions.resolve(request=Request.objects.get(pk=solved.pk), actor=cast.officer, text="修好了")
    assert [row["service_request_id"] for row in rows_of(take(cast, "official", BULK))] == [kept.number]


# who gets them, and what is written down


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (REQUESTS, ["manager", "chair", "chief", "other_chief", "officer"]),
        (DISTRICT, ["official"]),
        (SUPERVISION, ["officer", "official"]),
        (BULK, ["officer", "official"]),
        ("/exports/new/nonsense/", []),
    ],
)
def test_each_table_is_for_its_readers(cast: Cast, url: str, allowed: list[str]) -> None:
    people = [person for person in PEOPLE if person != "visitor"]
    assert [who for who in people if client_of(cast, who).get(url).status_code == 200] == allowed
    assert [who for who in people if take(cast, who, url).status_code == 200] == allowed


def test_whoever_took_a_table_stands_in_the_log_without_what_they_searched_for(cast: Cast) -> None:
    file(cast)
    rows_of(take(cast, "chief", REQUESTS, "status=open&q=李秀英"))
    entry = AuditEntry.objects.get(verb="table_taken")
    assert (entry.actor, entry.scope) == (cast.chief, f"station:{cast.jingan.pk}")
    assert entry.after == {"kind": "requests", "format": "csv", "rows": 0, "query": "status=open"}


def test_to_look_at_what_would_be_taken_writes_nothing_down(cast: Cast) -> None:
    answer = client_of(cast, "chief").get(REQUESTS)
    assert (answer.status_code, AuditEntry.objects.filter(verb__startswith="table").count()) == (200, 0)


def test_an_unknown_format_is_asked_for_again(cast: Cast) -> None:
    for unknown in ("exe", ""):
        answer = take(cast, "chief", REQUESTS, file_format=unknown)
        assert answer.status_code == 400
        assert 'id="errors"' in answer.content.decode()
        assert "文件格式" in answer.content.decode()


# long ones


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 1)


@pytest.fixture
def asked(cast: Cast, long: None) -> Export:
    file(cast)
    file(cast)
    answer = take(cast, "chief", REQUESTS, "sort=newest")
    export = Export.objects.get()
    assert answer["Location"] == f"/exports/{export.pk}/"
    return export


def make(export: Export) -> Export:
    assert tasks.make_exports(timezone.now()).failed == 0
    export.refresh_from_db()
    return export


def test_a_long_one_is_made_beside_the_pages_and_whoever_asked_is_told(cast: Cast, asked: Export) -> None:
    client = client_of(cast, "chief")
    assert client.get(f"/exports/{asked.pk}/").context["export"].state == "waiting"
    assert client.get(f"/exports/{asked.pk}/file/").status_code == 404
    make(asked)
    assert (asked.state, asked.total, asked.done) == ("ready", 2, 2)
    notice = Notice.objects.get(event="table_ready")
    assert (notice.user, notice.path, notice.subject) == (cast.chief, f"/exports/{asked.pk}/", asked.name)
    rows = rows_of(client.get(f"/exports/{asked.pk}/file/"))
    assert [row["编号"] for row in rows] == [*Request.objects.order_by("-filed_at").values_list("number", flat=True)]


def test_asking_and_fetching_stand_in_the_log(cast: Cast, asked: Export) -> None:
    make(asked)
    rows_of(client_of(cast, "chief").get(f"/exports/{asked.pk}/file/"))
    verbs = AuditEntry.objects.filter(actor=cast.chief, verb__startswith="table").order_by("pk")
    assert [*verbs.values_list("verb", flat=True)] == ["table_asked_for", "table_fetched"]


def test_nobody_else_may_fetch_it(cast: Cast, asked: Export) -> None:
    make(asked)
    for who in ("manager", "chair", "officer", "official", "other_chief", "admin"):
        for path in (f"/exports/{asked.pk}/", f"/exports/{asked.pk}/file/"):
            assert client_of(cast, who).get(path).status_code == 404, (who, path)


def test_whoever_lost_the_post_gets_neither_the_file_nor_a_new_one(cast: Cast, asked: Export) -> None:
    Appointment.objects.filter(user=cast.chief).delete()
    make(asked)
    assert (asked.state, bool(asked.file)) == ("failed", False)
    assert client_of(cast, "chief").get(f"/exports/{asked.pk}/").status_code == 404


def test_a_long_one_is_read_when_it_is_made_as_its_reader_sees_it_then(cast: Cast, asked: Export) -> None:
    Request.objects.update(target="chief", level="community")
    make(asked)
    assert asked.total == 0


def test_two_workers_make_it_once(cast: Cast, asked: Export) -> None:
    now = timezone.now()
    assert [exporting.make(asked.pk, at=now), exporting.make(asked.pk, at=now)] == [True, False]


def test_what_a_dead_worker_left_is_begun_anew(cast: Cast, asked: Export) -> None:
    begun = timezone.now() - exporting.LEASE - timedelta(seconds=1)
    Export.objects.update(state="making", alive_at=begun, done=1)
    assert make(asked).state == "ready"


def test_one_that_cannot_be_made_is_tried_three_times_and_then_told(
    cast: Cast, asked: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "write_csv", lambda *_: 1 / 0)
    states = []
    for _ in range(4):
        exporting.make(asked.pk, at=timezone.now())
        asked.refresh_from_db()
        states.append(asked.state)
    assert states == ["waiting", "waiting", "failed", "failed"]
    assert [*Notice.objects.filter(event__startswith="table").values_list("event", flat=True)] == ["table_failed"]


def test_nobody_asks_for_more_than_three_at_once(cast: Cast, asked: Export) -> None:
    answers = [take(cast, "chief", REQUESTS)["Location"] for _ in range(3)]
    assert (Export.objects.count(), answers[-1]) == (3, "/exports/")


def test_after_three_days_file_and_question_are_gone(
    cast: Cast, asked: Export, django_capture_on_commit_callbacks: Any
) -> None:
    name = make(asked).file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.forget_exports(timezone.now() + timedelta(days=2)).done == 0
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.forget_exports(timezone.now() + timedelta(days=4)).done == 1
    assert (Export.objects.count(), default_storage.exists(name)) == (0, False)


def test_the_name_of_the_file_tells_nothing(cast: Cast, asked: Export) -> None:
    assert make(asked).file.name.startswith("exports/")
    assert asked.name not in asked.file.name


def test_how_far_it_is_is_asked_by_the_page_and_by_hand(cast: Cast, asked: Export) -> None:
    client = client_of(cast, "chief")
    Export.objects.update(state="making", done=1)
    part = client.get(f"/exports/{asked.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 3s" in part
    assert "<html" not in part
    assert "看看做好没有" in client.get(f"/exports/{asked.pk}/").content.decode()
    make_ready = Export.objects.get()
    Export.objects.update(state="waiting")
    make(make_ready)
    assert "every 3s" not in client.get(f"/exports/{asked.pk}/").content.decode()


def test_a_worker_makes_it_where_there_are_workers(
    cast: Cast, long: None, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASK_BACKEND = "database"  # the queue itself stays the one of the tests, which runs in process
    file(cast)
    file(cast)
    with django_capture_on_commit_callbacks(execute=True):
        take(cast, "chief", REQUESTS)
    assert Export.objects.get().state == "ready"


def test_a_table_is_in_the_language_of_whoever_asked(cast: Cast, asked: Export) -> None:
    Export.objects.update(language="en")
    make(asked)
    (first, *_rest) = rows_of(client_of(cast, "chief").get(f"/exports/{asked.pk}/file/"))
    assert "编号" not in first


def test_the_list_of_tables_offers_what_is_theirs(cast: Cast, asked: Export) -> None:
    context = client_of(cast, "chief").get("/exports/").context
    assert ([kind for kind, *_words in context["kinds"]], len(context["exports"])) == (["requests"], 1)
    context = client_of(cast, "official").get("/exports/").context
    assert [kind for kind, *_words in context["kinds"]] == ["district", "supervision", "bulk"]
    assert context["exports"] == []


def test_supervised_requests_are_not_lost_when_rows_are_read_in_batches(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("reports.tables.batches.AT_ONCE", 2)
    make_lives(cast)
    actions.note(request=Request.objects.order_by("pk")[0], actor=cast.chief, text="看过了")
    rows = rows_of(take(cast, "chief", REQUESTS))
    assert len({row["编号"] for row in rows}) == len(rows) > 2


def test_what_no_database_takes_is_left_out_of_the_question(cast: Cast, long: None) -> None:
    file(cast)
    file(cast)
    assert take(cast, "chief", REQUESTS, "status=open%00&q=%00&x%00=1").status_code == 302
    assert Export.objects.get().query == "status=open&q="
