"""「我家也是」: a neighbour's matter is offered without saying whose it is, joined once for each home, left again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import ActionRefused
from notices.models import Notice
from services import actions
from services.households import household_of
from services.models import Request
from services.queries.alike import offers_for, with_homes
from services.vocabulary import EventKind, Status
from tests import factories
from tests.cast import Cast

HEATING = "暖气片冰凉的，一点不热"
NOW = timezone.now()


@pytest.fixture
def lead(cast: Cast) -> Request:
    """Told by a neighbour whose name and words nobody else learns."""
    return factories.file(
        cast.jingan, "暖气不热，我妈钟翠兰冻病了", "4", name="钟小雨", phone="13812340427", category="heating"
    )


@pytest.fixture
def mine(cast: Cast, lead: Request) -> Request:
    return factories.file(cast.jingan, HEATING, "4", by=cast.resident, category="heating")


def homes(request: Request) -> int:
    return with_homes(Request.objects.all()).get(pk=request.pk).homes


def page_of(client: Client, request: Request, user: object) -> str:
    client.force_login(user)
    return client.get(request.get_absolute_url()).content.decode()


def key_on(page: str) -> str:
    found = re.search(r'name="offer" value="([0-9a-f]+)"', page)
    return found[1] if found else ""


def test_the_receipt_offers_the_neighbours_matter_without_words_or_names(
    cast: Cast, client: Client, lead: Request, mine: Request
) -> None:
    page = page_of(client, mine, cast.resident)

    assert "邻居也反映过" in page
    assert "反映过1次" in page
    assert [said for said in ("钟", "冻病", lead.number, "0427", f'"{lead.pk}"') if said in page] == []


def test_one_press_joins_and_a_second_changes_nothing(cast: Cast, client: Client, lead: Request, mine: Request) -> None:
    key = key_on(page_of(client, mine, cast.resident))
    answers = [client.post(f"{mine.get_absolute_url()}join/", {"offer": key}).status_code for _ in range(2)]
    mine.refresh_from_db()

    assert answers == [302, 302]
    assert (mine.status, mine.merged_into) == (Status.MERGED, lead)
    assert mine.events.filter(kind=EventKind.JOINED).count() == 1
    assert homes(lead) == homes(mine) == 2


def test_a_visitor_joins_with_the_code_in_the_browser(cast: Cast, client: Client, lead: Request) -> None:
    client.post("/stations/jingan/report/", {"description": HEATING, "building": cast.building.pk})
    request = Request.objects.latest("pk")
    page = client.get(request.get_absolute_url()).content.decode()
    client.post(f"{request.get_absolute_url()}join/", {"offer": key_on(page)})
    request.refresh_from_db()

    assert (request.status, request.merged_into) == (Status.MERGED, lead)


def test_a_made_up_offer_is_refused_in_words(cast: Cast, client: Client, lead: Request, mine: Request) -> None:
    client.force_login(cast.resident)
    answer = client.post(f"{mine.get_absolute_url()}join/", {"offer": "0" * 24})
    mine.refresh_from_db()

    assert (answer.status_code, mine.status) == (400, Status.ASSIGNED)
    assert "您这件照常办" in answer.content.decode()


def test_an_offer_for_another_request_is_no_good(cast: Cast, client: Client, lead: Request, mine: Request) -> None:
    key = key_on(page_of(client, mine, cast.resident))
    other = factories.file(cast.jingan, HEATING, "4", by=cast.resident, category="heating")

    assert client.post(f"{other.get_absolute_url()}join/", {"offer": key}).status_code == 400


def test_a_stranger_joins_nothing(cast: Cast, client: Client, lead: Request, mine: Request) -> None:
    client.force_login(cast.stranger)

    assert client.post(f"{mine.get_absolute_url()}join/", {"offer": "x"}).status_code == 404
    with pytest.raises(ActionRefused) as refused:
        actions.join(request=mine, into=lead, actor=cast.stranger)
    assert refused.value.code == "not_yours"


def test_each_is_told_and_asked_when_it_is_done(cast: Cast, lead: Request, mine: Request) -> None:
    actions.join(request=mine, into=lead, actor=cast.resident)
    actions.take(request=lead, actor=lead.assignee)
    actions.resolve(request=lead, text="放了气，热了", actor=lead.assignee)
    mine.refresh_from_db()

    assert mine.status == Status.RESOLVED
    assert Notice.objects.filter(user=cast.resident, event="resolved").count() == 1
    assert Notice.objects.filter(phone="13812340427", event="resolved").count() == 1
    actions.rate(request=mine, reached=True, solved=True, satisfaction="satisfied", actor=cast.resident)
    assert mine.status == Status.CLOSED


def test_who_joined_may_go_alone_again(cast: Cast, client: Client, lead: Request, mine: Request) -> None:
    actions.join(request=mine, into=lead, actor=cast.resident)
    assert "改成单独办" in page_of(client, mine, cast.resident)
    assert client.post(f"{mine.get_absolute_url()}leave/").status_code == 302
    mine.refresh_from_db()

    assert (mine.status, mine.merged_into, mine.joined_at) == (Status.ASSIGNED, None, None)
    assert homes(lead) == 1


def test_what_the_desk_merged_a_resident_does_not_take_apart(cast: Cast, lead: Request, mine: Request) -> None:
    actions.merge(request=mine, into=lead, actor=cast.chief)
    with pytest.raises(ActionRefused) as refused:
        actions.leave(request=mine, actor=cast.resident)

    assert refused.value.code == "desk"


def test_one_home_counts_once_and_the_handler_hears_of_it_once(cast: Cast, lead: Request) -> None:
    phone = {"phone": "13912345678", "category": "heating"}
    twice = [factories.file(cast.jingan, HEATING, "4", **phone) for _ in range(2)]
    for request in twice:
        actions.join(request=request, into=lead, actor=cast.resident, as_owner=True)

    assert homes(lead) == 2
    assert Notice.objects.filter(event="neighbour_joined", user=lead.assignee).count() == 1


def test_a_home_is_the_flat_then_the_phone_then_the_browser() -> None:
    flat = household_of(entrance=3, dwelling="301", phone="13900000000", browser="JA-1")
    assert flat == household_of(entrance=3, dwelling=" 301", phone="13911111111")
    assert flat != household_of(entrance=4, dwelling="301")
    assert household_of(phone="13900000000", browser="JA-1") == household_of(phone="13900000000", browser="JA-2")
    assert household_of(browser="JA-1") != household_of(browser="JA-2")
    assert household_of() == ""


def test_two_of_one_flat_with_accounts_are_one_home(cast: Cast) -> None:
    first = factories.file(cast.jingan, HEATING, "4", by=cast.resident, phone="13911111111")
    second = factories.file(cast.jingan, HEATING, "3", by=cast.resident)

    assert first.household == second.household != ""


def test_one_browser_is_one_home(cast: Cast, client: Client) -> None:
    for text in ("路灯不亮", "电梯坏了"):
        client.post("/stations/jingan/report/", {"description": text})
    Client().post("/stations/jingan/report/", {"description": "路灯不亮"})

    assert len(set(Request.objects.values_list("household", flat=True))) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"is_sensitive": True},
        {"nature": "complaint"},
        {"nature": "praise"},
        {"target": "property"},
        {"level": "community"},
        {"category": None},
        {"status": Status.CLOSED},
        {"filed_at": NOW - timedelta(days=31)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_neighbours_may_not_hear_of_is_not_offered(
    cast: Cast, lead: Request, mine: Request, changed: dict
) -> None:
    assert [offer.pk for offer in offers_for(mine, NOW + timedelta(minutes=1))] == [lead.pk]
    Request.objects.filter(pk=lead.pk).update(**changed)

    assert offers_for(mine, NOW + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    "changed",
    [{"is_sensitive": True}, {"nature": "report"}, {"nature": "praise"}, {"target": "hoa"}, {"urgency": "critical"}],
)
def test_what_is_private_or_cannot_wait_goes_on_by_itself(
    cast: Cast, lead: Request, mine: Request, changed: dict
) -> None:
    Request.objects.filter(pk=mine.pk).update(**changed)
    mine.refresh_from_db()

    assert offers_for(mine, NOW) == []
    with pytest.raises(ActionRefused) as refused:
        actions.join(request=mine, into=lead, actor=cast.resident)
    assert refused.value.code == "apart"


def test_the_matter_of_another_compound_is_not_offered(cast: Cast, lead: Request) -> None:
    elsewhere = factories.file(cast.huaji, HEATING, "4", by=cast.stranger, category="heating")

    assert offers_for(elsewhere, NOW) == []


def test_when_the_neighbours_matter_ends_undone_mine_goes_on(cast: Cast, lead: Request, mine: Request) -> None:
    actions.join(request=mine, into=lead, actor=cast.resident)
    actions.not_accept(request=lead, reason="repeat", told="同一件", actor=cast.chief)
    mine.refresh_from_db()

    assert (mine.status, mine.joined_at) == (Status.ASSIGNED, None)


def test_what_the_own_home_told_before_is_not_a_neighbours(cast: Cast, mine: Request) -> None:
    again = factories.file(cast.jingan, HEATING, "4", by=cast.resident, category="heating")
    others = offers_for(again, NOW + timedelta(minutes=1))

    assert again.household == mine.household != ""
    assert mine.pk not in [offer.pk for offer in others]
    assert len(others) == 1


def test_another_thing_of_the_same_kind_and_building_is_not_offered(cast: Cast) -> None:
    """Lamps and door locks are one kind; whoever joined would be told that the lock works."""
    factories.file(cast.jingan, "单元门的门禁刷卡没反应", "4", category="gate-camera-lamp")
    lamp = factories.file(cast.jingan, "4号楼楼道灯不亮", "4", category="gate-camera-lamp")
    same = factories.file(cast.jingan, "门禁刷卡又没反应", "4", category="gate-camera-lamp")

    assert offers_for(lamp, NOW) == []
    assert len(offers_for(same, NOW)) == 1


def test_a_building_that_is_not_there_is_another_building(cast: Cast) -> None:
    """Whoever said 12 in a compound of less is not offered the leak of building 4, nor the other way round."""
    factories.file(cast.jingan, "卫生间往下滴答水", "4", category="flat-leak")
    factories.file(cast.jingan, "13#-2-501卫生间往下滴答水", category="flat-leak")
    missed = factories.file(cast.jingan, "12#-2-501卫生间往下滴答水", category="flat-leak")
    real = factories.file(cast.jingan, "卫生间往下滴答水", "3", category="flat-leak")
    same = factories.file(cast.jingan, "12#-1-502卫生间往下滴答水", category="flat-leak")

    assert [offers_for(each, NOW) for each in (missed, real)] == [[], []]
    assert offers_for(same, NOW) == [missed]
