"""From a notice to what goes out: whom it reaches by which way, when, how often it is tried."""

from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django_tasks_db.models import DBTaskResult

from notices.actions import Draft, delivering, mark_read, send_notices
from notices.actions.delivering import LADDER, LEASE, deliver, deliver_due
from notices.actions.expanding import expand
from notices.models import Delivery, Notice, NoticeSettings
from notices.registry import Told, register
from notices.tasks import deliver_notices, forget_phones
from notices.vocabulary import Audience, Kind, State, Who
from tests.notices.senders import Remembering

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON, NIGHT = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI), datetime(2026, 11, 25, 23, 30, tzinfo=SHANGHAI)
FACTS = {"number": "JA-2611-0001", "station": "警安公寓红旗驿站", "by": "物业经理 丁海波"}


@pytest.fixture
def calls(settings):
    settings.SMS_BACKEND = "tests.notices.senders.Remembering"
    Remembering.calls.clear()
    return Remembering.calls


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def told(user, event="assigned", **more):
    send_notices([Draft(user.pk, event, "三单元电梯又坏了", "/desk/", FACTS)._replace(**more)])
    return Notice.objects.latest("pk")


def expanded(user, event="assigned", **more):
    notice = told(user, event, **more)
    expand()
    return {row.channel: row for row in notice.deliveries.all()}


## Step one: by which ways


def test_it_goes_to_the_number_and_to_a_confirmed_address(cast):
    NoticeSettings.objects.create(user=cast.manager, email="ding@example.cn")
    rows = expanded(cast.manager)

    notice = Notice.objects.get()
    assert notice.fanned_out_at == NOON
    assert {(row.channel, row.address, row.key) for row in rows.values()} == {
        ("email", "ding@example.cn", f"n{notice.pk}-email"),
        ("sms", "19900000003", f"n{notice.pk}-sms"),
    }


def test_without_a_sentence_for_it_there_is_no_text_message(cast):
    assert expanded(cast.manager, "co_handler") == {}


def test_a_number_that_nobody_confirmed_gets_nothing(cast):
    cast.manager.phone_verified = False
    cast.manager.save()

    assert expanded(cast.manager) == {}


def test_what_somebody_switched_off_stays_in_the_inbox(cast):
    NoticeSettings.objects.create(user=cast.manager, email="ding@example.cn", muted=["work:sms", "late:email"])

    assert list(expanded(cast.manager)) == ["email"]
    assert list(expanded(cast.manager, "urged")) == []


def test_somebody_whose_account_is_closed_gets_nothing(cast):
    cast.manager.is_active = False
    cast.manager.save()

    assert expanded(cast.manager) == {}


def test_what_is_for_the_inbox_alone_makes_nothing(cast):
    assert expanded(cast.manager, outside=False) == {}


def test_expanding_twice_makes_each_delivery_once(cast):
    notice = told(cast.manager)
    assert (expand(), expand()) == ([notice.pk], [])
    Notice.objects.update(fanned_out_at=None)  # as if the mark had been lost
    expand()

    assert Delivery.objects.count() == 1


def test_an_event_that_nobody_knows_any_more_holds_nothing_up(cast, caplog):
    told(cast.manager, "long-gone")

    assert len(expanded(cast.manager)) == 1
    assert "long-gone" in caplog.text


def test_many_notices_are_expanded_by_a_number_of_statements_that_does_not_grow(cast, django_assert_max_num_queries):
    send_notices(Draft(cast.manager.pk, "assigned", "事", f"/desk/?{n}", FACTS) for n in range(60))
    with django_assert_max_num_queries(9):
        expand()

    assert Delivery.objects.count() == 60


## When


def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(cast, clock):
    clock.move_to(NIGHT)
    morning = datetime(2026, 11, 26, 7, 0, tzinfo=SHANGHAI)

    assert expanded(cast.manager)["sms"].next_try_at == morning
    assert expanded(cast.manager, is_urgent=True)["sms"].next_try_at == NIGHT


def test_quiet_hours_are_everybodys_own(cast, clock):
    clock.move_to(NIGHT)
    mine = NoticeSettings.objects.create(user=cast.manager, is_quiet=False)
    assert expanded(cast.manager)["sms"].next_try_at == NIGHT
    mine.is_quiet, mine.quiet_from, mine.quiet_until = True, time(23, 0), time(23, 45)
    mine.save()

    assert expanded(cast.manager)["sms"].next_try_at == NIGHT + timedelta(minutes=15)


def test_what_was_read_meanwhile_is_called_off(cast, clock, calls):
    clock.move_to(NIGHT)
    expanded(cast.manager)
    mark_read(user=cast.manager, notice=Notice.objects.get())
    clock.move_to(NIGHT + timedelta(hours=8))
    deliver_due()

    assert Delivery.objects.get().state == State.CALLED_OFF
    assert calls == []


## Step two: sent, tried again, given up


def test_it_is_sent_with_its_key_and_marked(cast, calls):
    row = expanded(cast.manager)["sms"]
    deliver_due()

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.tries, row.claimed_by) == (State.SENT, NOON, 1, "")
    said = "【红旗驿站】警安公寓红旗驿站派给您一件JA-2611-0001，请登录签收。"
    assert calls == [{"phone": "19900000003", "text": said, "key": row.key, "again": False, "code": ""}]


def test_a_text_message_ends_with_the_address_once_the_operator_has_named_it(cast, calls, settings):
    settings.SITE_URL = "https://portal.example.cn"
    expanded(cast.manager)
    deliver_due()

    assert calls[0]["text"].endswith("请登录签收。 https://portal.example.cn/desk/")


def test_a_letter_says_it_in_the_readers_language(cast, settings):
    settings.SITE_URL = "https://portal.example.cn"
    NoticeSettings.objects.create(user=cast.manager, email="ding@example.cn", muted=["work:sms"], language="en")
    expanded(cast.manager)
    deliver_due()

    letter = mail.outbox[0]
    key = Delivery.objects.get().key
    assert letter.subject == "You have been assigned a request: 三单元电梯又坏了"
    assert letter.to == ["ding@example.cn"]
    assert letter.extra_headers["Message-ID"] == f"<{key}.{int(NOON.timestamp())}@localhost>"
    assert "https://portal.example.cn/desk/" in letter.body
    assert "https://portal.example.cn/me/notices/" in letter.body


def test_of_a_private_matter_a_letter_says_only_that_there_is_something(cast):
    NoticeSettings.objects.create(user=cast.manager, email="ding@example.cn", muted=["work:sms"])
    expanded(cast.manager, is_private=True)
    deliver_due()

    assert mail.outbox[0].subject == "有一条通知，请您登录看"
    assert "电梯" not in mail.outbox[0].body


def test_what_did_not_leave_climbs_the_ladder_and_is_given_up_with_its_reason(cast, clock, settings):
    settings.SMS_BACKEND = "tests.notices.senders.Busy"
    row = expanded(cast.manager)["sms"]
    waits = []
    for _ in LADDER:
        clock.move_to(row.next_try_at)
        deliver_due()
        before, row = row.next_try_at, Delivery.objects.get()
        waits.append(row.next_try_at - before)

    assert waits == [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(0)]
    assert (row.state, row.tries) == (State.GIVEN_UP, 4)
    assert (row.last_error, row.error_detail) == ("短信公司现在发不了", "busy try later")


def test_a_no_for_good_is_not_asked_again(cast, settings):
    settings.SMS_BACKEND = "tests.notices.senders.Barred"
    expanded(cast.manager)
    deliver_due()

    row = Delivery.objects.get()
    assert (row.state, row.tries, row.last_error) == (State.GIVEN_UP, 1, "短信公司不发这一条")


def test_a_sender_with_a_fault_costs_only_its_own_message(cast, settings, caplog):
    settings.SMS_BACKEND = "tests.notices.senders.Broken"
    NoticeSettings.objects.create(user=cast.manager, email="ding@example.cn")
    expanded(cast.manager)
    deliver_due()

    assert {row.channel: row.state for row in Delivery.objects.all()} == {"sms": "waiting", "email": "sent"}
    assert "ZeroDivisionError" in caplog.text


def test_another_attempt_waits_for_the_morning_too(cast, clock, settings):
    settings.SMS_BACKEND = "tests.notices.senders.Busy"
    clock.move_to(datetime(2026, 11, 25, 21, 58, tzinfo=SHANGHAI))
    expanded(cast.manager)
    deliver_due()

    assert Delivery.objects.get().next_try_at == datetime(2026, 11, 26, 7, 0, tzinfo=SHANGHAI)


def test_what_another_worker_has_is_left_to_it_until_its_claim_runs_out(cast, clock, calls):
    row = expanded(cast.manager)["sms"]
    Delivery.objects.update(claimed_by="another", claimed_until=NOON + LEASE, claims=1)
    deliver_due()
    assert calls == []

    clock.move_to(NOON + LEASE + timedelta(seconds=1))
    deliver_due()
    assert [(call["key"], call["again"]) for call in calls] == [(row.key, True)]


def test_who_lost_the_claim_says_nothing_about_the_end(cast, settings):
    """Another worker took over while this one was still waiting for an answer."""
    settings.SMS_BACKEND = "tests.notices.test_outbox.Overtaken"
    expanded(cast.manager)
    deliver_due()

    row = Delivery.objects.get()
    assert (row.state, row.claimed_by) == (State.WAITING, "another")


def test_many_are_sent_by_a_number_of_statements_that_does_not_grow(cast, calls, django_assert_max_num_queries):
    send_notices(Draft(cast.manager.pk, "assigned", "事", f"/desk/?{n}", FACTS) for n in range(100))
    expand()
    with django_assert_max_num_queries(9):
        assert deliver_due().sent == 100

    assert len({call["key"] for call in calls}) == 100


@pytest.mark.parametrize("provider", ["Busy", "Barred"])
def test_so_are_many_that_do_not_leave(cast, settings, django_assert_max_num_queries, provider):
    settings.SMS_BACKEND = f"tests.notices.senders.{provider}"
    send_notices(Draft(cast.manager.pk, "assigned", "事", f"/desk/?{n}", FACTS) for n in range(100))
    expand()
    with django_assert_max_num_queries(9):
        assert deliver_due().not_sent == 100


def test_a_slow_channel_holds_what_it_has_no_time_for_no_longer_than_a_second(cast, monkeypatch, settings):
    """Here the second is over after each: it is marked, and the rest given back."""
    settings.SMS_BACKEND = "tests.notices.test_outbox.Looking"
    monkeypatch.setattr(delivering, "HELD", 0)
    send_notices(Draft(cast.manager.pk, "assigned", "事", f"/desk/?{n}", FACTS) for n in range(3))
    expand()
    Looking.seen.clear()
    assert deliver_due().sent == 3

    # What each saw when it was sent: how many were marked, and whether another process might have tried it before.
    assert Looking.seen == [(0, False), (1, False), (2, False)]
    assert set(Delivery.objects.values_list("state", "claimed_by", "claims")) == {("sent", "", 1)}


class Looking(Remembering):
    seen: ClassVar[list] = []

    def send(self, phone, text, *, again=False, **more):
        self.seen.append((Delivery.objects.filter(state="sent").count(), again))


class Overtaken(Remembering):
    def send(self, phone, text, **more):
        Delivery.objects.update(claimed_by="another")


## By whom


def test_after_the_commit_it_goes_out_by_itself(cast, calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        told(cast.manager)
        assert calls == []

    assert len(calls) == 1


def test_a_task_that_fails_does_not_reach_the_page(cast, settings, caplog, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "tests.notices.test_outbox.NoQueue"}}
    with django_capture_on_commit_callbacks(execute=True):
        notice = told(cast.manager)
    assert "the queue is out of order" in caplog.text

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert deliver_notices(NOON).done == 1
    assert notice.deliveries.get().state == State.SENT


class NoQueue:
    task_class = None

    def __init__(self, alias, params):
        self.alias = alias

    def enqueue(self, *_args, **_more):
        raise ConnectionError("the queue is out of order")


def test_the_queue_in_the_database_takes_the_task(cast, calls, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        notice = told(cast.manager)
    assert calls == []

    queued = DBTaskResult.objects.get().task_result
    queued.task.call(*queued.args)
    assert (queued.args, len(calls)) == ([[notice.pk]], 1)


def test_a_task_without_ids_delivers_all_that_is_due(cast, calls):
    expanded(cast.manager)
    deliver.call()

    assert len(calls) == 1


## Without an account


def test_a_phone_number_stands_in_no_inbox_and_is_forgotten_after_a_month(cast, clock, calls):
    draft = Draft(None, "resolved", "", "/requests/track/", FACTS, audience=Audience.PHONE, phone="13812345678")
    send_notices([draft])
    told(cast.manager)
    expand()
    deliver_due()
    assert {call["phone"] for call in calls} == {"13812345678", "19900000003"}

    clock.move_to(NOON + timedelta(days=31))
    assert forget_phones(NOON + timedelta(days=31)).done == 1
    assert [notice.user for notice in Notice.objects.all()] == [cast.manager]


def test_a_text_message_may_tell_number_and_station_and_nothing_else():
    with pytest.raises(ValueError, match=r"\['subject'\]"):
        register([Told("tells-too-much", Who.HANDLER, "x", Kind.WORK, sms="%(number)s %(subject)s")])
