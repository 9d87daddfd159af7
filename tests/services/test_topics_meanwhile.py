"""What comes into a topic while somebody writes its outcome is not told what nobody meant for it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from core.errors import ActionRefused
from notices.models import Notice
from services.actions import topics as actions
from services.models import HotTopic, Request, TopicMember
from tests import factories
from tests.cast import Cast
from tests.services.test_topics import NOW, SMELL, many, opened, topic_of

OUTCOME = "装了喷淋，晚上十点后不开工。"
CAME = "排灰呛人，孩子咳嗽"


@pytest.fixture
def topic(cast: Cast) -> HotTopic:
    many(cast.jingan)
    return opened(topic_of(cast.jingan), cast)


@pytest.fixture
def chief(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chief)
    return client


def version_on(page: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', page)[0]


def come(cast: Cast) -> Request:
    late = factories.file(cast.jingan, f"{SMELL}，{CAME}", phone="13812349999", category="smell-fumes")
    assert topic_of(cast.jingan).members.filter(pk=late.pk).exists()
    return late


def told() -> set[str]:
    return set(Notice.objects.filter(event="topic_told").values_list("phone", flat=True))


def publish(client: Client, topic: HotTopic, version: str):
    return client.post(f"/desk/topics/{topic.pk}/publish/", {"outcome": OUTCOME, "version": version})


def test_nobody_is_told_until_the_chief_has_seen_who_came(cast: Cast, chief: Client, topic: HotTopic) -> None:
    seen = version_on(chief.get(f"/desk/topics/{topic.pk}/").text)
    come(cast)
    answer = publish(chief, topic, seen)
    page = answer.text

    assert (answer.status_code, told()) == (409, set())
    assert "您打开页面以后，又加进来1件" in page
    assert (f"{OUTCOME}</textarea>" in page, page.count("新加的</strong>")) == (True, 1)
    assert publish(chief, topic, version_on(page)).status_code == 302
    assert "13812349999" in told()


def test_without_a_version_nobody_is_told(cast: Cast, chief: Client, topic: HotTopic) -> None:
    assert (publish(chief, topic, "").status_code, told()) == (409, set())


def test_what_is_new_stands_first_and_is_marked_only_this_once(cast: Cast, chief: Client, topic: HotTopic) -> None:
    seen = version_on(chief.get(f"/desk/topics/{topic.pk}/").text)
    late = come(cast)
    Request.objects.filter(pk=late.pk).update(filed_at=NOW - timedelta(days=9))  # taken down on paper, days ago
    page = publish(chief, topic, seen).text
    first, *others = re.findall(r"<li><span class=\"grow\">.*?</li>", page, re.DOTALL)

    assert (late.title in first, "新加的" in first) == (True, True)
    assert [one for one in others if "新加的" in one] == []
    assert "新加的" not in chief.get(f"/desk/topics/{topic.pk}/").text


def test_found_again_with_the_same_reports_nothing_has_changed(cast: Cast, chief: Client, topic: HotTopic) -> None:
    seen = version_on(chief.get(f"/desk/topics/{topic.pk}/").text)
    actions.find_topics_of_station(cast.jingan, NOW + timedelta(hours=1))

    assert publish(chief, topic, seen).status_code == 302


def test_who_went_is_told_of_too(cast: Cast, chief: Client, topic: HotTopic) -> None:
    late = come(cast)
    seen = version_on(chief.get(f"/desk/topics/{topic.pk}/").text)
    actions.leave_out(topic=topic, request=late.pk, actor=cast.manager)
    answer = publish(chief, topic, seen)

    assert (answer.status_code, "里面的诉求变了" in answer.text, "新加的" in answer.text) == (409, True, False)
    assert told() == set()


def test_each_report_keeps_the_version_that_it_came_with(cast: Cast, topic: HotTopic) -> None:
    late = come(cast)
    withdrawn = topic.members.exclude(pk=late.pk).order_by("pk")[0]
    Request.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    actions.find_topics_of_station(cast.jingan, NOW)
    topic.refresh_from_db()

    assert topic.version == 3
    assert list(TopicMember.objects.filter(hottopic=topic).order_by("pk").values_list("since", flat=True)) == [1, 1, 2]


def test_an_outcome_that_cannot_go_out_comes_back_with_what_the_page_showed(
    cast: Cast, chief: Client, topic: HotTopic
) -> None:
    """Not with what came meanwhile: who mends a telephone number has still to be told of that."""
    seen = version_on(chief.get(f"/desk/topics/{topic.pk}/").text)
    come(cast)
    answer = chief.post(f"/desk/topics/{topic.pk}/publish/", {"outcome": "打13812340427", "version": seen})

    assert (answer.status_code, version_on(answer.text)) == (400, seen)
    assert publish(chief, topic, seen).status_code == 409


def test_without_a_page_there_is_nothing_to_compare(cast: Cast, topic: HotTopic) -> None:
    come(cast)
    with pytest.raises(ActionRefused) as refused:
        actions.publish_topic(topic=topic, outcome=OUTCOME, actor=cast.chief, version=1)

    assert refused.value.code == "changed"
    actions.publish_topic(topic=topic, outcome=OUTCOME, actor=cast.chief)
    assert len(told()) == 4


def test_who_reported_an_opened_topic_long_ago_still_hears_the_outcome(
    cast: Cast, chief: Client, topic: HotTopic
) -> None:
    first, *_others = many(cast.jingan, 2)  # five now
    Request.objects.filter(pk=first.pk).update(reporter_phone="13812340001")
    assert topic_of(cast.jingan).reports == 5
    Request.objects.filter(pk=first.pk).update(filed_at=NOW - timedelta(days=31))

    assert topic_of(cast.jingan).reports == 5
    publish(chief, topic, version_on(chief.get(f"/desk/topics/{topic.pk}/").text))
    assert "13812340001" in told()


def test_who_withdrew_long_ago_does_not(cast: Cast, topic: HotTopic) -> None:
    first, *_others = many(cast.jingan, 2)
    topic_of(cast.jingan)
    Request.objects.filter(pk=first.pk).update(filed_at=NOW - timedelta(days=31), status="withdrawn")
    assert (topic_of(cast.jingan).reports, topic.members.filter(pk=first.pk).exists()) == (4, False)
