"""What somebody tried with the offers on a receipt, and with the kinds to choose from."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from core.errors import ActionRefused
from notices.models import Notice
from services import actions
from services.models import HotTopic, Request
from services.pages.topics import list_context
from services.vocabulary import EventKind, Status, TopicState
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.services.test_joining import HEATING, key_on, page_of
from tests.services.test_topics import many, topic_of


@pytest.fixture
def lead(cast: Cast) -> Request:
    return factories.file(cast.jingan, "暖气不热，屋里冷", "4", phone="13812340427", category="heating")


@pytest.fixture
def mine(cast: Cast, lead: Request) -> Request:
    return factories.file(cast.jingan, HEATING, "4", by=cast.resident, category="heating")


@pytest.mark.parametrize("key", ["字" * 24, "é", "\0", "0" * 24, "x" * 10_000, ""])
def test_a_forged_key_is_answered_in_words(cast: Cast, client: Client, mine: Request, key: str) -> None:
    client.force_login(cast.resident)
    answer = client.post(f"{mine.get_absolute_url()}join/", {"offer": key})
    mine.refresh_from_db()
    assert (answer.status_code, mine.merged_into) == (400, None)


def test_a_key_of_one_receipt_opens_nothing_on_another(cast: Cast, client: Client, mine: Request) -> None:
    key = key_on(page_of(client, mine, cast.resident))
    other = factories.file(cast.jingan, "暖气片一点不热", "4", by=cast.resident, category="heating")
    assert client.post(f"{other.get_absolute_url()}join/", {"offer": key}).status_code == 400


def test_what_happened_to_somebody_is_never_offered(cast: Cast, client: Client, lead: Request, mine: Request) -> None:
    assert key_on(page_of(client, mine, cast.resident))
    Request.objects.filter(pk=lead.pk).update(danger="violence")
    assert key_on(page_of(client, mine, cast.resident)) == ""


def said(client: Client, request: Request) -> list[str]:
    return re.findall("反映过[0-9]+次|[0-9]+户", client.get(request.get_absolute_url()).content.decode())


@pytest.mark.parametrize("phone", ["13812340427", "13900000001"])
def test_whose_number_it_was_is_not_told_by_a_count(cast: Cast, client: Client, lead: Request, phone: str) -> None:
    """Somebody gives a neighbour's number, joins, and looks on another receipt whether that was one more."""
    sent = {"description": HEATING, "building": cast.building.pk}
    client.post("/stations/jingan/report/", {**sent, "phone": phone})
    request = Request.objects.latest("pk")
    assert request.reporter_phone == phone
    client.post(f"{request.get_absolute_url()}join/", {"offer": key_on(_page(client, request))})
    client.post("/stations/jingan/report/", {**sent, "description": "屋里暖气片一点不热"})
    assert said(client, Request.objects.latest("pk")) == ["反映过2次"]


def _page(client: Client, request: Request) -> str:
    return client.get(request.get_absolute_url()).content.decode()


def test_joining_and_leaving_again_and_again_does_not_ring_the_handlers_bell(
    cast: Cast, lead: Request, mine: Request
) -> None:
    for _nth in range(3):
        actions.join(request=mine, into=lead, actor=cast.resident)
        actions.leave(request=mine, actor=cast.resident)
    told = Notice.objects.count()
    with pytest.raises(ActionRefused):
        actions.join(request=mine, into=lead, actor=cast.resident)
    assert (Notice.objects.count(), mine.events.filter(kind=EventKind.JOINED).count()) == (told, 3)


def test_a_kind_that_changes_the_readers_is_not_chosen_while_others_go_along(cast: Cast) -> None:
    waiting = factories.file(cast.jingan, "有件事不知道怎么说", "4", by=cast.resident)
    other = factories.file(cast.jingan, "我也是这件事", "4")
    Request.objects.filter(pk=waiting.pk).update(
        category=None, status=Status.SUBMITTED, suggested=[{"slug": "family-conflict"}]
    )
    Request.objects.filter(pk=other.pk).update(merged_into=waiting, status=Status.MERGED)
    client_of(cast, "resident").post(f"{waiting.get_absolute_url()}kind/", {"kind": "family-conflict"})
    waiting.refresh_from_db()
    assert (waiting.category, waiting.is_sensitive) == (None, False)


def test_whoever_was_only_given_a_topic_reads_no_residents_words_in_the_list(cast: Cast) -> None:
    many(cast.jingan, 3)
    topic = topic_of(cast.jingan)
    helper = factories.make_user("钱帮忙")
    factories.appoint(helper, Post.HOA_MEMBER, cast.jingan)
    HotTopic.objects.filter(pk=topic.pk).update(
        state=TopicState.OPENED, title="排灰", assignee=helper, words=["呛人得很"], known_words=[]
    )
    (line,) = list_context(helper)["opened"]
    (whole,) = list_context(cast.chief)["opened"]
    assert (line.words, whole.words) == ("", "呛人得很")
