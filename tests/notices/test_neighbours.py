"""Who follows a building or a kind hears of it in words without the title; of what is private, nobody does. The
station's group hears of what is critical. Who has no account hears by text message."""

import pytest

from notices.actions.expanding import expand
from notices.models import Delivery, Follow, GroupHook, Notice
from notices.registry import words_of
from notices.vocabulary import Audience
from residents.models import Residency
from services import actions
from services.links import rating_link
from stations.models import Dwelling
from tests import factories

LIFT = "三单元电梯又坏了，老人下不来楼"


@pytest.fixture
def neighbour(cast):
    """Lives in building 4 too, and follows it."""
    user = factories.make_user("邻居")
    dwelling = Dwelling.objects.create(entrance=cast.building.entrances.first(), number="102")
    Residency.objects.create(user=user, dwelling=dwelling, status="confirmed")
    Follow.objects.create(user=user, station=cast.jingan, building=cast.building)
    return user


def heard_by(user):
    expand()
    rows = Notice.objects.filter(user=user, event__startswith="neighbour").order_by("pk")
    return [words_of(row.event, row.facts, row.subject) for row in rows]


def test_a_neighbour_hears_what_and_where_when_it_is_filed_and_when_it_is_done(cast, neighbour):
    request = factories.file(cast.jingan, LIFT, "4", by=cast.resident)
    actions.take(request=request, actor=cast.manager)
    actions.resolve(request=request, actor=cast.manager, text="换了主板")

    assert heard_by(neighbour) == ["4号楼有人反映：电梯坏了", "4号楼反映的事办好了：电梯坏了"]
    assert heard_by(cast.resident) == []
    notice = Notice.objects.filter(user=neighbour).first()
    assert (notice.path, notice.subject) == ("/stations/jingan/", "")
    assert not {"reporter", "not_to", "number"} & notice.facts.keys()


def test_a_kind_is_followed_all_over_the_compound_and_told_once(cast, neighbour):
    Follow.objects.create(user=neighbour, station=cast.jingan, category="lift-fault")
    factories.file(cast.jingan, LIFT, "2")
    factories.file(cast.jingan, LIFT, "4")

    assert heard_by(neighbour) == ["2号楼有人反映：电梯坏了", "4号楼有人反映：电梯坏了"]


def test_who_reported_it_and_who_handles_it_have_their_own_notices(cast, neighbour):
    for user in (cast.resident, cast.manager):
        Follow.objects.create(user=user, station=cast.jingan, building=cast.building)
    factories.file(cast.jingan, LIFT, "4", by=cast.resident)

    assert (heard_by(cast.resident), heard_by(cast.manager)) == ([], [])


@pytest.mark.parametrize("text", ["物业打电话没人接，态度还差，我要投诉物业", "我要投诉站长，他不管事"])
def test_of_complaints_nobody_hears(cast, neighbour, text):
    factories.file(cast.jingan, text, "4", by=cast.resident)

    assert heard_by(neighbour) == []


def test_of_a_private_kind_nobody_hears(cast, neighbour):
    from services.models import Category

    private = Category.objects.filter(is_sensitive=True).first()
    factories.file(cast.jingan, "家里的事", "4", by=cast.resident, category=private.slug)

    assert heard_by(neighbour) == []


def test_who_moved_away_hears_nothing_more(cast, neighbour):
    Residency.objects.filter(user=neighbour).update(status="ended")
    factories.file(cast.jingan, LIFT, "4")

    assert heard_by(neighbour) == []


def test_an_old_file_that_is_read_in_rings_nobody_up(cast, neighbour):
    factories.file(cast.jingan, LIFT, "4", channel="import", phone="13812345678")

    assert heard_by(neighbour) == []
    assert Delivery.objects.count() == 0
    assert Notice.objects.filter(user=cast.manager, event="assigned").count() == 1


def test_the_group_hears_of_what_is_critical_by_number_alone(cast):
    GroupHook.objects.create(station=cast.jingan, url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a")
    GroupHook.objects.create(station=cast.huaji, url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=b")
    request = factories.file(cast.jingan, "楼道里有燃气味", "4", by=cast.resident)
    factories.file(cast.jingan, LIFT, "4")
    expand()

    (notice,) = Notice.objects.filter(audience=Audience.GROUP)
    said = words_of(notice.event, notice.facts, notice.subject)
    assert said == f"警安公寓红旗驿站收到一件特急：{request.number}，请主办的人马上看"
    assert [row.key for row in Delivery.objects.filter(channel="wechat")] == [
        f"n{notice.pk}-wechat-{GroupHook.objects.get(station=cast.jingan).pk}"
    ]


def test_who_has_no_account_is_told_the_milestones_by_text_message(cast):
    request = factories.file(cast.jingan, LIFT, "4", phone="13812345678", name="王大妈")
    actions.take(request=request, actor=cast.manager)
    actions.resolve(request=request, actor=cast.manager, text="换了主板")

    rows = Notice.objects.filter(audience=Audience.PHONE)
    assert [(row.event, row.phone, row.subject, row.path) for row in rows] == [
        ("resolved", "13812345678", "", rating_link(request))
    ]
    assert rows[0].facts == {"number": request.number, "station": "警安公寓红旗驿站"}


def test_a_landline_gets_no_text_message(cast):
    request = factories.file(cast.jingan, LIFT, "4", phone="06358123456")
    actions.take(request=request, actor=cast.manager)
    actions.resolve(request=request, actor=cast.manager, text="换了主板")

    assert Notice.objects.filter(audience=Audience.PHONE).count() == 0


def test_at_night_work_that_presses_does_not_wait_and_other_work_does(cast):
    factories.file(cast.jingan, "楼道里有燃气味", "4")
    factories.file(cast.jingan, "楼道里堆了纸箱子", "4")

    urgent = {row.is_urgent for row in Notice.objects.filter(audience=Audience.PERSON, event="assigned")}
    assert urgent == {True, False}


def test_what_leaves_about_a_complaint_says_only_that_there_is_something(cast):
    factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4", by=cast.resident)

    assert {row.is_private for row in Notice.objects.filter(audience=Audience.PERSON)} == {True}
