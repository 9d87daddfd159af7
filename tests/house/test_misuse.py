"""What somebody tried who wanted to know more than is theirs. Each of these once worked."""

import pytest
from django.test import Client

from services import actions
from services.models import Photo, Request
from services.queries import roster_of
from services.relations import relations_of
from services.routing import Facts, route
from services.workflow import Relation
from tests import factories
from tests.cast import Cast
from tests.house.addresses import client_of
from tests.uploads import fetched, photo

REPORT = "/stations/huaji/report/"
FAMILY = "我家私事，不想让人知道"


def key_of(client: Client) -> str:
    return client.get(REPORT).context["form"].initial["submission_key"]


def test_an_old_form_at_a_shared_phone_opens_nobody_elses_request(cast: Cast) -> None:
    phone = client_of(cast, "stranger")
    key = key_of(phone)
    phone.post(REPORT, {"description": FAMILY, "submission_key": key})
    phone.logout()

    answer = phone.post(REPORT, {"description": "楼下路灯坏了", "submission_key": key}, follow=True)

    assert (Request.objects.count(), FAMILY in answer.content.decode()) == (2, False)
    assert Request.objects.latest("pk").description == "楼下路灯坏了"


def test_an_old_form_that_was_filled_in_anew_is_another_request(client: Client, cast: Cast) -> None:
    key = key_of(client)
    for text in ("楼下路灯坏了", "楼下路灯坏了", "水管也漏了"):
        assert client.post(REPORT, {"description": text, "submission_key": key}).status_code == 302

    assert sorted(Request.objects.values_list("description", flat=True)) == ["楼下路灯坏了", "水管也漏了"]


def test_what_station_people_note_for_themselves_stays_theirs(cast: Cast) -> None:
    """Neither the resident nor the building leader, who only reads along, meets the note or its photo."""
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident)
    secret = "这户去年也闹过，先别答应他"
    client_of(cast, "chief").post(f"{request.desk_url}note/", {"text": secret, "photos": [photo()]})
    picture = f"/photos/{Photo.objects.get().pk}/full/"
    leader, resident = client_of(cast, "leader"), client_of(cast, "resident")

    assert secret not in leader.get(request.desk_url).content.decode()
    assert [fetched(who, picture)[0] for who in (leader, resident, client_of(cast, "manager"))] == [404, 404, 200]


def test_wrong_codes_from_elsewhere_do_not_lock_the_owner_out(client: Client, cast: Cast) -> None:
    filed = actions.file_request(
        station=cast.jingan, description="灯坏了", reporter=actions.Reporter(), place=actions.Place()
    )
    number = filed.request.number
    for _ in range(6):
        client.post("/requests/track/", {"number": number, "code": "000000"}, REMOTE_ADDR="203.0.113.9")

    answer = client.post("/requests/track/", {"number": number, "code": filed.code}, REMOTE_ADDR="203.0.113.10")
    assert answer.status_code == 302


@pytest.mark.parametrize("target", ["chief", "member", "property", "hoa", "both"])
def test_whoever_routing_picks_can_work_on_it(cast: Cast, target: str) -> None:
    """Also where an officer of the community helps in a team of the station that the complaint is about."""
    factories.make_team(cast.jingan, "policy", "政策宣讲队", cast.officer)
    request = factories.file(cast.jingan, "有件事要说", "4", by=cast.resident)
    facts = Facts(target=target, building=request.building_id)
    decision = route(facts, roster_of(cast.jingan, request.filed_at))
    request.target, request.level, request.assignee_id = target, decision.level, decision.user
    request.is_sensitive = target in ("chief", "member")

    people = {user.pk: user for user in cast.people().values()}
    assert decision.user is None or Relation.HANDLER in relations_of(people[decision.user], request)


@pytest.mark.parametrize("end", ["withdraw", "not_accept"])
def test_a_lead_that_ends_without_work_leaves_no_neighbour_behind(cast: Cast, end: str) -> None:
    lead, follower = (factories.file(cast.jingan, "电梯不动了", "4", by=cast.resident) for _ in range(2))
    actions.merge(request=follower, into=lead, actor=cast.chief)
    if end == "withdraw":
        actions.withdraw(request=lead, actor=cast.resident)
    else:
        actions.not_accept(request=lead, actor=cast.chief, reason="out_of_scope", told="请找电梯公司")
    follower.refresh_from_db()

    assert (follower.status, follower.merged_into, follower.assignee) == ("assigned", None, cast.manager)


def test_a_reopened_neighbour_can_lead_again(cast: Cast) -> None:
    lead, follower, third = (factories.file(cast.jingan, "电梯不动了", "4", by=cast.resident) for _ in range(3))
    actions.merge(request=follower, into=lead, actor=cast.chief)
    actions.resolve(request=lead, actor=cast.manager, text="修好了")
    follower.refresh_from_db()
    answers = {"reached": True, "solved": False, "satisfaction": "dissatisfied"}
    actions.rate(request=follower, actor=cast.resident, **answers)

    actions.merge(request=third, into=follower, actor=cast.chief)
    third.refresh_from_db()
    assert third.merged_into == follower
