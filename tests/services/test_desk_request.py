"""The desk's page of one request: who sees what of it, and that a long life costs no more statements."""

import re

import pytest
from django.test import Client

from services import actions
from services.models import Request
from services.vocabulary import Status
from tests import factories
from tests.cast import Cast
from tests.uploads import photo


@pytest.fixture
def lift(cast: Cast) -> Request:
    return factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident, name="陈居民", phone="13812340427")


def page_of(client: Client, user: object, request: Request, path: str = "") -> str:
    client.force_login(user)
    response = client.get(request.desk_url + path)
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def buttons(page: str) -> list[str]:
    return re.findall(r'id="do-(\w+)"', page)


def test_a_visitor_is_sent_to_sign_in(client: Client, lift: Request) -> None:
    assert client.get(lift.desk_url).headers["Location"] == f"/sign-in/?next={lift.desk_url}"


@pytest.mark.parametrize("who", ["resident", "mediator", "official", "stranger", "other_chief", "admin", "officer"])
def test_a_stranger_gets_404(cast: Cast, client: Client, lift: Request, who: str) -> None:
    assert page_of(client, getattr(cast, who), lift) == "404"


def test_a_number_that_does_not_exist_is_404(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)

    assert client.get("/desk/requests/JA-9999-0001/").status_code == 404


def test_a_dismissed_member_gets_404(cast: Cast, client: Client, lift: Request) -> None:
    cast.chief.appointments.update(ends_on="2025-06-01")

    assert page_of(client, cast.chief, lift) == "404"


def test_the_reporter_is_masked(cast: Cast, client: Client, lift: Request) -> None:
    page = page_of(client, cast.manager, lift)

    assert "陈*" in page
    assert "138****0427" in page
    assert "13812340427" not in page
    assert "陈居民" not in page


def test_who_comes_for_the_number_finds_the_question_open(cast: Cast, client: Client, lift: Request) -> None:
    assert '<details class="reveal">' in page_of(client, cast.chief, lift)
    assert '<details class="reveal" open>' in page_of(client, cast.chief, lift, "reveal/")


def test_the_author_of_a_complaint_stays_unnamed_to_the_handler(cast: Cast, client: Client) -> None:
    noise = factories.file(cast.jingan, "楼上装修太吵", "4", name="张三", phone="13812340427")
    page = page_of(client, cast.leader, noise)

    assert noise.assignee == cast.leader
    assert "不公开" in page
    assert "0427" not in page
    assert "张*" not in page


def test_the_handler_of_a_new_one_may_press_once_to_take_it(cast: Cast, client: Client, lift: Request) -> None:
    page = page_of(client, cast.manager, lift)

    assert buttons(page)[0] == "take"
    assert {"contact", "return", "transfer", "resolve", "ask_extension"} <= set(buttons(page))


def test_a_chief_is_offered_what_the_table_allows(cast: Cast, client: Client, lift: Request) -> None:
    assert buttons(page_of(client, cast.chief, lift)) == [
        *("assign", "contact", "note", "classify", "add_co_handler", "suspend", "escalate", "resolve"),
        *("not_accept", "merge", "renew_code"),
    ]


def test_somebody_who_reads_along_has_no_buttons(cast: Cast, client: Client, lift: Request) -> None:
    assert buttons(page_of(client, cast.leader, lift)) == []


def test_people_who_cannot_have_it_are_shown_and_cannot_be_chosen(cast: Cast, client: Client) -> None:
    complaint = factories.file(cast.jingan, "物业态度太差，投诉物业", "4")
    page = page_of(client, cast.chief, complaint, "assign/")
    disabled = set(re.findall(r'<input type="radio" name="to" value="(\d+)"[^>]* disabled', page))

    assert disabled == {str(cast.manager.pk)}
    assert "要回避" in page


def test_the_proposal_of_the_rule_stands_first_and_is_ticked(cast: Cast, client: Client, lift: Request) -> None:
    page = page_of(client, cast.chief, lift, "assign/")
    first = re.search(r'<input type="radio" name="to" value="(\d+)"([^>]*)>', page)

    assert (first[1], "checked" in first[2]) == (str(cast.manager.pk), True)


def test_why_it_was_routed_so_is_told(cast: Cast, client: Client, lift: Request) -> None:
    assert "这类事归物业经理；派给物业经理丁海波。" in page_of(client, cast.chief, lift)


def test_the_internal_entries_carry_a_tag(cast: Cast, client: Client, lift: Request) -> None:
    actions.note(request=lift, text="居民很着急", actor=cast.chief)
    page = page_of(client, cast.chief, lift)

    assert re.search(r"<b>内部记录</b> · \S+ 韩立群 <strong[^>]*>.*?内部</strong><div[^>]*>居民很着急", page, re.S)


def test_what_looks_the_same_is_offered_to_be_merged_into_the_older(cast: Cast, client: Client, lift: Request) -> None:
    younger = factories.file(cast.jingan, "电梯坏了没人修", "4")
    factories.file(cast.jingan, "电梯坏了没人修", "3")
    page = page_of(client, cast.chief, lift)

    assert re.findall(r'action="/desk/requests/([^/]+)/merge/"><input[^>]+>', page)[0] == younger.number
    assert re.findall(r'name="into" value="([^"]+)"', page) == [lift.number]


def test_merged_ones_stand_with_the_one_that_leads(cast: Cast, client: Client, lift: Request) -> None:
    younger = factories.file(cast.jingan, "我家也是，电梯坏了", "4")
    actions.merge(request=younger, into=lift, actor=cast.chief)
    page = page_of(client, cast.chief, lift)

    assert "并进来1件" in page
    assert younger.desk_url in page


def test_photos_stand_with_the_words(cast: Cast, client: Client, lift: Request) -> None:
    client.force_login(cast.manager)
    client.post(f"{lift.desk_url}note/", {"text": "看过了", "photos": [photo()]})
    stored = lift.photos.get()

    assert page_of(client, cast.chief, lift).count(f"/photos/{stored.pk}/thumb/") == 2


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_takes_at_most_ten_statements_however_long_its_life(
    cast: Cast, client: Client, lift: Request, count: int, django_assert_max_num_queries: object
) -> None:
    actions.take(request=lift, actor=cast.manager)
    for number in range(count):
        actions.note(request=lift, text=f"第{number}次", actor=cast.manager)
        factories.file(cast.jingan, "电梯坏了没人修", "4")
    actions.add_co_handler(request=lift, user=cast.leader, actor=cast.chief)
    for user in (cast.chief, cast.manager):
        client.force_login(user)
        client.get(lift.desk_url)
        with django_assert_max_num_queries(10):
            assert client.get(lift.desk_url).status_code == 200


@pytest.fixture
def brief(cast: Cast) -> Request:
    """The manager is asked for a word on a complaint about the property company."""
    complaint = factories.file(
        cast.jingan, "物业欺负老人，水管漏了不修，投诉物业", "4", name="崔桂芳", phone="13812340427", by=cast.resident
    )
    words = "请说明四号楼水管维修的记录。"
    actions.add_co_handler(request=complaint, user=cast.manager, actor=cast.chief, brief=words)
    actions.note(request=complaint, text="居民住301，很激动", actor=cast.chief, public=True)
    return complaint


@pytest.mark.parametrize("path", ["", "note/"])
def test_one_who_has_to_stand_aside_sees_the_brief_and_nothing_else(
    cast: Cast, client: Client, brief: Request, path: str
) -> None:
    page = page_of(client, cast.manager, brief, path)

    assert "请说明四号楼水管维修的记录。" in page
    assert brief.number in page
    secrets = ("欺负老人", "水管漏了", "崔", "0427", "号楼</", "4号楼", "301", "陈", "photos/", "很激动", brief.title)
    assert [secret for secret in secrets if secret in page] == []


def test_the_answer_to_a_brief_is_internal_and_leads_back_to_it(cast: Cast, client: Client, brief: Request) -> None:
    client.force_login(cast.manager)
    response = client.post(f"{brief.desk_url}note/", {"text": "11月3日已修好。", "public": "1"})
    event = brief.events.first()

    assert (response.status_code, response.headers["Location"]) == (302, brief.desk_url)
    assert (event.text, event.is_public, event.actor) == ("11月3日已修好。", False, cast.manager)
    assert "11月3日已修好。" in page_of(client, cast.manager, brief)


def test_an_empty_answer_to_a_brief_says_so_and_still_tells_nothing(cast: Cast, client: Client, brief: Request) -> None:
    client.force_login(cast.manager)
    response = client.post(f"{brief.desk_url}note/", {"text": " "})

    assert response.status_code == 400
    assert "欺负老人" not in response.content.decode()


@pytest.mark.parametrize("action", ["assign", "take", "resolve", "reveal", "merge", "renew_code", "contact"])
def test_a_brief_opens_nothing_else(cast: Cast, client: Client, brief: Request, action: str) -> None:
    client.force_login(cast.manager)
    paths = [client.get(f"{brief.desk_url}{action}/"), client.post(f"{brief.desk_url}{action}/", {"text": "x"})]

    assert [response.status_code for response in paths] == [404, 404]


def test_the_notice_of_a_brief_does_not_carry_the_residents_words(cast: Cast, brief: Request) -> None:
    notice = cast.manager.notices.get(event="co_handler")

    assert brief.title not in str(notice.__dict__)


def test_an_ended_request_can_still_be_read(cast: Cast, client: Client, lift: Request) -> None:
    Request.objects.filter(pk=lift.pk).update(status=Status.CLOSED)

    assert buttons(page_of(client, cast.chief, lift)) == ["note", "renew_code"]


def test_what_it_may_be_about_stands_there_as_three_large_buttons(cast: Cast, client: Client) -> None:
    unclear = factories.file(cast.jingan, "楼下有点吵还有味道")
    client.force_login(cast.chief)
    html = client.get(f"/desk/requests/{unclear.number}/").content.decode()

    assert html.count('<button class="btn" name="category"') == 3
