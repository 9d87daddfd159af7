"""「我的事」 and filing for a neighbour."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from services import actions
from services.models import Request
from services.numbers import is_code
from services.vocabulary import Status
from tests import factories
from tests.cast import Cast
from tests.uploads import no_photo, photo

WORK, FILE = "/desk/", "/desk/file/"


def groups(client: Client, user: object) -> dict[str, list[str]]:
    """Title of each group → the numbers in it."""
    client.force_login(user)
    page = client.get(WORK).content.decode()
    found = {}
    for part in page.split('class="group"')[1:]:
        title = re.search(r"<h2[^>]*>(\S+) <span", part)[1]
        found[title] = re.findall(r'<h3><a href="/desk/requests/([^/]+)/"', part)
    return found


def lift(cast: Cast, **more: object) -> Request:
    return factories.file(cast.jingan, "三单元电梯又坏了", "4", **more)


def test_what_somebody_holds_stands_by_urgency(cast: Cast, client: Client) -> None:
    late = lift(cast, at=timezone.now() - timedelta(days=20))
    calm = factories.file(cast.jingan, "树枝挡光", "4", category="greening")
    taken = factories.file(cast.jingan, "路面有坑", "4", category="public-facilities")
    for request in (late, taken):
        actions.take(request=request, actor=cast.manager)
        actions.contact(request=request, actor=cast.manager)

    assert groups(client, cast.manager) == {
        "已超期": [late.number],
        "等我签收": [calm.number],
        "在我手上": [taken.number],
    }


@pytest.mark.parametrize(("steps", "button"), [(0, "签收"), (1, "已联系居民"), (2, "办好了")])
def test_each_card_has_its_one_next_step(cast: Cast, client: Client, steps: int, button: str) -> None:
    request = lift(cast)
    for act in (actions.take, actions.contact)[:steps]:
        act(request=request, actor=cast.manager)
    client.force_login(cast.manager)
    page = client.get(WORK).content.decode()

    assert re.findall(r'class="btn"[^>]*>(?:<svg.*?</svg>)?([^<]+)<span class="vh">三单元', page, re.S) == [button]


def test_a_press_on_the_card_does_it_and_comes_back(cast: Cast, client: Client) -> None:
    request = lift(cast)
    client.force_login(cast.manager)
    data = dict(
        re.findall(r'<input type="hidden" name="(version|back)" value="([^"]+)"', client.get(WORK).content.decode())
    )
    response = client.post(f"{request.desk_url}take/", data)
    request.refresh_from_db()

    assert (response.headers["Location"], request.status) == (WORK, Status.IN_PROGRESS)


def test_helpers_find_what_they_help_with(cast: Cast, client: Client) -> None:
    request = lift(cast)
    actions.add_co_handler(request=request, user=cast.mediator, actor=cast.chief)

    assert groups(client, cast.mediator) == {"我来协办": [request.number]}


def test_briefs_stand_apart_without_the_words_of_the_complaint(cast: Cast, client: Client) -> None:
    complaint = factories.file(cast.jingan, "物业欺负老人，投诉物业", "4")
    actions.add_co_handler(request=complaint, user=cast.manager, actor=cast.chief, brief="请说明维修记录")
    client.force_login(cast.manager)
    page = client.get(WORK).content.decode()

    assert "请说明维修记录" in page
    assert "欺负老人" not in page


def test_a_chief_finds_what_to_decide(cast: Cast, client: Client) -> None:
    asked, resting, waiting = lift(cast), lift(cast), factories.file(cast.jingan, "不知道怎么说")
    later = timezone.localdate() + timedelta(days=2)
    actions.ask(request=asked, kind="suspension", until=later, reason="等", suspend_reason="parts", actor=cast.manager)
    actions.suspend(request=resting, reason="parts", resume_on=later, actor=cast.chief)
    actions.assign(request=waiting, to=cast.chair, actor=cast.chief, note="请看")
    actions.return_(request=waiting, reason="不归我", actor=cast.chair)
    found = groups(client, cast.chair)

    assert found["等我批的申请"] == [asked.number]
    assert found["快到恢复日子的"] == [resting.number]
    assert found["等派人"] == [waiting.number]


def test_an_officer_finds_complaints_about_chiefs_and_what_was_sent_up(cast: Cast, client: Client) -> None:
    complaint = factories.file(cast.jingan, "站长不管事，我要投诉站长")
    sent = lift(cast)
    actions.escalate(request=sent, reason="请协调", actor=cast.chief)

    assert sorted(number for numbers in groups(client, cast.officer).values() for number in numbers) == sorted(
        [complaint.number, sent.number]
    )


def test_nothing_to_do_is_said(cast: Cast, client: Client) -> None:
    client.force_login(cast.mediator)

    assert "手上没有要办的" in client.get(WORK).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("resident", 404), ("stranger", 404), ("official", 404), ("mediator", 200), ("officer", 200), ("leader", 200)],
)
def test_who_opens_the_desk(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(WORK).status_code == status


@pytest.mark.parametrize("count", [1, 3, 20])
def test_my_work_takes_at_most_ten_statements(
    cast: Cast, client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(count):
        lift(cast)
        factories.file(cast.jingan, "不知道怎么说")
        factories.file(cast.jingan, "路灯不亮", "3", category="fees")
    for user in (cast.chief, cast.manager):
        client.force_login(user)
        client.get(WORK)
        with django_assert_max_num_queries(10):
            client.get(WORK)


@pytest.mark.parametrize("who", ["chief", "manager"])
def test_each_figure_is_of_all_and_its_link_lists_exactly_these(cast: Cast, client: Client, who: str) -> None:
    """Three hundred at once, beyond what any page shows."""
    text, many = "不知道怎么说", 300
    first = factories.file(cast.jingan, text)
    held = {"chief": cast.chief, "manager": cast.manager}[who]
    rows = [copy(first, number, cast.chief, Status.SUBMITTED) for number in range(2, many + 1)]
    rows += [copy(first, many + number, held, Status.ASSIGNED) for number in range(1, 31)]
    Request.objects.bulk_create(rows)
    user = getattr(cast, who)
    client.force_login(user)
    page = client.get(WORK).content.decode()
    figures = re.findall(r'<h2[^>]*>\S+ <span class="num m">(\d+)</span></h2><a class="hit s" href="([^"]+)"', page)

    assert sorted(int(figure) for figure, _url in figures) == [30, many]
    for figure, url in figures:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert re.search(rf"<h1>\D*{figure}件</h1>", listed), url
    assert page.count('<article class="card job">') <= 2 * 12


def copy(request: Request, number: int, assignee: object, status: str) -> Request:
    row = Request.objects.get(pk=request.pk)
    row.pk, row.number, row.submission_key = None, f"JA-2611-{5000 + number}", None
    row.assignee, row.status, row.accept_due_at = assignee, status, timezone.now() + timedelta(days=30)
    row.contact_due_at = row.resolve_due_at = row.accept_due_at
    return row


## Filing for a neighbour


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("mediator", 200), ("officer", 404), ("resident", 404)])
def test_station_members_file_for_neighbours(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(FILE).status_code == status


def filed(client: Client, user: object, **data: object) -> object:
    client.force_login(user)
    return client.post(FILE, {"description": "水管漏水", "channel": "visit", **data})


def test_number_and_code_are_shown_to_be_handed_over(cast: Cast, client: Client) -> None:
    entrance = cast.building.entrances.get(number="2")
    response = filed(
        client, cast.leader, building=cast.building.pk, entrance=entrance.pk, dwelling="301", photos=[photo()]
    )
    request = Request.objects.get()
    code = re.search(r"取件码 (\d{6})", response.content.decode())[1]

    assert (request.place, request.filed_by, request.reporter) == ("4号楼2单元301", cast.leader, None)
    assert request.photos.count() == 1
    assert is_code(request.number, code, request.code_digest)
    assert "held" not in response.cookies


def test_a_resident_with_an_account_owns_it(cast: Cast, client: Client) -> None:
    filed(client, cast.leader, phone="199 0000 0001", channel="phone")
    request = Request.objects.get()

    assert (request.reporter, request.reporter_name, request.channel) == (cast.resident, "陈居民", "phone")


def test_what_is_missing_is_said_and_the_rest_is_kept(cast: Cast, client: Client) -> None:
    response = filed(client, cast.leader, description=" ", name="崔大娘", phone="12", photos=[photo(), no_photo()])
    page = response.content.decode()

    assert response.status_code == 400
    assert ("崔大娘" in page, 'name="kept"' in page, "<title>错误：" in page) == (True, True, True)
    assert Request.objects.count() == 0


def test_a_double_tap_files_once_and_shows_the_same_code(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    key = re.search(r'name="submission_key" value="([^"]+)"', client.get(FILE).content.decode())[1]
    pages = [filed(client, cast.leader, submission_key=key).content.decode() for _ in range(2)]

    assert Request.objects.count() == 1
    assert len({re.search(r"取件码 (\d{6})", page)[1] for page in pages}) == 1


def test_danger_says_whom_to_call_first(cast: Cast, client: Client) -> None:
    page = filed(client, cast.leader, description="四楼有煤气味，很浓").content.decode()

    assert 'href="tel:119"' in page


def test_a_member_of_two_stations_chooses(cast: Cast, client: Client) -> None:
    factories.appoint(cast.leader, "mediator", cast.hubei)
    client.force_login(cast.leader)
    client.post(FILE, {"station": "hubei", "description": "路灯不亮", "channel": "visit"})

    assert Request.objects.get().station == cast.hubei
    assert client.get(FILE, {"station": "huaji"}).status_code == 404
    assert client.post(FILE, {"station": "huaji", "description": "x", "channel": "visit"}).status_code == 404
