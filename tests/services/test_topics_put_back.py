"""What was left out of a topic is put back by whoever may leave out: its reporter hears the outcome like the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core.errors import ActionRefused
from notices.models import Notice
from services.actions import topics as actions
from services.models import HotTopic, Request, TopicMember
from tests import factories
from tests.cast import Cast
from tests.services.test_topics import NOW, topic_of
from tests.services.test_topics_left_out import KIND, LAMP, opened

DOOR = "单元门关不上，晃了%d天"


@pytest.fixture
def lamp(cast: Cast) -> Request:
    for nth in range(2):
        factories.file(cast.jingan, DOOR % nth, "4", phone=f"1381234000{nth}", **KIND)
    return factories.file(cast.jingan, "单元门口的路灯不亮", "4", phone=LAMP, **KIND)


@pytest.fixture
def topic(cast: Cast, lamp: Request) -> HotTopic:
    """Three homes; the lamp was left out, so that it is not hot any more."""
    found = actions.leave_out(topic=topic_of(cast.jingan), request=lamp.pk, actor=cast.chief)
    assert (found.reports, found.homes, found.is_hot) == (2, 2, False)
    return found


def press(client: Client, topic: HotTopic, request: Request | str):
    return client.post(f"/desk/topics/{topic.pk}/put-back/", {"request": getattr(request, "pk", request)})


def refused_code(topic: HotTopic, request: Request, actor: object) -> str:
    with pytest.raises(ActionRefused) as refused:
        actions.put_back(topic=topic, request=request.pk, actor=actor)
    return refused.value.code


def test_it_is_as_if_nobody_had_left_it_out(cast: Cast, client: Client, topic: HotTopic, lamp: Request) -> None:
    client.force_login(cast.chief)
    for _twice in range(2):  # pressed twice it is put back once
        answer = press(client, topic, lamp)
    topic.refresh_from_db()
    page = client.get(f"/desk/topics/{topic.pk}/").text

    assert (answer.status_code, topic.reports, topic.homes, topic.is_hot) == (302, 3, 3, True)
    assert (page.count("/leave-out/"), page.count("/put-back/")) == (3, 0)
    again = topic_of(cast.jingan)
    assert (again.pk, again.members.count(), again.left_out.count()) == (topic.pk, 3, 0)


def test_its_reporter_is_told_the_outcome(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    opened(topic, cast)
    actions.put_back(topic=topic, request=lamp.pk, actor=cast.chief)
    actions.publish_topic(topic=topic, outcome="闭门器换好了。", actor=cast.chief)

    assert LAMP in set(Notice.objects.filter(event="topic_told").values_list("phone", flat=True))


def test_who_writes_the_outcome_meanwhile_sees_it_come(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    opened(topic, cast)
    before = HotTopic.objects.get(pk=topic.pk).version
    actions.put_back(topic=topic, request=lamp.pk, actor=cast.chief)
    topic.refresh_from_db()

    assert (topic.version, TopicMember.objects.get(request=lamp).since) == (before + 1, before + 1)


def test_both_stand_in_its_history_and_not_on_the_request(
    cast: Cast, client: Client, topic: HotTopic, lamp: Request
) -> None:
    actions.open_topic(topic=topic, title="单元门", to=cast.mediator, actor=cast.chief)
    before = (lamp.events.count(), Notice.objects.count(), Request.objects.get(pk=lamp.pk).version)
    actions.put_back(topic=topic, request=lamp.pk, actor=cast.chief)
    client.force_login(cast.chief)
    page = client.get(f"/desk/topics/{topic.pk}/").text

    assert f"拿出去了一件，不是这件事：{lamp.number}" in page
    assert f"放回来了一件：{lamp.number}" in page
    assert (lamp.events.count(), Notice.objects.count(), Request.objects.get(pk=lamp.pk).version) == before
    client.force_login(cast.mediator)  # it was given to them; the reports are not theirs to read
    page = client.get(f"/desk/topics/{topic.pk}/").text
    assert ("放回来了一件" in page, lamp.number in page, "/put-back/" in page) == (True, False, False)


def test_only_who_runs_the_station_puts_back_and_only_what_was_left_out(
    cast: Cast, client: Client, topic: HotTopic, lamp: Request
) -> None:
    opened(topic, cast)
    client.force_login(cast.leader)
    assert (press(client, topic, lamp).status_code, topic.members.count()) == (400, 2)
    client.force_login(cast.other_chief)
    assert press(client, topic, lamp).status_code == 404
    client.force_login(cast.chief)
    answer = press(client, topic, factories.file(cast.jingan, "下水道堵了", "3"))
    assert (answer.status_code, "这一件不在拿出去的里面" in answer.text) == (400, True)
    assert press(client, topic, "x").status_code == 400


@pytest.mark.parametrize("changed", [{"is_sensitive": True}, {"status": "withdrawn"}, {"target": "property"}], ids=str)
def test_what_no_longer_fits_stays_out(cast: Cast, topic: HotTopic, lamp: Request, changed: dict) -> None:
    Request.objects.filter(pk=lamp.pk).update(**changed)

    assert refused_code(topic, lamp, cast.chief) == "not_fit"
    assert topic.members.count() == 2


def test_what_is_in_another_topic_is_not_told_twice(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    other = HotTopic.objects.create(station=cast.jingan, first_at=NOW, last_at=NOW, computed_at=NOW)
    other.members.add(lamp)
    assert refused_code(topic, lamp, cast.chief) == "elsewhere"
    HotTopic.objects.filter(pk=other.pk).update(is_hot=False)  # it has cooled down and is shown nowhere
    assert actions.put_back(topic=topic, request=lamp.pk, actor=cast.chief).reports == 3


def test_after_the_outcome_nothing_is_put_back(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    opened(topic, cast)
    actions.publish_topic(topic=topic, outcome="闭门器换好了。", actor=cast.chief)

    assert refused_code(topic, lamp, cast.chief) == "told"


def test_one_that_has_cooled_down_does_not_become_hot_by_it(cast: Cast, topic: HotTopic, lamp: Request) -> None:
    later = NOW + timedelta(days=40)

    assert actions.put_back(topic=topic, request=lamp.pk, actor=cast.chief, at=later).is_hot is False
