"""The morning's figures: who runs a station has them once, at half past seven of a working day, unless there is
nothing to say or they do not want them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from notices.models import DigestSent, GroupHook, Notice, NoticeSettings
from notices.registry import words_of
from notices.tasks import morning_figures
from services import actions
from tests import factories

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 11, 25, 7, 31, tzinfo=SHANGHAI)
LIFT = "三单元电梯又坏了，老人下不来楼"


@pytest.fixture
def busy(cast):
    """Of Tuesday: one waits for somebody, one is late by now."""
    with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
        factories.file(cast.jingan, "不知道怎么说", "4", by=cast.resident)
        late = factories.file(cast.jingan, LIFT, "4", by=cast.resident)
    Notice.objects.all().delete()
    late.refresh_from_db()
    assert min(filter(None, (late.contact_due_at, late.resolve_due_at))) < WEDNESDAY
    return cast


def digests(event="digest"):
    return {row.user: words_of(row.event, row.facts, row.subject) for row in Notice.objects.filter(event=event)}


def test_chief_and_deputies_have_them_once(busy):
    said = "今早：1件等派人，1件超期，1件今天到期"
    assert morning_figures(WEDNESDAY).done == 3
    assert digests() == dict.fromkeys([busy.chief, busy.manager, busy.chair], said)

    assert morning_figures(WEDNESDAY + timedelta(minutes=5)).done == 0
    assert DigestSent.objects.count() == 3
    assert morning_figures(WEDNESDAY + timedelta(days=1)).done == 3


def test_who_does_not_want_them_and_who_has_nothing_to_do_hear_nothing(busy):
    NoticeSettings.objects.create(user=busy.chair, wants_digest=False)
    morning_figures(WEDNESDAY)

    assert busy.chair not in digests()
    assert busy.other_chief not in digests()


def test_on_a_day_off_nobody_hears_anything(busy):
    assert morning_figures(datetime(2026, 11, 28, 7, 31, tzinfo=SHANGHAI)).done == 0


def test_who_stands_aside_is_not_told_by_the_figures(busy):
    with time_machine.travel(WEDNESDAY - timedelta(days=5), tick=False):
        factories.file(busy.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4", by=busy.resident)
    morning_figures(WEDNESDAY)

    assert digests()[busy.chief] == "今早：1件等派人，2件超期，1件今天到期"
    assert digests()[busy.manager] == "今早：1件等派人，1件超期，1件今天到期"


def test_the_group_has_the_figures_that_all_of_it_may_know(busy):
    GroupHook.objects.create(station=busy.jingan, url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a")
    with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
        factories.file(busy.jingan, "我要投诉站长，他不管事", "4", by=busy.resident)
    morning_figures(WEDNESDAY)

    assert list(digests("group_digest").values()) == ["今早：1件等派人，1件超期，1件今天到期"]


def test_what_was_taken_in_hand_counts_by_its_own_promise(busy):
    for request in busy.jingan.requests.filter(status="assigned"):
        actions.take(request=request, actor=busy.manager, at=timezone.now())
    morning_figures(WEDNESDAY)

    assert busy.chief in digests()
