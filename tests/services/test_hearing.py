"""A supplement that tells of danger, or of the place that nobody knew: heard as if it had been said at first."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from notices.models import Notice
from services import actions
from services.models import Request
from services.pages.understanding import place_missed, where_from
from services.vocabulary import EventKind, Urgency
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast

LAMP = "楼道灯坏了"
FIRE = "着火了，屋里冒烟"


def filed(cast: Cast, text: str = LAMP, **more: object) -> Request:
    place = actions.Place(**more)
    found = actions.file_request(station=cast.jingan, description=text, reporter=actions.Reporter(), place=place)
    return Request.objects.get(pk=found.request.pk)


def supplemented(request: Request, text: str) -> Request:
    actions.supplement(request=request, text=text, actor=AnonymousUser(), as_owner=True)
    return Request.objects.get(pk=request.pk)


def test_a_danger_makes_it_critical_and_shows_whom_to_call(cast: Cast, client: Client) -> None:
    path = client.post("/stations/jingan/report/", {"description": LAMP})["Location"]
    assert "先打电话" not in client.get(path).content.decode()

    page = client.post(f"{path}supplement/", {"text": FIRE}, follow=True).content.decode()

    request = Request.objects.get()
    assert (request.danger, request.urgency) == ("fire", Urgency.CRITICAL)
    assert 'href="tel:119"' in page
    assert "您补充了情况，这件事改成特急" in page


def test_it_is_promised_anew_from_the_moment_that_it_was_said(cast: Cast) -> None:
    request = filed(cast)
    later = request.filed_at + timedelta(hours=5)
    promised, started = request.resolve_due_at, request.clock_started_at
    actions.supplement(request=request, text=FIRE, actor=AnonymousUser(), as_owner=True, at=later)
    request.refresh_from_db()

    assert later < request.contact_due_at <= later + timedelta(hours=1)
    assert request.resolve_due_at <= promised
    assert request.clock_started_at == started


def test_the_handler_and_whoever_is_on_duty_are_told_at_once(cast: Cast) -> None:
    on_duty = factories.make_user("秦值班")
    factories.appoint(on_duty, Post.DUTY_OFFICER, cast.jingan)
    request = filed(cast)
    supplemented(request, FIRE)

    told = Notice.objects.filter(user=request.assignee, event="supplemented")
    assert [notice.is_urgent for notice in told] == [True]
    assert Notice.objects.filter(user=on_duty, event="co_handler").count() == 1
    assert list(request.co_handlers.values_list("user", flat=True)).count(on_duty.pk) == 1
    supplemented(request, FIRE)
    assert Notice.objects.filter(user=on_duty, event="co_handler").count() == 1


@pytest.mark.parametrize("text", ["没着火，就是灯不亮", "万一着火了谁负责", "灯还是不亮"])
def test_what_tells_of_no_danger_changes_nothing(cast: Cast, text: str) -> None:
    before = filed(cast)
    after = supplemented(before, text)
    assert (after.danger, after.urgency, after.contact_due_at) == ("", before.urgency, before.contact_due_at)
    assert "raised" not in after.events.get(kind=EventKind.SUPPLEMENTED).data


def test_the_graver_danger_stands_with_the_numbers_of_both(cast: Cast, client: Client) -> None:
    path = client.post("/stations/jingan/report/", {"description": "楼道里一股煤气味"})["Location"]
    page = client.post(f"{path}supplement/", {"text": "我妈晕倒了"}, follow=True).content.decode()
    assert Request.objects.get().danger == "gas"
    assert 'href="tel:119"' in page
    assert 'href="tel:120"' in page


def test_of_another_kind_the_danger_that_was_said_later_stays(cast: Cast) -> None:
    request = supplemented(filed(cast), FIRE)
    actions.classify(request=request, category=None, urgency=Urgency.CRITICAL, target="", actor=cast.chief)
    assert Request.objects.get().danger == "fire"


def test_a_place_that_nobody_knew_is_read_and_told(cast: Cast) -> None:
    request = filed(cast, "12#-2-501卫生间往下滴答水")
    assert place_missed(request) != ""
    request = supplemented(request, "说错了，是3号楼2单元501")

    assert (request.place, place_missed(request)) == ("3号楼2单元", "")
    assert where_from(request) == "是从原话“3号楼2单元”里读出来的"
    assert request.events.get(kind=EventKind.PLACED).data == {"place": "3号楼2单元"}


def test_another_building_that_does_not_exist_is_asked_about(cast: Cast) -> None:
    request = supplemented(filed(cast, "12号楼漏水"), "不对，是97号楼")
    assert (request.building, "97号楼" in place_missed(request)) == (None, True)


def test_a_place_that_is_known_stands(cast: Cast) -> None:
    request = supplemented(filed(cast, building=cast.building), "3号楼2单元也不亮")
    assert (request.building, request.events.filter(kind=EventKind.PLACED).exists()) == (cast.building, False)
