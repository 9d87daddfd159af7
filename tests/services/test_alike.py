"""Whether two requests speak of the same matter: the pure rule, and what the desk is shown."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.text import bigrams
from services import actions
from services.alike import ALIKE, Matter, likeness, look_alikes, tokens_of, weights_of
from services.models import Category, Request
from services.queries.alike import alike_of
from services.queries.requests import requests_visible_to
from services.wording import shared_words
from tests import factories
from tests.cast import Cast

NOW = timezone.now()


def matter(pk: int, text: str, kind: str = "lift-fault", *, building: int | None = 4, days: int = 0) -> Matter:
    group = {"lift-fault": "repair-elevator", "no-heating": "repair-utilities"}.get(kind, kind)
    return Matter(pk, tokens_of(bigrams(text)), kind, group, building, None, None, NOW - timedelta(days=days))


def alike(first: Matter, second: Matter) -> float:
    return likeness(first, second, weights_of([first.tokens, second.tokens])).score


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (matter(1, "三单元电梯又坏了"), matter(2, "电梯坏了没人修")),
        (matter(1, "电梯停在五楼不动"), matter(2, "老人下不来楼")),  # same door, same kind
        (matter(1, "整个小区暖气不热", "no-heating", building=None), matter(2, "暖气不热好几天", "no-heating")),
        (matter(1, "暖气片冰凉的不热", ""), matter(2, "暖气片冰凉不热", "no-heating")),  # one is not sorted yet
    ],
)
def test_the_same_matter(first: Matter, second: Matter) -> None:
    assert alike(first, second) >= ALIKE
    assert alike(second, first) == alike(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (matter(1, "电梯坏了没人修"), matter(2, "电梯坏了没人修", building=3)),  # another lift
        (matter(1, "电梯坏了没人修"), matter(2, "楼上装修太吵", "noise")),
        (matter(1, "暖气不热", "no-heating"), matter(2, "水管爆了", "no-heating", building=3)),
        (
            matter(1, "请问怎么办理居住证", "policy", building=None),
            matter(2, "请问医保怎么办理", "care", building=None),
        ),
    ],
)
def test_another_matter(first: Matter, second: Matter) -> None:
    assert alike(first, second) < ALIKE


def test_an_older_one_is_less_alike() -> None:
    subject = matter(1, "电梯坏了没人修")
    assert alike(subject, matter(2, "电梯坏了没人修", days=25)) < alike(subject, matter(2, "电梯坏了没人修", days=1))


def test_a_rare_word_tells_more_than_one_that_everybody_writes() -> None:
    common = [matter(pk, "电梯坏了", building=None) for pk in range(10, 40)]
    subject = matter(1, "电梯异响", building=None)
    rare, usual = matter(2, "钢丝绳异响", building=None), matter(3, "电梯里有积水", building=None)
    found = [other.pk for other, _why in look_alikes(subject, [rare, usual, *common], 40)]

    assert found.index(2) == 0
    assert 3 not in found or found.index(3) > found.index(2)


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("电梯里有焦糊味，下不来", "老人下不来，电梯有焦糊味", ["电梯", "焦糊味"]),
        ("2号楼单元门闭门器坏了", "单元门的闭门器又坏了", ["单元门", "闭门器"]),
        ("二单元门口的灯不亮", "二单元一楼没有灯", []),
        ("屋里才十五度", "屋里才十四度", []),
        ("感谢物业", "请问你好感谢", []),
    ],
)
def test_it_says_which_words_both_have_and_no_pieces_of_words(first: str, second: str, shown: list[str]) -> None:
    assert shared_words(first, second, frozenset({"电梯", "单元门", "门禁"})) == shown


def test_the_desk_is_shown_five_with_why(cast: Cast, client: Client) -> None:
    lift = factories.file(cast.jingan, "电梯又坏了，里面有焦糊味", "4")
    for _ in range(7):
        factories.file(cast.jingan, "电梯坏了，有焦糊味", "4")
    client.force_login(cast.chief)
    page = client.get(lift.desk_url).content.decode()

    assert page.count("/merge/") == 5 + 1  # and the form for any number
    assert "同一栋楼 · 同一类事 · 都说到“电梯”“焦糊味”" in page


def test_nobody_is_shown_a_look_alike_that_they_may_not_read(cast: Cast, client: Client) -> None:
    """The manager stands aside from what is said of the company, and the two would not be merged anyhow."""
    mine = factories.file(cast.jingan, "水管漏了，地下室全是水", "4")
    hidden = factories.file(cast.jingan, "水管漏了物业不管，地下室全是水，投诉物业", "4", category=mine.category.slug)
    seen = {
        user: {pk for pk, _ in alike_of(mine, requests_visible_to(user), NOW)} for user in (cast.manager, cast.chief)
    }

    assert hidden.target == "property"
    assert (seen[cast.manager], seen[cast.chief]) == (set(), {hidden.pk})


def test_praise_is_no_look_alike_of_a_trouble(cast: Cast) -> None:
    lift = factories.file(cast.jingan, "电梯又坏了", "4", category="lift-fault")
    thanks = factories.file(cast.jingan, "谢谢物业修好电梯", "4", category="lift-fault")
    rows = requests_visible_to(cast.chief)

    assert thanks.nature == "praise"
    assert (alike_of(lift, rows, NOW), alike_of(thanks, rows, NOW)) == ([], [])
    Request.objects.filter(pk=thanks.pk).update(nature="help", category=Category.objects.get(slug="praise"))
    thanks.refresh_from_db()
    assert (alike_of(lift, rows, NOW), alike_of(thanks, rows, NOW)) == ([], [])


def test_what_ended_or_is_older_than_a_month_is_no_look_alike(cast: Cast) -> None:
    lift = factories.file(cast.jingan, "电梯坏了", "4")
    old = factories.file(cast.jingan, "电梯坏了", "4", at=NOW - timedelta(days=31))
    over = factories.file(cast.jingan, "电梯坏了", "4")
    actions.not_accept(request=over, reason="repeat", told="同一件", actor=cast.chief)

    assert {old.pk, over.pk} & {pk for pk, _ in alike_of(lift, requests_visible_to(cast.chief), NOW)} == set()


def test_among_ten_thousand_of_one_compound_it_takes_few_milliseconds(cast: Cast) -> None:
    """All of them open and of this month: the hardest case. tools/bench_neighbours.py measures a hundred thousand."""
    kind = Category.objects.get(slug="lift-fault")
    texts = ["三单元电梯又坏了", "楼道里堆了纸箱子", "路灯不亮晚上看不见", "暖气不热老人受不了", "广场舞太吵"]
    Request.objects.bulk_create(
        Request(
            number=f"JA-2501-{n:05}",
            station=cast.jingan,
            building=cast.building if n % 2 else None,
            title=texts[n % 5],
            description=texts[n % 5],
            search=bigrams(f"{texts[n % 5]} 第{n}次"),
            category=kind if n % 3 else None,
            status="assigned",
            code_digest="x",
            filed_at=NOW - timedelta(minutes=n * 4),
        )
        for n in range(10_000)
    )
    subject = factories.file(cast.jingan, "电梯又停了，老人下不来", "4")
    alike_of(subject, requests_visible_to(cast.chief), NOW)
    began = time.process_time()
    found = alike_of(subject, requests_visible_to(cast.chief), NOW)

    assert len(found) == 5
    assert time.process_time() - began <= 0.1  # a busy machine; a walk through all of them takes a second
