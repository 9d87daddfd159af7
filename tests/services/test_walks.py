"""The triage list walks to what it shows: in the order of the whole list, and very much is counted only so far."""

import re
from datetime import timedelta
from itertools import chain

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Request, SavedView
from services.pages import desk_triage, desk_views
from services.pages.desk_views import WalkPaginator
from services.queries import requests_visible_to, seen
from services.queries.triage import listed_rows, order_of, parts_of, scope_of, triage_rows
from services.vocabulary import ENDED
from tests import factories
from tests.cast import Cast
from tests.services.test_visibility import random_requests


@pytest.mark.parametrize("sort", ["pressing", "waiting", "newest"])
def test_all_pages_together_are_the_list_in_its_order(cast: Cast, sort: str) -> None:
    now = timezone.now()
    for nth, row in enumerate(random_requests(cast)):
        due = None if row.status in ENDED or nth % 3 == 0 else now + timedelta(hours=(nth * 37) % 90 - 20)
        at = now - timedelta(hours=(nth * 53) % 997)
        Request.objects.filter(pk=row.pk).update(pressing_at=due, filed_at=at)
    lengths = []
    for user in cast.people().values():
        scope = scope_of(user)
        expected = [row.pk for row in triage_rows(user, scope.listed).order_by(*order_of(sort))]
        parts = parts_of(listed_rows(), scope.asker(user))
        pages = WalkPaginator(parts, sort, 7, found=len(expected), most=1000)
        shown = [row.pk for row in chain.from_iterable(pages.page(n).object_list for n in pages.page_range)]
        assert shown == expected, user
        lengths.append(len(expected))
    assert max(lengths) > 50


def test_the_parts_are_what_somebody_may_see(cast: Cast) -> None:
    random_requests(cast)
    for user in cast.people().values():
        may_see = set(requests_visible_to(user).values_list("pk", flat=True))
        for stations, above in (((), None), ([cast.jingan.pk, cast.huaji.pk], None)):
            many, few = seen.parts_seen_by(user, Request.objects.all(), stations, above=above)
            here = requests_visible_to(user).filter(station__in=stations) if stations else requests_visible_to(user)
            assert {row.pk for part in (*many, *few) for row in part} == set(here.values_list("pk", flat=True)), user
        conditions = [part.seen & part.met_at for parts in seen.seen_in_parts(user) for part in parts]
        assert {row.pk for part in conditions for row in Request.objects.filter(part)} == may_see, user


@pytest.fixture
def few_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (seen, desk_triage, desk_views):
        monkeypatch.setattr(module, "MOST_COUNTED", 4)
    monkeypatch.setattr(desk_triage, "PER_PAGE", 2)


@pytest.mark.usefixtures("few_counted")
def test_what_is_very_much_is_counted_so_far_and_said_so(cast: Cast, client: Client) -> None:
    rows = [factories.file(cast.jingan, "路灯不亮", "4") for _ in range(11)]
    Request.objects.filter(pk__in=[row.pk for row in rows[:9]]).update(status="closed", pressing_at=None)
    SavedView.objects.create(user=cast.chief, name="路灯", query="building=4")
    client.force_login(cast.chief)
    page = client.get("/desk/requests/")
    html = page.content.decode()

    assert "<h1>全部3+件</h1>" in html
    shown = {view.label: view.counted for view in (*page.context["views"], *page.context["saved"])}
    assert {label: count for label, count in shown.items() if count != "0"} == {"全部": "3+", "在办": "2", "路灯": "3+"}
    assert ("第1页" in html, "共" in re.search(r'<nav class="pages.*?</nav>', html, re.S)[0]) == (True, False)


@pytest.mark.usefixtures("few_counted")
def test_one_leafs_to_the_end_of_what_was_not_counted(cast: Cast, client: Client) -> None:
    rows = [factories.file(cast.jingan, "路灯不亮", "4").number for _ in range(11)]
    client.force_login(cast.chief)
    pages = [client.get("/desk/requests/", {"sort": "newest", "page": n}).content.decode() for n in range(1, 7)]
    shown = [re.findall(r'<tr data-number="([^"]+)"', html) for html in pages]

    assert list(chain.from_iterable(shown)) == rows[::-1]
    assert ['rel="next"' in html for html in pages] == [True] * 5 + [False]
    assert "第6页，共6页" in pages[5]


@pytest.mark.usefixtures("few_counted")
def test_the_last_page_that_is_listed_says_how_to_find_what_is_older(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_triage, "FARTHEST", 1)
    for _ in range(5):
        factories.file(cast.jingan, "路灯不亮", "4")
    client.force_login(cast.chief)
    pages = [client.get("/desk/requests/", {"page": n}).content.decode() for n in (1, 2)]

    assert ["再往前的不在这里列" in html for html in pages] == [False, True]
    assert ['rel="next"' in html for html in pages] == [True, False]


def test_a_supervision_of_what_is_over_is_counted_still(cast: Cast, client: Client) -> None:
    row = factories.file(cast.jingan, "路灯不亮", "4")
    row.supervisions.create(side="community", due_at=timezone.now(), issued_by=cast.officer, reason="请答复")
    Request.objects.filter(pk=row.pk).update(status="closed", pressing_at=None)
    client.force_login(cast.chief)

    assert client.get("/desk/requests/").context["counts"]["supervised"] == 1
