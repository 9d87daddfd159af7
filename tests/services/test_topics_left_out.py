"""What is of another matter is left out of a topic: its reporter is told nothing, and it is not pulled in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import ActionRefused
from notices.models import Notice
from services.actions import topics as actions
from services.models import HotTopic, Request
from services.vocabulary import TopicState
from tests import factories
from tests.cast import Cast
from tests.services.test_topics import topic_of

NOW = timezone.now() + timedelta(hours=2)
LAMP = "13812349999"
KIND = {"category": "gate-camera-lamp"}


@pytest.fixture
def lamp(cast: Cast) -> Request:
    """Five speak of the door of 4号楼, one of a lamp there: the same kind, the same building."""
    for nth in range(5):
        factories.file(cast.jingan, f"单元门关不上，晃了{nth}天", "4", phone=f"1381234000{nth}", **KIND)
    return factories.file(cast.jingan, "单元门口的路灯不亮", "4", phone=LAMP, **KIND)


@pytest.fixture
def topic(cast: Cast, lamp: Request) -> HotTopic:
    found = topic_of(cast.jingan)
    assert found.members.filter(pk=lamp.pk).exists()
    return found


def opened(topic: HotTopic, cast: Cast) -> HotTopic:
    return actions.open_topic(topic=topic, title="单元门", to=cast.leader, actor=cast.chief)


def press(client: Client, topic: HotTopic, request: Request):
    return client.post(f"/desk/topics/{topic.pk}/leave-out/", {"request": request.pk})


def test_who_was_left_out_is_told_nothing_and_the_others_are(
    cast: Cast, client: Client, topic: HotTopic, lamp: Request
) -> None:
    opened(topic, cast)
    client.force_login(cast.chief)
    page = client.get(f"/desk/topics/{topic.pk}/").text
    assert (page.count("/leave-out/"), "6户，6件" in page) == (6, True)
    answer = press(client, topic, lamp)
    page = client.get(f"/desk/topics/{topic.pk}/").text
    actions.publish_topic(topic=topic, outcome="闭门器换好了。", actor=cast.chief)

    assert (answer.status_code, page.count("/leave-out/"), page.count("/put-back/"), "5户，5件" in page) == (
        *(302, 5, 1, True),
    )
    told = set(Notice.objects.filter(event="topic_told").values_list("phone", flat=True))
    assert told == {f"1381234000{nth}" for nth in range(5)}


def test_nothing_of_it_stands_on_the_request(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    before = (lamp.events.count(), Notice.objects.count(), Request.objects.get(pk=lamp.pk).version)
    actions.leave_out(topic=topic, request=lamp.pk, actor=cast.chief)

    assert (lamp.events.count(), Notice.objects.count(), Request.objects.get(pk=lamp.pk).version) == before


@pytest.mark.parametrize("is_opened", [True, False])
def test_found_anew_it_is_not_pulled_in_again(cast: Cast, topic: HotTopic, lamp: Request, is_opened: bool) -> None:
    if is_opened:
        opened(topic, cast)
    for _twice in range(2):  # pressed twice it is left out once
        actions.leave_out(topic=topic, request=lamp.pk, actor=cast.chief)
    factories.file(cast.jingan, "单元门关不上，风大", "4", phone="13812340007", **KIND)
    again = topic_of(cast.jingan)

    assert (again.pk, again.reports, again.homes, HotTopic.objects.count()) == (topic.pk, 6, 6, 1)
    assert not again.members.filter(pk=lamp.pk).exists()


def test_what_was_left_out_makes_a_topic_of_its_own_with_others(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    """The two that were left out are no reason to take the four lamps for the doors."""
    other = factories.file(cast.jingan, "单元门口的路灯不亮", "4", phone="13812348888", **KIND)
    actions.find_topics_of_station(cast.jingan, NOW)
    for one in (lamp, other):
        actions.leave_out(topic=topic, request=one.pk, actor=cast.chief)
    Request.objects.filter(topics=topic).update(title="电子屏", description="电子屏", category=None, building=None)
    for nth in range(2):
        factories.file(cast.jingan, "单元门口的路灯不亮", "4", phone=f"1381234777{nth}", **KIND)
    actions.find_topics_of_station(cast.jingan, NOW)

    assert set(HotTopic.objects.exclude(pk=topic.pk).get().members.values_list("pk", flat=True)) >= {lamp.pk, other.pk}
    assert not topic.members.filter(pk__in=[lamp.pk, other.pk]).exists()


def test_one_that_few_are_left_in_is_no_longer_hot(cast: Cast, topic: HotTopic) -> None:
    *out, _one, last = topic.members.values_list("pk", flat=True)
    for pk in out:
        actions.leave_out(topic=topic, request=pk, actor=cast.chief)
    actions.find_topics_of_station(cast.jingan, NOW)
    topic.refresh_from_db()

    assert (topic.is_hot, topic.reports, HotTopic.objects.count()) == (False, 2, 1)
    actions.leave_out(topic=topic, request=_one, actor=cast.chief)
    with pytest.raises(ActionRefused) as refused:
        actions.leave_out(topic=topic, request=last, actor=cast.chief)
    assert refused.value.code == "last"


def test_of_one_that_has_cooled_down_the_counts_follow_too(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    opened(topic, cast)
    later = NOW + timedelta(days=40)
    actions.find_topics_of_station(cast.jingan, later)
    actions.leave_out(topic=topic, request=lamp.pk, actor=cast.chief, at=later)
    topic.refresh_from_db()

    assert (topic.reports, topic.homes, topic.is_hot, topic.state) == (5, 5, False, TopicState.OPENED)


def test_after_the_outcome_nothing_is_left_out(cast: Cast, client: Client, topic: HotTopic, lamp: Request) -> None:
    opened(topic, cast)
    actions.publish_topic(topic=topic, outcome="闭门器换好了。", actor=cast.chief)
    client.force_login(cast.chief)
    answer = press(client, topic, lamp)

    assert (answer.status_code, "已经答复大家了，不能再改" in answer.text) == (400, True)
    page = client.get(f"/desk/topics/{topic.pk}/").text
    assert ("/leave-out/" in page, "/put-back/" in page) == (False, False)
    assert topic.members.filter(pk=lamp.pk).exists()


def test_only_who_runs_the_station_leaves_out_and_only_what_is_in_it(
    cast: Cast, client: Client, topic: HotTopic, lamp: Request
) -> None:
    opened(topic, cast)
    client.force_login(cast.leader)  # it was given to them: they write how far it is
    assert "/leave-out/" not in client.get(f"/desk/topics/{topic.pk}/").text
    assert (press(client, topic, lamp).status_code, topic.members.count()) == (400, 6)
    client.force_login(cast.other_chief)
    assert press(client, topic, lamp).status_code == 404
    client.force_login(cast.chief)
    other = factories.file(cast.jingan, "下水道堵了", "3")
    answer = press(client, topic, other)
    assert (answer.status_code, "已经不在里面了" in answer.text) == (400, True)
    assert client.post(f"/desk/topics/{topic.pk}/leave-out/", {"request": "x"}).status_code == 400
