"""The triage list: what stands in it, in which order, and what its query string may say."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from services import actions
from services.models import Request, SavedView
from services.pages.desk_list import waited_words
from services.queries.triage import order_of, triage_rows
from services.vocabulary import Status
from tests import factories
from tests.cast import Cast

LIST = "/desk/requests/"


def as_(client: Client, user: object) -> Client:
    client.force_login(user)
    return client


def numbers(response: object) -> list[str]:
    return re.findall(r'<tr data-number="([^"]+)"', response.content.decode())


def lift(cast: Cast, building: str = "4", **more: object) -> Request:
    return factories.file(cast.jingan, "三单元电梯又坏了，老人下不来", building, **more)


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    return as_(client, cast.chief)


def test_a_visitor_is_sent_to_sign_in_and_back(cast: Cast, client: Client) -> None:
    assert client.get(LIST).headers["Location"] == "/sign-in/?next=/desk/requests/"


@pytest.mark.parametrize("who", ["resident", "leader", "mediator", "official", "stranger", "admin"])
def test_who_does_not_triage_finds_nothing_here(cast: Cast, client: Client, who: str) -> None:
    assert as_(client, getattr(cast, who)).get(LIST).status_code == 404


@pytest.mark.parametrize("who", ["chief", "manager", "chair", "officer", "other_chief"])
def test_chiefs_deputies_and_officers_open_it(cast: Cast, client: Client, who: str) -> None:
    assert as_(client, getattr(cast, who)).get(LIST).status_code == 200


def test_a_chief_sees_the_own_station_alone(cast: Cast, desk: Client) -> None:
    here = lift(cast)
    factories.file(cast.hubei, "路灯不亮")

    assert numbers(desk.get(LIST)) == [here.number]


def test_what_is_due_first_stands_first_and_danger_before_all(cast: Cast, desk: Client) -> None:
    now = timezone.now()
    calm = factories.file(cast.jingan, "建议多种点花", "4", category="suggestion")
    late = factories.file(
        cast.jingan, "楼道里堆了纸箱子", "4", category="corridor-clutter", at=now - timedelta(days=30)
    )
    danger = factories.file(cast.jingan, "家里有煤气味", "4", category="gas-smell")
    gone = lift(cast)
    Request.objects.filter(pk=gone.pk).update(status=Status.CLOSED, closed_at=now)

    assert numbers(desk.get(LIST)) == [danger.number, late.number, calm.number, gone.number]


def test_the_order_can_be_by_waiting_or_newest_first(cast: Cast, desk: Client) -> None:
    now = timezone.now()
    old = lift(cast, at=now - timedelta(days=2))
    new = lift(cast, at=now - timedelta(hours=1))

    assert numbers(desk.get(LIST, {"sort": "waiting"})) == [old.number, new.number]
    assert numbers(desk.get(LIST, {"sort": "newest"})) == [new.number, old.number]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "submitted"}, "unclear"),
        ({"status": ["submitted", "suspended"]}, "unclear resting"),
        ({"status": "open"}, "unclear lift resting"),
        ({"category": "lift-fault"}, "lift"),
        ({"category": "repair-elevator"}, "lift"),
        ({"category": "none"}, "unclear"),
        ({"building": "3"}, "resting"),
        ({"urgency": "urgent"}, "lift"),
        ({"assignee": "me"}, "unclear"),
        ({"assignee": "none"}, ""),
        ({"overdue": "1"}, "old"),
        ({"status": "suspended"}, "resting"),
        ({"q": "电梯"}, "lift"),
        ({"q": "电梯", "building": "3"}, ""),
        ({"station": "jingan", "category": "lift-fault"}, "lift"),
    ],
)
def test_the_query_string_filters(cast: Cast, desk: Client, query: dict, found: str) -> None:
    rows = {
        "lift": lift(cast),
        "unclear": factories.file(cast.jingan, "不知道怎么说"),
        "resting": factories.file(cast.jingan, "路灯不亮", "3", category="gate-camera-lamp"),
    }
    actions.take(request=rows["resting"], actor=cast.manager)
    later = timezone.localdate() + timedelta(days=5)
    actions.suspend(request=rows["resting"], reason="parts", resume_on=later, actor=cast.chief)
    if found == "old":
        rows["old"] = lift(cast, at=timezone.now() - timedelta(days=9))

    assert set(numbers(desk.get(LIST, query))) == {rows[name].number for name in found.split()}


@pytest.mark.parametrize(
    "query",
    [
        {"status": "weg"},
        {"status": ["submitted", "weg"]},
        {"category": "nothing"},
        {"building": "99"},
        {"assignee": "x"},
        {"urgency": "very"},
        {"overdue": "maybe"},
        {"due": "tomorrow"},
        {"returned": "x"},
        {"station": "hubei"},
    ],
)
def test_what_is_not_known_is_left_aside_with_a_word(cast: Cast, desk: Client, query: dict) -> None:
    unclear = factories.file(cast.jingan, "不知道怎么说")
    response = desk.get(LIST, query)

    assert response.status_code == 200
    assert "这一项没有算进去" in response.content.decode()
    assert numbers(response) == [unclear.number]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "", "9" * 30])
def test_any_page_number_shows_a_page(cast: Cast, desk: Client, page: str) -> None:
    lift(cast)

    assert len(numbers(desk.get(LIST, {"page": page}))) == 1


@pytest.mark.parametrize("name", ["q", "status", "category", "assignee", "open", "sort", "page", "station"])
def test_no_input_breaks_the_list(cast: Cast, desk: Client, name: str) -> None:
    lift(cast)
    values = ["' OR 1=1 --", "%", "𠮷" * 300, "-", "<b>", "１２３", "0" * 400, "\u202e", "a:b|c&d", "&" * 50]

    assert {desk.get(LIST, {name: value}).status_code for value in values} == {200}


def test_a_part_of_the_filter_is_taken_away_by_its_chip(cast: Cast, desk: Client) -> None:
    lift(cast)
    page = desk.get(LIST, {"status": "assigned", "building": "4"}).content.decode()

    assert re.findall(r'<a class="chip on" href="([^"]+)">([^<]+?) <', page) == [
        ("/desk/requests/?building=4", "状态：已派单"),
        ("/desk/requests/?status=assigned", "楼栋：4号楼"),
    ]


def test_the_views_are_counted(cast: Cast, desk: Client) -> None:
    lift(cast)
    factories.file(cast.jingan, "不知道怎么说")
    lift(cast, at=timezone.now() - timedelta(days=9))
    page = desk.get(LIST).content.decode()
    counts = dict(re.findall(r'<li><a href="/desk/requests/[^"]*"[^>]*>(\S+) <span class="num[^"]*">(\d+)<', page))

    assert {name: counts[name] for name in ("待受理", "已超期", "在办", "全部", "挂起")} == {
        "待受理": "1",
        "已超期": "1",
        "在办": "3",
        "全部": "3",
        "挂起": "0",
    }


def test_the_load_of_each_person_stands_beside_the_list(cast: Cast, desk: Client) -> None:
    lift(cast)
    lift(cast)
    page = desk.get(LIST).content.decode()

    assert re.search(r"物业经理 丁海波</span> <span class=\"num\">2</span>", page)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_takes_nine_statements_however_many_there_are(
    cast: Cast, desk: Client, count: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(count):
        lift(cast, by=cast.resident)
    desk.get(LIST)

    with django_assert_max_num_queries(10) as taken:
        desk.get(LIST, {"q": "电梯", "status": "assigned"})
    assert len(taken) <= 10


def test_an_officer_of_many_stations_chooses_one(cast: Cast, client: Client) -> None:
    second = factories.make_station("second", "SC", "第二小区")
    chief = factories.make_user("林站长")
    factories.appoint(chief, "station_chief", second)
    sent = [lift(cast), factories.file(second, "路灯不亮", "1", category="gate-camera-lamp")]
    for request, sender in zip(sent, [cast.chief, chief], strict=True):
        actions.escalate(request=request, reason="要上级协调", actor=sender)
    as_(client, cast.officer)

    assert set(numbers(client.get(LIST))) == {request.number for request in sent}
    assert numbers(client.get(LIST, {"station": "second"})) == [sent[1].number]


def test_a_complaint_about_the_chief_is_not_in_the_chiefs_list(cast: Cast, desk: Client, client: Client) -> None:
    complaint = factories.file(cast.jingan, "站长不管事，我要投诉站长")

    assert numbers(desk.get(LIST)) == []
    assert numbers(as_(Client(), cast.officer).get(LIST)) == [complaint.number]


def test_the_panel_shows_one_request_with_its_form(cast: Cast, desk: Client) -> None:
    unclear = factories.file(cast.jingan, "不知道怎么说")
    panel = desk.get(LIST, {"open": unclear.number}, headers={"HX-Request": "true"}).content.decode()

    assert f'action="/desk/requests/{unclear.number}/assign/"' in panel
    assert "<html" not in panel


def test_the_request_of_the_address_fills_the_panel_without_a_script(cast: Cast, desk: Client) -> None:
    first, second = lift(cast), factories.file(cast.jingan, "不知道怎么说")
    page = desk.get(LIST, {"open": second.number}).content.decode()

    assert f'action="/desk/requests/{second.number}/assign/"' in page
    assert f'<tr data-number="{second.number}" class="cur">' in page
    assert f'<tr data-number="{first.number}" class="cur">' not in page


@pytest.mark.parametrize("wish", ["", "JA-2611-9999"])
def test_where_nothing_is_chosen_the_first_request_is(cast: Cast, desk: Client, wish: str) -> None:
    first = lift(cast)
    page = desk.get(LIST, {"open": wish}).content.decode()

    assert f'<tr data-number="{first.number}" class="cur">' in page
    assert f"open={first.number}" in page.split('<aside class="panel', 1)[1]


def test_a_request_of_somebody_elses_is_not_opened_by_its_address(cast: Cast, desk: Client) -> None:
    other = factories.file(cast.hubei, "路灯不亮")

    assert other.title not in desk.get(LIST, {"open": other.number}).content.decode()


def test_the_panel_takes_at_most_ten_statements(
    cast: Cast, desk: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        first = lift(cast)
    desk.get(LIST, {"open": first.number}, headers={"HX-Request": "true"})

    with django_assert_max_num_queries(10):
        desk.get(LIST, {"open": first.number}, headers={"HX-Request": "true"})


def test_the_panel_of_somebody_elses_request_does_not_exist(cast: Cast, desk: Client) -> None:
    other = factories.file(cast.hubei, "路灯不亮")

    assert desk.get(LIST, {"open": other.number}, headers={"HX-Request": "true"}).status_code == 404


def test_the_two_answers_of_one_address_are_kept_apart_by_caches(cast: Cast, desk: Client) -> None:
    assert "HX-Request" in desk.get(LIST).headers["Vary"]


def test_what_presses_is_the_promise_that_runs_now(cast: Cast) -> None:
    request = lift(cast)

    def pressing() -> object:
        return triage_rows(cast.chief, [cast.jingan]).order_by(*order_of("pressing")).get().pressing_at

    assert pressing() == request.contact_due_at
    actions.take(request=request, actor=cast.manager)
    actions.contact(request=request, actor=cast.manager)
    assert pressing() == request.resolve_due_at


def test_the_wrong_method_is_405(cast: Cast, desk: Client) -> None:
    assert desk.post(LIST).status_code == 405


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.2, "12分"), (3.2, "3小时12分"), (20.3, "20小时"), (47.9, "1天23小时"), (70.5, "2天22小时"), (77, "3天")],
)
def test_a_long_wait_is_told_roughly(hours: float, words: str) -> None:
    assert waited_words(timedelta(hours=hours)) == words


def test_a_list_of_one_persons_work_names_the_person(cast: Cast, desk: Client) -> None:
    lift(cast)
    page = desk.get(LIST, {"status": "open", "assignee": cast.manager.pk}).content.decode()
    figure = re.search(rf'assignee={cast.manager.pk}"[^>]*><span>[^<]+</span> <span class="num">(\d+)<', page)[1]

    assert f"<h1>物业经理 丁海波在办{figure}件</h1>" in page


def test_page_zero_is_the_first_page(cast: Cast, desk: Client) -> None:
    for _ in range(51):
        lift(cast)

    assert numbers(desk.get(LIST, {"page": "0"})) == numbers(desk.get(LIST))


def test_a_saved_view_tells_how_many_it_holds(cast: Cast, desk: Client) -> None:
    lift(cast)
    lift(cast, "3")
    SavedView.objects.create(user=cast.chief, name="4号楼的", query="building=4")

    assert '4号楼的 <span class="num">1</span>' in desk.get(LIST, {"status": "submitted"}).content.decode()
