"""Somebody says where they live; a neighbour who knows confirms it; the data is theirs."""

import json

import pytest
from django.urls import reverse

from accounts.models import User
from core.errors import ActionRefused
from notices.models import Notice
from residents import actions
from residents.models import Consent, Residency, Volunteer
from residents.queries import place_of
from services.models import Request
from stations.models import Dwelling, TeamMembership
from tests import factories


def claim(cast, user=None, number="301", entrance="2", role="owner"):
    door = cast.building.entrances.get(number=entrance)
    return actions.claim(user=user or cast.stranger, entrance=door, number=number, role=role)


def refused(code, call, *args, **kwargs):
    with pytest.raises(ActionRefused) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code


def test_a_claim_waits_and_the_building_leader_is_told(cast):
    residency = claim(cast)

    assert (residency.status, place_of(residency)) == ("pending", "4号楼2单元301")
    assert [(n.user, n.event, n.facts) for n in Notice.objects.all()] == [
        (cast.leader, "residency_claimed", {"name": "邻*"})
    ]


def test_where_dwellings_are_known_the_number_must_be_one_of_them(cast):
    refused("no_dwelling", claim, cast, number="999")


def test_where_none_is_known_the_claim_enters_it(cast):
    claim(cast, number=" 1 02 ", entrance="1")

    assert Dwelling.objects.filter(entrance__building=cast.building, entrance__number="1").get().number == "102"


def test_what_one_neighbour_claims_shuts_no_other_out(cast):
    claim(cast, number="不存在", entrance="1")

    assert claim(cast, cast.resident, number="302", entrance="1").status == "pending"


def test_one_claims_a_dwelling_once(cast):
    claim(cast)

    refused("claimed", claim, cast)


def test_three_claims_may_wait_at_a_time(cast):
    door = cast.building.entrances.get(number="1")
    Dwelling.objects.bulk_create([Dwelling(entrance=door, number=number) for number in "1234"])
    for number in "123":
        claim(cast, number=number, entrance="1")

    refused("many", claim, cast, number="4", entrance="1")


@pytest.mark.parametrize("who", ["leader", "chief", "manager"])
def test_leader_and_desk_may_confirm(cast, who):
    residency = claim(cast)
    actions.confirm(residency=residency, actor=getattr(cast, who))

    residency.refresh_from_db()
    assert (residency.status, residency.decided_by) == ("confirmed", getattr(cast, who))
    assert Notice.objects.filter(user=cast.stranger).get().event == "residency_confirmed"


@pytest.mark.parametrize("who", ["mediator", "resident", "officer", "other_chief", "stranger", "admin"])
def test_nobody_else_may(cast, who):
    refused("not_yours", actions.confirm, residency=claim(cast), actor=getattr(cast, who))


def test_nobody_confirms_himself(cast):
    refused("own", actions.confirm, residency=claim(cast, cast.leader), actor=cast.leader)


def test_a_refusal_says_why(cast):
    residency = claim(cast)
    refused("no_note", actions.refuse, residency=residency, actor=cast.leader, note=" ")
    actions.refuse(residency=residency, actor=cast.leader, note="房主说不认识")

    assert Notice.objects.filter(user=cast.stranger).get().facts["why"] == "房主说不认识"


def test_what_is_decided_is_decided(cast):
    residency = claim(cast)
    actions.confirm(residency=residency, actor=cast.leader)

    refused("decided", actions.refuse, residency=residency, actor=cast.leader, note="x")


def test_who_moved_away_says_so(client, cast):
    client.force_login(cast.resident)
    residency = Residency.objects.get(user=cast.resident)
    client.post(reverse("me_home_end", args=[residency.pk]))

    residency.refresh_from_db()
    assert residency.status == "ended"


def test_nobody_ends_the_residency_of_somebody_else(client, cast):
    client.force_login(cast.stranger)
    mine = Residency.objects.get(user=cast.resident)

    assert client.post(reverse("me_home_end", args=[mine.pk])).status_code == 404


def test_the_steps_to_a_claim_work_without_script(client, cast):
    client.force_login(cast.stranger)
    assert "警安公寓" in client.get(reverse("me_home")).content.decode()
    assert "4号楼" in client.get(reverse("me_home") + "?station=jingan").content.decode()
    page = reverse("me_home_claim", args=[cast.building.pk])
    typed = {"entrance": cast.building.entrances.get(number="2").pk, "number": "301", "role": "tenant"}
    assert client.post(page, typed).url == reverse("me")
    assert "等待确认" in client.get(reverse("me")).content.decode()


def test_a_wrong_number_comes_back_as_typed(client, cast):
    client.force_login(cast.stranger)
    typed = {"entrance": cast.building.entrances.get(number="2").pk, "number": "999", "role": "tenant"}
    response = client.post(reverse("me_home_claim", args=[cast.building.pk]), typed)

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["number"])
    assert 'value="999"' in response.content.decode()


def test_an_entrance_of_another_building_is_refused(client, cast):
    client.force_login(cast.stranger)
    elsewhere = cast.huaji.compound.buildings.first().entrances.first()
    typed = {"entrance": elsewhere.pk, "number": "301", "role": "tenant"}

    assert client.post(reverse("me_home_claim", args=[cast.building.pk]), typed).status_code == 400


def test_the_desk_shows_whole_names_only_of_claims(client, cast):
    claim(cast)
    client.force_login(cast.leader)
    html = client.get(reverse("desk:residents")).content.decode()

    assert ("邻小区" in html, "陈居民" in html, "陈*" in html) == (True, False, True)
    assert (cast.stranger.phone in html, "199****0009" in html) == (False, True)


def test_a_leader_sees_his_own_building_only(client, cast):
    other = cast.jingan.compound.buildings.get(number="1").entrances.first()
    actions.claim(user=cast.stranger, entrance=other, number="101", role="owner")
    client.force_login(cast.leader)
    assert "邻小区" not in client.get(reverse("desk:residents")).content.decode()
    client.force_login(cast.chief)
    assert "邻小区" in client.get(reverse("desk:residents")).content.decode()


def test_the_desk_confirms_refuses_and_ends(client, cast):
    client.force_login(cast.leader)
    for verb, note, status in (("confirm", "", "confirmed"), ("end", "搬走了", "ended")):
        residency = Residency.objects.filter(user=cast.stranger, dwelling__number="301").first() or claim(cast)
        client.post(reverse("desk:residency_decide", args=[residency.pk, verb]), {"note": note})
        residency.refresh_from_db()
        assert residency.status == status


def test_a_refusal_without_a_word_comes_back(client, cast):
    client.force_login(cast.leader)
    response = client.post(reverse("desk:residency_decide", args=[claim(cast).pk, "refuse"]), {"note": ""})

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["note"])


def test_claims_of_another_station_are_not_found(client, cast):
    client.force_login(cast.other_chief)

    assert client.get(reverse("desk:residency_decide", args=[claim(cast).pk, "confirm"])).status_code == 404
    assert client.get(reverse("desk:residents") + "?station=jingan").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_page_takes_at_most_twelve_statements(client, cast, django_assert_max_num_queries, count):
    for number in range(count):
        claim(cast, factories.make_user(f"新邻{number}"))
        home = Dwelling.objects.create(entrance=cast.building.entrances.get(number="1"), number=str(number))
        Residency.objects.create(user=factories.make_user("住户"), dwelling=home, status="confirmed")
    client.force_login(cast.chief)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:residents"))


## My own data


def test_the_copy_holds_requests_home_and_consents_and_nobody_elses(client, cast):
    factories.file(cast.jingan, "电梯又停了", "4", by=cast.resident)
    factories.file(cast.jingan, "别人家漏水", "4", by=cast.stranger)
    Consent.objects.create(user=cast.resident, purpose="honour-roll", text_version="1")
    client.force_login(cast.resident)
    response = client.get(reverse("me_data"))
    copy = json.loads(response.content)

    assert response["Content-Disposition"].startswith("attachment")
    assert [request["description"] for request in copy["requests"]] == ["电梯又停了"]
    assert copy["home"]["residencies"][0]["place"] == "4号楼2单元301"
    assert copy["home"]["consents"][0]["purpose"] == "honour-roll"


def test_a_closed_account_names_nobody_and_what_was_asked_stays(client, cast):
    request = factories.file(cast.jingan, "电梯又停了", "4", by=cast.resident, name="陈居民", phone="13811112222")
    TeamMembership.objects.create(team=cast.jingan.teams.get(), user=cast.resident)
    Volunteer.objects.create(user=cast.resident, skills=["电工"])
    client.force_login(cast.resident)
    client.post(reverse("me_close"), {"sure": "on"})

    request = Request.objects.get(pk=request.pk)
    user = User.objects.get(pk=cast.resident.pk)
    assert (request.reporter, request.reporter_name, request.reporter_phone) == (None, "", "")
    assert request.description == "电梯又停了"
    assert (user.name, user.is_active, user.has_usable_password()) == ("已注销", False, False)
    assert not User.objects.filter(phone="19900000001").exists()
    assert Residency.objects.get(user=user).status == "ended"
    assert client.get(reverse("me")).status_code == 302


def test_closing_asks_whether_one_is_sure(client, cast):
    client.force_login(cast.resident)

    assert client.post(reverse("me_close")).status_code == 400
    assert User.objects.get(pk=cast.resident.pk).is_active is True


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_who_holds_a_post_or_keeps_the_portal_cannot_just_leave(cast, who):
    refused("post" if who == "leader" else "staff", actions.close_account, user=getattr(cast, who))


def test_the_name_can_be_changed(client, cast):
    client.force_login(cast.resident)
    client.post(reverse("me_name"), {"name": "陈大姐"})

    assert User.objects.get(pk=cast.resident.pk).name == "陈大姐"
    assert client.post(reverse("me_name"), {"name": " "}).status_code == 400


def test_visitors_sign_in_first(client, db):
    for name in ("me", "me_name", "me_home", "me_data", "me_close"):
        assert client.get(reverse(name)).status_code == 302


## Volunteers


def test_a_volunteer_joins_a_team_with_skills(client, cast):
    client.force_login(cast.chief)
    team = cast.jingan.teams.get()
    typed = {"phone": "13911112222", "name": "邢志", "team": team.pk, "skills": "水电维修、理发， 水电维修"}
    client.post(reverse("desk:volunteer_add", args=["jingan"]), typed)
    volunteer = Volunteer.objects.get(user__phone="13911112222")

    assert (volunteer.skills, team.memberships.filter(user=volunteer.user).exists()) == (["水电维修", "理发"], True)
    page = reverse("desk:volunteer_skills", args=["jingan", volunteer.pk])
    client.post(page, {"skills": "电工"})
    volunteer.refresh_from_db()
    assert volunteer.skills == ["电工"]
    client.force_login(cast.other_chief)
    assert client.get(reverse("desk:volunteer_skills", args=["hubei", volunteer.pk])).status_code == 404
