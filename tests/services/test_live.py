"""The triage list keeps itself up to date: cheaply while nothing happens, and only for who may see it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notices.models import Notice
from services import actions
from services.live import FRESH, SALT
from services.models import Request
from stations.models import Appointment, DutyShift
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of

LIST = "/desk/requests/"


def poll_of(html: str) -> str:
    return unescape(re.search(r'id="live" hidden hx-get="([^"]+)"', html)[1])


def stamp_in(path: str) -> str:
    return unquote(path.partition("stamp=")[2])


def look(cast: Cast, who: str, query: str = "") -> tuple[Client, str]:
    """The list is opened: what its poll then asks."""
    client = client_of(cast, who)
    return client, poll_of(client.get(LIST + query).text)


def ask(client: Client, path: str) -> Any:
    return client.get(path, headers={"HX-Request": "true"})


@pytest.fixture
def request_(cast: Cast) -> Request:
    return factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident)


@pytest.mark.parametrize("who", ["chief", "manager", "chair", "officer"])
def test_where_nothing_has_changed_two_statements_say_so(cast: Cast, request_: Request, who: str) -> None:
    client, path = look(cast, who)
    ask(client, path)
    with CaptureQueriesContext(connection) as taken:
        answer = ask(client, path)

    assert (answer.status_code, answer.content, len(taken)) == (204, b"", 2)


@pytest.mark.parametrize("who", ["chief", "manager"])
def test_what_is_filed_is_told_with_all_that_a_reload_shows(cast: Cast, request_: Request, who: str) -> None:
    client, path = look(cast, who)
    new = factories.file(cast.jingan, "楼道里堆了纸箱子", "4", by=cast.resident)
    answer, page = ask(client, path), client.get(LIST).text

    assert answer.status_code == 200
    rows = r'<tr data-number="([^"]+)"'
    assert new.number in re.findall(rows, answer.text)
    for part in ("nav", "figures", "side", "listed"):
        assert element(answer.text, part) == element(page, part)


def element(html: str, name: str) -> str:
    """From the tag with this id on, as far as both have it; forms carry a token of their own in each answer."""
    tag = re.search(rf'<(\w+)[^>]*\bid="{name}"', html)
    end = html.index(f"</{tag[1]}>", tag.start())
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", html[tag.start() : end])


def test_the_new_list_brings_a_new_stamp_that_is_right(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "chief")
    actions.take(request=request_, actor=cast.manager)
    again = poll_of(ask(client, path).text)

    assert ask(client, again).status_code == 204
    assert ask(client, path).status_code == 200


def test_the_filter_stays(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "chief", "?q=电梯&sort=newest")
    other = factories.file(cast.jingan, "楼道里堆了纸箱子", "4")
    answer = ask(client, path)

    assert (request_.number in answer.text, other.number in answer.text) == (True, False)
    assert "stamp=" not in answer.text.split('id="live"')[0]


def test_a_notice_that_comes_is_counted_at_once(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "chief")
    Notice.objects.create(user=cast.chief, event="taken", facts={"by": "人"})
    unread = Notice.objects.filter(user=cast.chief, read_at=None).count()

    assert f'id="unread"><span class="badge num">{unread}<' in ask(client, path).text


def test_what_somebody_may_not_see_is_not_told_not_even_that_it_happened(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "chief")
    officer, officers_path = look(cast, "officer")
    complaint = factories.file(cast.jingan, "投诉韩立群站长态度恶劣", "4", by=cast.resident)
    assert complaint.level == "community"

    assert [ask(client, path).status_code, ask(officer, officers_path).status_code] == [204, 200]


def test_a_list_that_has_stood_for_ten_minutes_is_told_anew(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "chief")
    with time_machine.travel(timezone.now() + timedelta(seconds=FRESH + 1), tick=False):
        assert ask(client, path).status_code == 200


@pytest.mark.parametrize("who", ["visitor", "resident", "stranger", "manager", "other_chief", "officer"])
def test_a_stamp_is_good_for_nobody_else(cast: Cast, request_: Request, who: str) -> None:
    _client, path = look(cast, "chief")

    assert ask(client_of(cast, who), path).status_code == 404


def test_a_stamp_that_was_changed_is_none(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "manager")
    given = stamp_in(path)
    said = {"u": cast.manager.pk, "p": {"chief_of": [cast.jingan.pk]}, "s": [], "n": [], "t": 0}
    others = [signing.dumps(said, salt="another"), signing.dumps(said, key="another", salt=SALT)]
    forged = [given[:-1] + ("B" if given[-1] == "A" else "A"), given[1:], given[:9] + given[10:], "", "x", *others]
    base = path.partition("stamp=")[0]

    assert {text: ask(client, f"{base}stamp={text}").status_code for text in forged} == dict.fromkeys(forged, 404)


def test_who_was_dismissed_is_told_nothing_more(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "manager")
    Appointment.objects.filter(user=cast.manager).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert ask(client, path).status_code == 404
    factories.file(cast.jingan, "楼道里堆了纸箱子", "4")
    assert ask(client, path).status_code == 404


def test_who_may_no_longer_sign_in_is_told_nothing_more(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "manager")
    cast.manager.is_active = False
    cast.manager.save()

    assert ask(client, path).status_code == 404


def test_who_holds_less_than_before_sees_less_at_the_next_poll(cast: Cast, request_: Request) -> None:
    hidden = factories.file(cast.jingan, "两口子的事，想找人说说", "4", by=cast.resident)
    Request.objects.filter(pk=hidden.pk).update(is_sensitive=True)
    client, path = look(cast, "chief")
    assert hidden.number in client.get(LIST).text
    Appointment.objects.filter(user=cast.chief, post=Post.STATION_CHIEF).delete()
    factories.appoint(cast.chief, Post.DUTY_OFFICER, cast.jingan)
    answer = ask(client, path)

    assert (answer.status_code, hidden.number in answer.text) == (200, False)


def test_a_shift_that_begins_opens_the_list_at_the_next_poll(cast: Cast, request_: Request) -> None:
    client, path = look(cast, "manager")
    now = timezone.now()
    hour = timedelta(hours=1)
    DutyShift.objects.create(station=cast.jingan, user=cast.manager, starts_at=now - hour, ends_at=now + hour)

    assert ask(client, path).status_code == 200


def test_the_stamp_says_nothing_of_others(cast: Cast, request_: Request) -> None:
    _client, path = look(cast, "manager")
    said = signing.loads(stamp_in(path), salt=SALT)

    assert (said["u"], said["s"]) == (cast.manager.pk, [cast.jingan.pk])
    assert set(said) == {"u", "p", "s", "n", "t"}
