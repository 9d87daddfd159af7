"""The receipt when somebody is in danger, or left no number: help first, and a way to be found."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from core.errors import ActionRefused
from notices.models import Notice
from services import actions
from services.models import Request
from stations.models import DutyShift
from tests.cast import Cast

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
REPORT = "/stations/jingan/report/"
GAS = {"description": "楼道里一股煤气味"}
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def on_duty(cast: Cast) -> DutyShift:
    hours = {"starts_at": MONDAY - timedelta(hours=1), "ends_at": MONDAY + timedelta(hours=8)}
    return DutyShift.objects.create(station=cast.jingan, user=cast.leader, phone_shown="06355550110", **hours)


def receipt_of(client: Client, **sent: object) -> str:
    return client.post(REPORT, sent, follow=True).content.decode()


def first_step(page: str) -> str:
    return re.search(r'<li class="now[^"]*"><b class="noprint">([^<]+)', page)[1]


@pytest.mark.parametrize(
    ("more", "end"),
    [({"phone": "13800001111"}, "马上看到，今天上午10点半前联系您"), ({}, "马上看到")],
    ids=["with a number", "nobody knows where"],
)
def test_in_danger_the_first_step_is_help(client: Client, on_duty: DutyShift, more: dict, end: str) -> None:
    assert first_step(receipt_of(client, **GAS, **more)).endswith(end)


def test_without_a_number_somebody_comes_to_the_building(client: Client, cast: Cast, on_duty: DutyShift) -> None:
    assert first_step(receipt_of(client, **GAS, building=cast.building.pk)).endswith("今天上午10点半前过去看")


def test_nobody_is_promised_while_nobody_is_on_duty(client: Client, cast: Cast) -> None:
    page = receipt_of(client, **GAS, phone="13800001111")

    assert first_step(page) == "现在驿站没人值班，消息已经发给物业经理 丁海波。请先打电话，别等。"
    assert "按规定今天" in page[page.index("已经收到</h1>") :]
    assert Notice.objects.filter(user=cast.manager, is_urgent=True).exists()
    assert "马上" not in page[page.index('id="h-danger"') : page.index("已经收到</h1>")]
    assert page.index("tel:119") < page.index("驿站电话") < page.index(">06358000000<")


def test_at_night_what_cannot_wait_is_a_rule_and_says_whom_to_call(client: Client, cast: Cast) -> None:
    with time_machine.travel(MONDAY.replace(hour=1, minute=14), tick=False):
        page = receipt_of(client, description="4号楼水管爆了，水往楼道里灌", phone="13800001111")
    request = Request.objects.get()

    assert (request.runs_around_the_clock, request.danger) == (True, "")
    assert first_step(page).startswith(
        f"现在驿站没人值班，消息已经发给{request.assignee_title} {request.assignee.name}。等不及就打"
    )
    times = [said for said in re.findall(r'<b class="noprint">([^<]+)', page) if "今天" in said]
    assert len(times) >= 2
    assert all(said.startswith("按规定今天") for said in times)
    assert "一上班先看" not in page


def test_while_somebody_is_on_duty_the_time_is_promised(client: Client, on_duty: DutyShift) -> None:
    page = receipt_of(client, description="4号楼水管爆了，水往楼道里灌", phone="13800001111")

    assert ("按规定" in page, "没人值班" in page) == (False, False)


def test_who_left_no_number_may_leave_it_on_the_receipt(client: Client, cast: Cast) -> None:
    page = receipt_of(client, description="有点事想说说")
    request = Request.objects.get()
    assert "留个电话，好找您" in page

    said = client.post(f"/requests/{request.number}/supplement/", {"phone": "138 0000 1111"}, follow=True)

    request.refresh_from_db()
    assert request.reporter_phone == "13800001111"
    assert "您留了电话" in said.content.decode()
    assert "leave-phone" not in said.content.decode()
    assert [event for event in request.events.all() if "13800001111" in f"{event.text}{event.data}"] == []


def test_a_number_that_is_none_is_explained_at_its_field_and_kept(client: Client, cast: Cast) -> None:
    path = client.post(REPORT, {"description": "有点事想说说"})["Location"]

    answer = client.post(f"{path}supplement/", {"phone": "12345"})

    assert answer.status_code == 400
    assert list(answer.context["sent"].errors) == ["phone"]
    assert 'value="12345"' in answer.content.decode()


def test_a_number_that_was_left_is_not_replaced(client: Client, cast: Cast) -> None:
    receipt_of(client, description="有点事想说说", phone="13800001111")

    with pytest.raises(ActionRefused, match="您已经留过电话了"):
        actions.supplement(
            request=Request.objects.get(), text="", phone="13900002222", actor=AnonymousUser(), as_owner=True
        )
    assert Request.objects.get().reporter_phone == "13800001111"


def test_on_paper_nobody_is_sent_to_this_page(client: Client, cast: Cast) -> None:
    page = receipt_of(client, description="有点事想说说")

    assert '<b class="noprint">您没留电话，有答复就写在这一页</b>' in page
    assert '<b class="printonly">有答复就写在网上，用编号和取件码查</b>' in page


def test_the_receipt_leads_to_the_progress_and_to_paper(client: Client, cast: Cast) -> None:
    path = client.post(REPORT, {"description": "有点事想说说"})["Location"]
    page = client.get(path).content.decode()
    assert 'href="?progress"' in page
    assert "要打印：在浏览器的菜单里点“打印”。" in page

    assert "办理进展" in client.get(f"{path}?progress").content.decode()
