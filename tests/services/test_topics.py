"""Hot topics: found of many homes, seen by those who may read the reports, answered to everybody at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import ActionRefused
from core.text import bigrams
from notices.models import Notice
from services.actions import topics as actions
from services.alike import Matter, tokens_of
from services.models import HotTopic, Request
from services.queries import requests_visible_to
from services.queries.topics import topics_of_districts, topics_visible_to
from services.tasks import find_hot_topics
from services.topics import Report, hot_groups, is_hot, salient_words, trend_of
from services.vocabulary import EventKind, TopicState
from stations.models import Station
from tests import factories
from tests.cast import Cast

NOW = timezone.now() + timedelta(hours=2)  # after all that a test files, however busy the machine
SMELL = "东边的搅拌站半夜排灰，味道呛人"


def many(station: Station, count: int = 3, text: str = SMELL, building: str = "", **more: object) -> list[Request]:
    kind = {"category": "smell-fumes", **more}
    return [
        factories.file(station, f"{text}，第{nth}天了", building, phone=f"1381234{station.pk % 100:02}{nth:02}", **kind)
        for nth in range(count)
    ]


def topic_of(station: Station) -> HotTopic:
    actions.find_topics_of_station(station, NOW)
    return HotTopic.objects.get(station=station, is_hot=True)


def report(pk: int, text: str, kind: str = "smell-fumes", home: str = "", compound: str = "甲") -> Report:
    matter = Matter(pk, tokens_of(bigrams(text)), kind, "sanitation", None, None, None, NOW)
    return Report(matter, home or str(pk), compound, text)


## The rule


@pytest.mark.parametrize(("homes", "hot"), [("ab", False), ("abc", True), ("aaaa", False), ("aaaaa", True)])
def test_three_homes_or_five_reports_are_hot(homes: str, hot: bool) -> None:
    assert is_hot([report(pk, SMELL, home=home) for pk, home in enumerate(homes)]) is hot


def test_two_matters_of_one_kind_are_two_topics() -> None:
    smell = [report(pk, f"搅拌站排灰呛人，{said}") for pk, said in enumerate(["受不了", "没人管", "睡不着"])]
    smoke = [report(pk, f"烧烤店油烟往楼上飘，{said}") for pk, said in enumerate(["熏眼睛", "天天烧", "开窗就进"], 10)]
    groups = hot_groups([*smell, *smoke], across=True)

    assert [{one.matter.pk for one in group} for group in groups] == [{0, 1, 2}, {10, 11, 12}]


def test_it_is_named_by_what_its_reports_have_and_others_do_not() -> None:
    smell = [report(pk, f"搅拌站排灰呛人，{said}") for pk, said in enumerate(["受不了", "没人管", "睡不着"])]
    others = [report(pk, said) for pk, said in enumerate(["垃圾桶满了没人管", "下水道返味受不了"], 20)]

    assert set(salient_words(smell, [*smell, *others])[0]) <= set("搅拌站排灰呛人")
    assert salient_words(smell, [*smell, *others], {"搅拌站", "油烟"})[0] == "搅拌站"


def test_pieces_of_words_name_nothing() -> None:
    cold = [
        report(pk, f"{said}，屋里才{pk + 10}度") for pk, said in enumerate(["三单元一楼", "二单元一楼", "单元一楼"])
    ]

    assert salient_words(cold, cold, {"单元门"}) == []


def test_how_much_and_that_a_firm_is_one_name_nothing() -> None:
    dust = [report(pk, f"{firm}限公司工地扬尘非常大") for pk, firm in enumerate(["兴隆有", "宏图有", "长青有"])]

    assert salient_words(dust, dust, set()) == ["工地扬尘"]


def test_the_trend_counts_five_days_each_the_latest_last() -> None:
    assert trend_of([NOW, NOW - timedelta(days=4), NOW - timedelta(days=29), NOW - timedelta(days=31)], NOW) == [
        *(1, 0, 0, 0, 0, 2)
    ]


## Finding


def test_three_homes_make_a_topic(cast: Cast) -> None:
    many(cast.jingan)
    factories.file(cast.jingan, "路灯不亮", "4")
    topic = topic_of(cast.jingan)

    assert (topic.reports, topic.homes, str(topic.category.slug), sum(topic.trend)) == (3, 3, "smell-fumes", 3)
    assert any("搅拌站" in word for word in topic.words)


def test_one_home_that_says_it_four_times_makes_none(cast: Cast) -> None:
    for nth in range(4):
        factories.file(cast.jingan, f"{SMELL}，第{nth}次", phone="13812340427", category="smell-fumes")
    actions.find_topics_of_station(cast.jingan, NOW)

    assert HotTopic.objects.count() == 0


def test_what_is_older_than_a_month_no_longer_counts(cast: Cast) -> None:
    many(cast.jingan)
    assert topic_of(cast.jingan).is_hot
    actions.find_topics_of_station(cast.jingan, NOW + timedelta(days=31))

    assert [topic.is_hot for topic in HotTopic.objects.all()] == [False]


def test_found_again_it_keeps_its_row(cast: Cast) -> None:
    many(cast.jingan)
    before = topic_of(cast.jingan)
    many(cast.jingan, 2, building="3")

    assert (topic_of(cast.jingan).pk, topic_of(cast.jingan).reports) == (before.pk, 5)


@pytest.mark.parametrize(
    "changed",
    [
        *({"is_sensitive": True}, {"target": "member"}, {"target": "chief"}, {"level": "community"}),
        *({"danger": "despair"}, {"nature": "praise"}),
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_private_or_praise_never_becomes_a_topic(cast: Cast, changed: dict) -> None:
    for request in many(cast.jingan, 6):
        Request.objects.filter(pk=request.pk).update(**changed)
    actions.find_topics_of_station(cast.jingan, NOW)
    actions.find_topics_of_district(factories.COUNTY, NOW)

    assert HotTopic.objects.count() == 0


def test_the_job_looks_each_hour_where_something_is_new_and_else_once_a_day(cast: Cast) -> None:
    one, *_others = many(cast.jingan)

    def looked_at(minutes: int) -> int:
        return find_hot_topics(NOW + timedelta(minutes=minutes)).done

    assert (looked_at(0), looked_at(61)) == (4, 0)  # three stations and the district; nothing is new
    Request.objects.filter(pk=one.pk).update(filed_at=NOW + timedelta(minutes=30))
    assert (looked_at(62), looked_at(90)) == (1, 0)  # what came since; within the hour not again
    assert looked_at(24 * 60 + 62) == 4


## Who sees it


def test_only_the_chief_and_the_deputies_see_it(cast: Cast) -> None:
    many(cast.jingan)
    topic_of(cast.jingan)

    assert {name for name, user in cast.people().items() if topics_visible_to(user).exists()} == {
        *("chief", "manager", "chair")
    }


def test_the_side_complained_about_sees_nothing_of_it(cast: Cast, client: Client) -> None:
    many(cast.jingan, text="电梯坏了物业一直不管，投诉物业", category="lift-fault")
    topic = topic_of(cast.jingan)
    client.force_login(cast.manager)

    assert topic.target == "property"
    assert client.get(f"/desk/topics/{topic.pk}/").status_code == 404
    assert "电梯" not in client.get("/desk/topics/").content.decode()
    assert topics_visible_to(cast.chief).get() == topic


def test_whoever_sees_a_topic_may_read_all_of_its_reports(cast: Cast) -> None:
    many(cast.jingan)
    many(cast.jingan, text="电梯坏了物业一直不管，投诉物业", category="lift-fault")
    many(cast.jingan, text="门禁坏了业委会一直不管，投诉业委会", category="gate-camera-lamp")
    actions.find_topics_of_station(cast.jingan, NOW)
    for user in cast.people().values():
        seen = set(requests_visible_to(user).values_list("pk", flat=True))
        for topic in topics_visible_to(user):
            assert set(topic.members.values_list("pk", flat=True)) <= seen, (user, topic.target)

    assert HotTopic.objects.count() == 3


def test_the_district_sees_compounds_and_figures_and_no_words(cast: Cast, client: Client) -> None:
    many(cast.jingan, 2)
    many(cast.huaji, 2)
    actions.find_topics_of_district(factories.COUNTY, NOW)
    client.force_login(cast.official)
    page = client.get("/district/topics/").content.decode()

    assert topics_of_districts(cast.official).get().compounds == [
        {"name": "化机小区", "reports": 2},
        {"name": "警安公寓", "reports": 2},
    ]
    assert "4户，4件" in page
    assert [said for said in ("半夜", "味道呛人", "JA-", "HJ-", "1381234") if said in page] == []


def test_what_one_compound_says_is_no_topic_of_the_district(cast: Cast) -> None:
    many(cast.jingan, 6)
    actions.find_topics_of_district(factories.COUNTY, NOW)

    assert topics_of_districts(cast.official).count() == 0


def test_the_official_of_another_district_sees_nothing(cast: Cast) -> None:
    many(cast.jingan, 2)
    many(cast.huaji, 2)
    actions.find_topics_of_district(factories.COUNTY, NOW)
    other = factories.make_user("外区级")
    factories.appoint(other, "district_official", division_id="37")
    cast.official.appointments.update(ends_on="2025-06-01")

    assert topics_of_districts(other).count() == 1  # the province above
    assert topics_of_districts(cast.official).count() == 0


## What a chief makes of it


@pytest.fixture
def topic(cast: Cast) -> HotTopic:
    many(cast.jingan)
    factories.file(cast.jingan, f"{SMELL}，孩子咳嗽", by=cast.resident, category="smell-fumes")
    return topic_of(cast.jingan)


def opened(topic: HotTopic, cast: Cast) -> HotTopic:
    return actions.open_topic(topic=topic, title="搅拌站扬尘", to=cast.leader, actor=cast.chief, note="先去看看")


def test_a_chief_opens_it_for_somebody_who_is_told(cast: Cast, client: Client, topic: HotTopic) -> None:
    client.force_login(cast.chief)
    said = {"title": "搅拌站扬尘", "to": cast.leader.pk, "note": "先去看看"}
    assert f"楼长 {cast.leader.name}" in client.get(f"/desk/topics/{topic.pk}/").content.decode()
    answer = client.post(f"/desk/topics/{topic.pk}/open/", said)
    topic.refresh_from_db()

    assert (answer.status_code, topic.state, topic.assignee) == (302, TopicState.OPENED, cast.leader)
    assert Notice.objects.get(event="topic_given").user == cast.leader
    assert "先去看看" in client.get(f"/desk/topics/{topic.pk}/").content.decode()


def test_whoever_it_was_given_to_writes_how_far_it_is(cast: Cast, client: Client, topic: HotTopic) -> None:
    opened(topic, cast)
    client.force_login(cast.leader)
    page = client.get(f"/desk/topics/{topic.pk}/").content.decode()
    answer = client.post(f"/desk/topics/{topic.pk}/note/", {"text": "搅拌站答应装喷淋"})
    topic.refresh_from_db()

    assert ("记一笔" in page, "答复大家" in page, answer.status_code) == (True, False, 302)
    assert [note["text"] for note in topic.notes] == ["先去看看", "搅拌站答应装喷淋"]
    assert Notice.objects.get(event="topic_noted").user == cast.chief


def test_its_words_are_not_for_whoever_may_not_read_the_reports(cast: Cast, client: Client, topic: HotTopic) -> None:
    opened(topic, cast)
    HotTopic.objects.filter(pk=topic.pk).update(words=["钟家孩子"], known_words=["呛"])
    client.force_login(cast.leader)
    page = client.get(f"/desk/topics/{topic.pk}/").content.decode()

    assert "钟家孩子" not in page
    assert "还有4件您看不到" in page


def test_the_outcome_is_told_to_every_reporter(cast: Cast, client: Client, topic: HotTopic) -> None:
    opened(topic, cast)
    client.force_login(cast.chief)
    form = {"outcome": "装了喷淋，晚上十点后不开工。", "version": topic.version}
    answer = client.post(f"/desk/topics/{topic.pk}/publish/", form)
    told = Notice.objects.filter(event="topic_told")
    mine = cast.resident.requests.get()
    client.force_login(cast.resident)

    assert answer.status_code == 302
    assert (told.filter(user=cast.resident).count(), told.exclude(phone="").count()) == (1, 3)
    assert mine.events.filter(kind=EventKind.TOPIC_TOLD, is_public=True).count() == 1
    assert "装了喷淋" in client.get(mine.get_absolute_url()).content.decode()


def test_who_became_private_meanwhile_is_not_told(cast: Cast, topic: HotTopic) -> None:
    opened(topic, cast)
    cast.resident.requests.update(is_sensitive=True)
    actions.publish_topic(topic=topic, outcome="装了喷淋。", actor=cast.chief)

    assert Notice.objects.filter(event="topic_told", user=cast.resident).count() == 0


def test_what_was_told_stays_as_it_was(cast: Cast, topic: HotTopic) -> None:
    opened(topic, cast)
    actions.publish_topic(topic=topic, outcome="装了喷淋。", actor=cast.chief)
    many(cast.jingan, 2, building="3")
    actions.find_topics_of_station(cast.jingan, NOW)
    topic.refresh_from_db()

    assert (topic.reports, topic.outcome) == (4, "装了喷淋。")
    for act in (
        lambda: actions.publish_topic(topic=topic, outcome="又改了", actor=cast.chief),
        lambda: actions.note_topic(topic=topic, text="又记", actor=cast.chief),
    ):
        with pytest.raises(ActionRefused) as refused:
            act()
        assert refused.value.code == "told"


def test_the_side_complained_about_is_not_put_in_charge(cast: Cast) -> None:
    many(cast.jingan, text="电梯坏了物业一直不管，投诉物业", category="lift-fault")
    topic = topic_of(cast.jingan)
    with pytest.raises(ActionRefused) as refused:
        actions.open_topic(topic=topic, title="电梯", to=cast.manager, actor=cast.chief)

    assert refused.value.code == "recused"


@pytest.mark.parametrize(
    ("who", "to", "code"),
    [("chief", "stranger", "not_here"), ("leader", "leader", "not_yours"), ("other_chief",) * 2 + ("not_yours",)],
)
def test_it_is_opened_by_who_runs_the_station_for_one_of_its_people(
    cast: Cast, topic: HotTopic, who: str, to: str, code: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        actions.open_topic(topic=topic, title="扬尘", to=getattr(cast, to), actor=getattr(cast, who))
    assert refused.value.code == code


def test_an_empty_form_is_explained_and_what_was_typed_stays(cast: Cast, client: Client, topic: HotTopic) -> None:
    client.force_login(cast.chief)
    answer = client.post(f"/desk/topics/{topic.pk}/open/", {"title": "搅拌站的事", "to": "", "note": "明天去"})

    assert answer.status_code == 400
    assert "搅拌站的事" in answer.content.decode()
    assert client.post(f"/desk/topics/{topic.pk}/fly/").status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_pages_take_at_most_twelve_statements(
    cast: Cast, client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    many(cast.jingan, count)
    pk = topic_of(cast.jingan).pk
    client.force_login(cast.chief)
    for path in ("/desk/topics/", f"/desk/topics/{pk}/"):
        client.get(path)
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


def test_an_outcome_with_somebodys_number_goes_out_to_nobody(cast: Cast, client: Client, topic: HotTopic) -> None:
    opened(topic, cast)
    client.force_login(cast.chief)
    said = "排过气了，打13812340427找李大妈看。"
    answer = client.post(f"/desk/topics/{topic.pk}/publish/", {"outcome": said, "version": topic.version})
    page = answer.content.decode() if answer.status_code != 302 else client.get(answer["Location"]).content.decode()

    assert "不能有电话和证件号码" in page
    assert said in page
    assert not Notice.objects.filter(event="topic_told").exists()
