"""Several at once: the action of one, once for each, and the results told one by one."""

import re

import pytest
from django.test import Client

from services import actions
from services.models import Request
from services.vocabulary import EventKind, Status
from tests import factories
from tests.cast import Cast

BULK = "/desk/requests/bulk/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chief)
    return client


@pytest.fixture
def three(cast: Cast) -> list[Request]:
    return [factories.file(cast.jingan, text, "4") for text in ("电梯又坏了", "电梯坏了没人修", "电梯门关不上")]


def picks(requests: list[Request]) -> list[str]:
    return [f"{request.number}:{request.version}" for request in requests]


def fresh(requests: list[Request]) -> list[Request]:
    return [Request.objects.get(pk=request.pk) for request in requests]


def test_all_are_given_to_one_person_with_a_word(cast: Cast, desk: Client, three: list[Request]) -> None:
    back = "/desk/requests/?status=assigned"
    data = {"do": "assign", "pick": picks(three), "to": cast.leader.pk, "note": "他在现场", "back": back}
    response = desk.post(BULK, data)

    assert (response.status_code, response.headers["Location"]) == (302, back)
    assert {request.assignee for request in fresh(three)} == {cast.leader}
    assert [request.events.filter(kind=EventKind.ASSIGNED).count() for request in three] == [2, 2, 2]


def test_each_is_checked_by_itself_and_the_refused_say_why(cast: Cast, desk: Client, three: list[Request]) -> None:
    complaint = factories.file(cast.jingan, "物业态度太差，投诉物业", "4")
    changed = three[0]
    shown = picks([*three, complaint])
    actions.note(request=changed, text="我先看看", actor=cast.chair)
    response = desk.post(BULK, {"do": "assign", "pick": shown, "to": cast.manager.pk, "note": "统一安排"})
    page = response.content.decode()

    assert response.status_code == 200
    assert "要回避" in page
    assert "我先看看" not in page
    assert "2件没办成，2件办好了" in re.sub(r"\s", "", page)
    assert [request.assignee for request in fresh([complaint])] == [cast.chief]


def test_when_nothing_was_done_the_answer_is_400(cast: Cast, desk: Client, three: list[Request]) -> None:
    response = desk.post(BULK, {"do": "assign", "pick": picks(three), "to": cast.leader.pk})

    assert response.status_code == 400
    assert response.content.decode().count("请写一句为什么") == 3


def test_the_others_follow_the_oldest(cast: Cast, desk: Client, three: list[Request]) -> None:
    page = desk.post(BULK, {"do": "merge", "pick": picks(three[::-1])}).content.decode()
    assert f'name="lead" value="{three[0].number}" checked' in page
    data = {"do": "merge", "pick": picks(three[::-1]), "note": "同一部电梯", "lead": three[0].number}
    desk.post(BULK, data)
    lead, *others = fresh(three)

    assert (lead.status, {other.merged_into for other in others}) == (Status.ASSIGNED, {lead})
    assert lead.events.first().text == "同一部电梯"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"do": "assign"}, "请先勾选要办的诉求。"),
        ({"do": "assign", "pick": "JA-9999-0001:1", "to": "1"}, "请先勾选要办的诉求。"),
        ({"do": "merge", "pick": "FIRST"}, "并案至少要勾选两件。"),
        ({"do": "assign", "pick": "FIRST"}, "请选派给谁。"),
        ({"do": "assign", "pick": "FIRST", "to": "999999"}, "请选派给谁。"),
        ({"do": "fly", "pick": "FIRST"}, ""),
        ({"pick": "FIRST", "to": "x" * 99}, ""),
        ({"do": "merge", "pick": ["\0", ":", "x:y", "9" * 500]}, "请先勾选要办的诉求。"),
    ],
)
def test_what_is_missing_is_said_over_the_list(
    cast: Cast, desk: Client, three: list[Request], data: dict, words: str
) -> None:
    if data["pick" if "pick" in data else "do"] == "FIRST":
        data = {**data, "pick": picks(three)[0]}
    response = desk.post(BULK, data, follow=True)

    assert response.redirect_chain == [("/desk/requests/", 302)]
    assert words in response.content.decode()


def test_a_request_of_another_station_is_not_touched(cast: Cast, desk: Client, three: list[Request]) -> None:
    other = factories.file(cast.hubei, "路灯不亮")
    desk.post(BULK, {"do": "merge", "pick": picks([*three, other]), "lead": three[0].number})
    other.refresh_from_db()

    assert other.merged_into is None


@pytest.mark.parametrize("who", ["resident", "leader", "stranger", "admin"])
def test_who_does_not_triage_gets_404(cast: Cast, client: Client, three: list[Request], who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.post(BULK, {"do": "merge", "pick": picks(three)}).status_code == 404


def test_there_is_nothing_to_open(desk: Client) -> None:
    assert desk.get(BULK).status_code == 405


def test_another_one_may_lead_and_the_merge_can_be_undone(cast: Cast, desk: Client, three: list[Request]) -> None:
    data = {"do": "merge", "pick": picks(three), "lead": three[1].number}
    page = desk.post(BULK, data, follow=True).content.decode()
    assert f"2件并到{three[1].number}了。" in page
    assert {request.merged_into for request in fresh([three[0], three[2]])} == {three[1]}
    undo = re.findall(r'name="pick" value="([^"]+)"', page.split("<main")[1].split("撤销")[0])
    desk.post(BULK, {"do": "unmerge", "pick": undo})

    assert {request.merged_into for request in fresh(three)} == {None}


def test_different_buildings_and_kinds_are_pointed_out(cast: Cast, desk: Client, three: list[Request]) -> None:
    other = factories.file(cast.jingan, "路灯不亮", "3")
    page = desk.post(BULK, {"do": "merge", "pick": picks([three[0], other])}).content.decode()

    assert "它们不在同一栋楼，不是同一类事" in page


def test_what_was_ticked_chosen_and_typed_is_kept(cast: Cast, desk: Client, three: list[Request]) -> None:
    data = {"do": "assign", "pick": picks(three[:2]), "note": "写了很久"}
    page = desk.post(BULK, data, follow=True).content.decode()

    assert (page.count(" checked aria-label"), 'value="写了很久"' in page) == (2, True)
    assert desk.get("/desk/requests/").content.decode().count(" checked aria-label") == 0


def test_the_refused_can_be_tried_again_from_the_page(cast: Cast, desk: Client, three: list[Request]) -> None:
    page = desk.post(BULK, {"do": "assign", "pick": picks(three), "to": cast.leader.pk}).content.decode()
    again = re.findall(r'name="pick" value="([^"]+)" checked', page)
    response = desk.post(BULK, {"do": "assign", "pick": again, "to": cast.leader.pk, "note": "他在现场"})

    assert (len(again), response.status_code) == (3, 302)
