"""What officials of a district see: what climbed to them, without the people it is about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from services import actions
from services.models import Request
from tests import factories
from tests.cast import Cast
from tests.journeys.people import words_of

SECRET = "13812340427"


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.official)
    return client


@pytest.fixture
def climbed(cast: Cast) -> Request:
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident, name="陈居民", phone=SECRET)
    return rise(request)


def rise(request: Request) -> Request:
    Request.objects.filter(pk=request.pk).update(climb=4, highest_climb=4, light="red")
    request.refresh_from_db()
    return request


def page(client: Client, path: str) -> str:
    return words_of(client.get(path).content.decode())


def test_an_official_reads_the_list_of_what_climbed(client: Client, climbed: Request) -> None:
    words = page(client, "/district/overdue/")
    assert "三单元电梯又坏了" in words
    assert "超期清单" in words


def test_what_did_not_climb_is_neither_listed_nor_opened(cast: Cast, client: Client) -> None:
    request = factories.file(cast.jingan, "路灯不亮", "4")
    assert "路灯不亮" not in page(client, "/district/overdue/")
    assert client.get(request.district_url).status_code == 404


def test_another_district_does_not_see_it(cast: Cast, climbed: Request) -> None:
    other = factories.make_user("别区级")
    factories.appoint(other, "district_official", division_id=factories.OTHER_COMMUNITY)
    client = Client()
    client.force_login(other)
    assert client.get(climbed.district_url).status_code == 404


def test_the_page_tells_facts_and_progress_but_nobody_who_reported(client: Client, climbed: Request) -> None:
    Request.objects.filter(pk=climbed.pk).update(dwelling="301")
    words = page(client, climbed.district_url)
    assert "丁海波" in words
    assert "4号楼" in words
    assert [secret for secret in ("陈居民", "陈*", SECRET, "138****", "301") if secret in words] == []


def test_of_a_sensitive_one_only_the_kind_is_told(cast: Cast, client: Client) -> None:
    family = factories.file(cast.jingan, "老两口天天吵架", "4", category="family-conflict", by=cast.resident)
    actions.note(request=rise(family), actor=cast.mediator, text="老张愿意谈", public=True)
    for path in ("/district/overdue/", family.district_url):
        words = page(client, path)
        assert "涉及隐私" in words
        assert [secret for secret in ("老两口", "老张") if secret in words] == []


def test_desk_photos_and_the_residents_page_stay_closed(client: Client, climbed: Request) -> None:
    closed = [climbed.desk_url, climbed.get_absolute_url(), "/desk/", "/desk/requests/"]
    assert [client.get(path).status_code for path in closed] == [404] * len(closed)


def test_an_official_presses_and_closes(cast: Cast, client: Client, climbed: Request) -> None:
    due = timezone.localdate() + timedelta(days=5)
    sent = {"level": "2", "reason": "老人出不了门", "due": due.isoformat(), "version": climbed.version}
    answer = client.post(f"{climbed.district_url}supervise/", sent, follow=True)
    assert "督办发出去了" in words_of(answer.content.decode())
    assert "挂牌督办" in page(client, "/district/overdue/")
    climbed.refresh_from_db()
    actions.answer_supervision(request=climbed, actor=cast.chief, answer="周四换主板")
    assert "周四换主板" in page(client, climbed.district_url)
    client.post(f"{climbed.district_url}close_supervision/", {"note": ""})
    assert climbed.supervisions.get().closed_by == cast.official


def test_bad_input_is_explained_and_kept(client: Client, climbed: Request) -> None:
    answer = client.post(f"{climbed.district_url}supervise/", {"level": "1", "reason": "催一下", "due": "2020-01-01"})
    assert answer.status_code == 400
    assert "答复的日子要在今天以后" in answer.content.decode()
    assert "催一下" in answer.content.decode()


def test_who_acts_on_an_older_page_is_told_what_changed(cast: Cast, client: Client, climbed: Request) -> None:
    version = climbed.version
    actions.take(request=climbed, actor=cast.manager)
    sent = {"level": "1", "reason": "催", "due": "2099-01-01", "version": version}
    assert client.post(f"{climbed.district_url}supervise/", sent).status_code == 409


@pytest.mark.parametrize("action", ["take", "note", "resolve", "answer_supervision", "reveal", "nothing"])
def test_an_official_can_do_nothing_else(client: Client, climbed: Request, action: str) -> None:
    assert client.post(f"{climbed.district_url}{action}/", {}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_few_or_some_cost_the_same(cast: Cast, client: Client, count: int, django_assert_max_num_queries) -> None:
    for _ in range(count):
        request = rise(factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident))
    for path in ("/district/overdue/", request.district_url):
        client.get(path)
        with django_assert_max_num_queries(9):
            client.get(path)


def test_opening_pages_writes_nothing(cast: Cast, client: Client, climbed: Request) -> None:
    before = Request.objects.values().get(pk=climbed.pk)
    for person in (cast.official, cast.chief, cast.manager, cast.officer):
        client.force_login(person)
        for path in ("/desk/", "/desk/requests/", climbed.desk_url, "/district/overdue/", climbed.district_url):
            client.get(path)
    assert Request.objects.values().get(pk=climbed.pk) == before
