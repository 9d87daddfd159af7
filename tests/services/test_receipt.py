"""The page of one request, from the receipt to the end: who may open it, and what it says."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services import actions
from services.held import COOKIE
from services.models import Photo, Request, RequestEvent
from services.pages.timeline import SAID, TO_OWNER, sentence
from services.vocabulary import EventKind, Status
from stations.models import Appointment, DutyShift
from tests import factories
from tests.cast import Cast
from tests.uploads import photo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
LIFT = "三单元电梯又坏了，老人下不来楼"
REPORT = "/stations/jingan/report/"


@pytest.fixture
def filed(client: Client, cast: Cast) -> Request:
    """Filed by a visitor; `client` holds the code."""
    client.post(REPORT, {"description": LIFT, "phone": "13800001111", "building": cast.building.pk})
    return Request.objects.get()


def page_of(client: Client, request: Request) -> str:
    answer = client.get(request.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@time_machine.travel(MONDAY, tick=False)
def test_the_receipt_says_number_code_who_and_until_when_in_this_order(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT, "phone": "13800001111"})

    said = words(page_of(client, Request.objects.get()))
    order = [
        "已经收到",
        "JA-2611-0001",
        "取件码",
        "物业经理 丁海波",
        "负责",
        "有人给您打电话",
        "明天（周二）上午10点前办好",
    ]
    places = [said.find(word) for word in order]
    assert places == sorted(places)
    assert -1 not in places


@time_machine.travel(MONDAY, tick=False)
def test_on_paper_the_promise_has_a_date(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT})
    filed = Request.objects.get()

    assert '<b class="printonly">按规定11月24日（周二）上午10点前办好</b>' in page_of(client, filed)


def test_the_code_is_shown_only_to_the_browser_that_filed(client: Client, cast: Cast, filed: Request) -> None:
    assert len(re.findall(r"取件码 \d{6}", page_of(client, filed))) == 1

    desk = Client()
    desk.force_login(cast.chief)
    assert re.findall(r"取件码 \d{6}", page_of(desk, filed)) == []


def test_a_phone_is_offered_only_when_it_is_shown_to_everybody(client: Client, cast: Cast, filed: Request) -> None:
    assert cast.manager.phone not in page_of(client, filed)

    Appointment.objects.filter(user=cast.manager, post="property_manager").update(phone_shown="06355550102")
    assert 'href="tel:06355550102"' in page_of(client, filed)


def test_danger_comes_first_with_the_numbers_and_whoever_is_on_duty(client: Client, cast: Cast) -> None:
    now = timezone.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    DutyShift.objects.create(station=cast.jingan, user=cast.leader, phone_shown="06355550110", **hours)
    page = client.post(REPORT, {"description": "楼道里一股煤气味"}, follow=True).content.decode()

    main = page[page.index("<main") :]
    assert re.findall(r'href="tel:(\d+)"', main)[:2] == ["119", "06355550110"]
    assert main.index("tel:119") < main.index("已经收到")


def test_of_several_dangers_everybody_to_call_is_named(client: Client, cast: Cast) -> None:
    page = client.post(REPORT, {"description": "闻到煤气味，我妈晕倒了"}, follow=True).content.decode()

    assert re.findall(r'href="tel:(\d{3})"', page) == ["119", "120"]


def test_photos_are_before_and_after_only_when_there_is_an_after(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT, "photos": photo()})
    filed = Request.objects.get()
    assert "处理前" not in page_of(client, filed)

    actions.take(request=filed, actor=cast.manager)
    stored = Photo.objects.get()
    stored.pk, stored.is_after = None, True
    stored.save()
    assert "处理前" in page_of(client, filed)


def test_the_name_that_was_given_stands_on_the_receipt(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT, "name": "王大妈"})

    assert "您的称呼 王大妈" in words(page_of(client, Request.objects.get()))


def test_an_unclear_sentence_says_nothing_technical(client: Client, cast: Cast) -> None:
    said = words(client.post(REPORT, {"description": "有点事想说说"}, follow=True).content.decode())

    assert "站长 韩立群 先看，再安排人" in said
    assert "哪类事" not in said


def test_who_left_no_number_is_told_where_the_answer_will_stand(client: Client, cast: Cast) -> None:
    said = words(client.post(REPORT, {"description": LIFT}, follow=True).content.decode())

    assert "您没留电话，有答复就写在这一页" in said


@pytest.mark.parametrize("number", ["JA-2611-9999", "nonsense", "JA-2611-0001'"])
def test_no_access_and_no_such_number_are_the_same_404(cast: Cast, filed: Request, number: str) -> None:
    stranger = Client()
    stranger.force_login(cast.stranger)
    answers = [c.get(f"/requests/{n}/") for c in (Client(), stranger) for n in (filed.number, number)]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1


def test_station_people_read_the_residents_view_and_change_nothing(cast: Cast, filed: Request) -> None:
    desk = Client()
    desk.force_login(cast.chief)

    page = page_of(desk, filed)

    assert "这是居民看到的样子" in page
    assert re.findall(r'<form[^>]*action="/requests/', page) == []
    assert desk.post(f"/requests/{filed.number}/withdraw/").status_code == 404


def test_the_side_complained_about_gets_404(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": "投诉物业，电话没人接，态度太差"})
    request = Request.objects.get()
    desk = Client()
    desk.force_login(cast.manager)

    assert request.target == "property"
    assert desk.get(request.get_absolute_url()).status_code == 404
    assert "物业那一方看不到" in page_of(client, request)


def test_a_forged_or_spoiled_cookie_opens_nothing(cast: Cast, filed: Request) -> None:
    for value in ("", "x", '{"JA-2611-0001": ["123456", 0]}', "eyJhIjoxfQ:1:abc"):
        visitor = Client()
        visitor.cookies[COOKIE] = value
        assert visitor.get(filed.get_absolute_url()).status_code == 404


def test_a_renewed_code_closes_the_page_to_the_old_one(client: Client, cast: Cast, filed: Request) -> None:
    actions.renew_code(request=filed, actor=cast.chief)

    assert client.get(filed.get_absolute_url()).status_code == 404


def test_what_was_filed_while_signed_in_is_closed_after_signing_out(cast: Cast) -> None:
    shared = Client()
    shared.force_login(cast.resident)
    path = shared.post(REPORT, {"description": LIFT})["Location"]
    cookie = shared.cookies[COOKIE].value
    assert "取件码" in shared.get(path).content.decode()

    shared.logout()
    shared.cookies[COOKIE] = cookie
    assert shared.get(path).status_code == 404


def test_the_timeline_tells_only_what_is_public_newest_first(client: Client, cast: Cast, filed: Request) -> None:
    actions.take(request=filed, actor=cast.manager)
    actions.contact(request=filed, actor=cast.manager, note="约好下午来")
    actions.note(request=filed, actor=cast.manager, text="内部话，别外传")
    actions.note(request=filed, actor=cast.manager, text="配件到了", public=True)

    said = words(page_of(client, filed))

    order = ["物业经理 丁海波答复您", "配件到了", "物业经理 丁海波联系了您", "约好下午来", "开始办了", "您提交了这件事"]
    places = [said.find(word) for word in order]
    assert places == sorted(places)
    assert -1 not in places
    assert "内部话" not in said


@pytest.mark.parametrize("kind", EventKind.values)
@pytest.mark.parametrize("to_owner", [True, False])
def test_every_event_has_a_sentence_even_with_nothing_in_it(kind: str, to_owner: bool) -> None:
    said = sentence(RequestEvent(kind=kind), to_owner=to_owner, now=timezone.now())

    assert said
    assert "%" not in said


def test_no_event_is_told_twice_or_left_out() -> None:
    assert set(SAID) == set(EventKind)
    assert set(TO_OWNER) <= set(SAID)


def test_the_rating_asks_three_things_and_selects_nothing(client: Client, cast: Cast, filed: Request) -> None:
    actions.resolve(request=filed, actor=cast.manager, text="换了门机")

    page = page_of(client, filed)

    assert set(re.findall(r'type="radio" name="(\w+)"', page)) == {"reached", "solved", "satisfaction"}
    assert re.findall(r'type="radio"[^>]*checked', page) == []


def test_a_refused_request_says_why_and_what_to_do_instead(client: Client, cast: Cast, filed: Request) -> None:
    actions.not_accept(request=filed, actor=cast.chief, reason="out_of_scope", told="请找社区二号窗口")

    said = words(page_of(client, filed))

    assert "驿站没接 JA-" in said
    assert "这件事驿站没接：不归驿站和社区管。 请找社区二号窗口" in said


def test_a_merged_one_follows_the_work_and_learns_nothing_of_the_neighbour(
    client: Client, cast: Cast, filed: Request
) -> None:
    lead = factories.file(cast.jingan, "三单元电梯停了，我姓赵住顶层", "4", name="赵大妈", phone="13800002222")
    actions.merge(request=filed, into=lead, actor=cast.chief)
    actions.take(request=lead, actor=cast.manager)
    actions.note(request=lead, actor=cast.manager, text="赵大妈您好，下午来", public=True)
    actions.supplement(request=lead, actor=cast.resident, text="我家顶层", as_owner=True)

    said = words(page_of(client, filed))

    assert "物业经理 丁海波开始办了" in said
    assert [word for word in ("赵", "顶层", lead.number, "13800002222", "138****2222") if word in said] == []


@pytest.mark.parametrize("status", Status.values)
def test_every_status_reads_well(client: Client, cast: Cast, filed: Request, status: str) -> None:
    Request.objects.update(status=status, filed_at=timezone.now() - timedelta(days=2), closed_at=timezone.now())

    said = words(page_of(client, filed))

    assert f"{filed.number} {filed.title}" in said
    assert "None" not in said


def test_a_late_one_says_so_plainly_and_offers_to_urge(client: Client, cast: Cast, filed: Request) -> None:
    Request.objects.update(resolve_due_at=timezone.now() - timedelta(days=1), status=Status.IN_PROGRESS)

    page = page_of(client, filed)

    assert "现在晚了" in page
    assert page.index("/urge/") < page.index("办理进展")


@pytest.mark.parametrize("who", ["visitor", "resident", "chief"])
@pytest.mark.parametrize("busy", [1, 12])
def test_the_page_takes_at_most_8_statements(cast: Cast, who: str, busy: int) -> None:
    client = Client()
    if who != "visitor":
        client.force_login(cast.resident)
    path = client.post(REPORT, {"description": LIFT, "photos": [photo()], "building": cast.building.pk})["Location"]
    request = Request.objects.get()
    actions.take(request=request, actor=cast.manager)
    for _ in range(busy):
        actions.note(request=request, actor=cast.manager, text="还在等", public=True)
        factories.file(cast.jingan, LIFT, "4", by=cast.resident)
    if who == "chief":
        client.force_login(cast.chief)
    client.get(path)

    with CaptureQueriesContext(connection) as taken:
        answer = client.get(path)

    assert answer.status_code == 200
    assert len(taken) <= 8, "\n".join(query["sql"][:120] for query in taken)


def test_a_complaint_says_who_knows_the_name(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": "投诉垃圾桶太臭没人清", "phone": "13800001111"})
    request = Request.objects.get()

    assert "您的姓名、电话站长和派单的人知道，只管办的人看不到。" in page_of(client, request)
    assert not cast.manager.has_perm("services.see_reporter", request)
    Request.objects.update(escalated_to="社区")
    assert "您的姓名、电话站长、派单的人和上级知道" in page_of(client, Request.objects.get())
