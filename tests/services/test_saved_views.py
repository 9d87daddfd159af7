"""Filters with a name."""

import pytest
from django.test import Client

from services.models import SavedView
from tests import factories
from tests.cast import Cast

VIEWS, LIST = "/desk/views/", "/desk/requests/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chief)
    return client


def saved(cast: Cast) -> list[tuple[str, str]]:
    return list(SavedView.objects.filter(user=cast.chief).values_list("name", "query"))


def test_the_filter_is_kept_without_what_is_no_filter(cast: Cast, desk: Client) -> None:
    query = "page=3&open=JA-1&building=4&status=submitted&nonsense=1&q="
    response = desk.post(VIEWS, {"name": " 4号楼  待派 ", "query": query})

    assert response.headers["Location"] == f"{LIST}?status=submitted&building=4"
    assert saved(cast) == [("4号楼 待派", "status=submitted&building=4")]


def test_it_stands_beside_the_list_and_is_marked_when_it_is_on(cast: Cast, desk: Client) -> None:
    factories.file(cast.jingan, "电梯坏了", "4")
    SavedView.objects.create(user=cast.chief, name="4号楼的", query="status=assigned&building=4")
    page = desk.get(f"{LIST}?building=4&status=assigned").content.decode()

    link = '<a href="/desk/requests/?status=assigned&amp;building=4" aria-current="page">'
    assert f'{link}4号楼的 <span class="num">1</span></a>' in page
    assert "<h1>4号楼的1件</h1>" in page


def test_the_same_name_gets_the_new_filter(cast: Cast, desk: Client) -> None:
    for building in ("3", "4"):
        desk.post(VIEWS, {"name": "我的", "query": f"building={building}"})

    assert saved(cast) == [("我的", "building=4")]


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("", "building=4", "请给这个视图起个名字。"),
        ("x" * 21, "building=4", "名字请不要超过20个字。"),
        ("好", "", "现在没有筛选"),
        ("好", "page=2", "现在没有筛选"),
        ("\0", "building=4", "请给这个视图起个名字。"),
        ("好", "q=" + "电" * 80 + "&category=" + "梯" * 80, "筛选条件太多了"),
    ],
)
def test_what_cannot_be_kept_is_said(cast: Cast, desk: Client, name: str, query: str, words: str) -> None:
    page = desk.post(VIEWS, {"name": name, "query": query}, follow=True).content.decode()

    assert words in page
    assert saved(cast) == []


def test_there_are_at_most_twenty(cast: Cast, desk: Client) -> None:
    SavedView.objects.bulk_create([SavedView(user=cast.chief, name=str(n), query="q=x") for n in range(20)])
    desk.post(VIEWS, {"name": "又一个", "query": "building=4"})

    assert len(saved(cast)) == 20


def test_one_is_let_go(cast: Cast, desk: Client) -> None:
    view = SavedView.objects.create(user=cast.chief, name="我的", query="building=4")
    desk.post(VIEWS, {"forget": view.pk, "query": "status=submitted"})

    assert saved(cast) == []


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 40, "-1"])
def test_an_unknown_one_is_404(desk: Client, key: str) -> None:
    assert desk.post(VIEWS, {"forget": key}).status_code == 404


def test_somebody_elses_is_404(cast: Cast, desk: Client) -> None:
    view = SavedView.objects.create(user=cast.chair, name="我的", query="building=4")

    assert desk.post(VIEWS, {"forget": view.pk}).status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


@pytest.mark.parametrize("who", ["resident", "leader", "official", "stranger"])
def test_who_does_not_triage_gets_404(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.post(VIEWS, {"name": "我的", "query": "q=x"}).status_code == 404


def test_there_is_nothing_to_open(desk: Client) -> None:
    assert desk.get(VIEWS).status_code == 405
