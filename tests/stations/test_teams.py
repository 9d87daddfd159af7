"""Volunteer teams and their members."""

import pytest
from django.urls import reverse

from core.errors import ActionRefused
from residents.models import Volunteer
from stations import actions
from stations.models import TeamMembership, VolunteerTeam

PHONE = "13911112222"


@pytest.fixture
def team(cast):
    return actions.make_team(station=cast.jingan, actor=cast.chief, kind="repair", name="老邢修理铺")


def test_a_team_has_one_leader(cast, team):
    one = actions.add_to_team(team=team, actor=cast.chief, phone=PHONE, name="邢志")
    other = actions.add_to_team(team=team, actor=cast.chief, phone=cast.leader.phone)
    actions.lead_team(membership=one, actor=cast.chief)
    actions.lead_team(membership=other, actor=cast.chief)

    assert list(team.memberships.filter(is_leader=True)) == [other]


def test_who_left_is_no_longer_in_the_team_and_may_come_back(cast, team):
    one = actions.add_to_team(team=team, actor=cast.chief, phone=PHONE, name="邢志")
    actions.leave_team(membership=one, actor=cast.chief)
    actions.add_to_team(team=team, actor=cast.chief, phone=PHONE)

    assert [row.left_on is None for row in TeamMembership.objects.filter(team=team).order_by("pk")] == [False, True]


def test_nobody_is_in_a_team_twice(cast, team):
    actions.add_to_team(team=team, actor=cast.chief, phone=PHONE, name="邢志")

    with pytest.raises(ActionRefused):
        actions.add_to_team(team=team, actor=cast.chief, phone=PHONE)


def test_names_of_teams_differ(cast, team):
    with pytest.raises(ActionRefused):
        actions.make_team(station=cast.jingan, actor=cast.chief, kind="health", name="老邢修理铺")


def test_only_who_runs_the_station_makes_teams(cast):
    with pytest.raises(ActionRefused):
        actions.make_team(station=cast.jingan, actor=cast.mediator, kind="health", name="量血压")


def test_both_forms_of_the_team_page_work(client, cast, team):
    client.force_login(cast.chief)
    page = reverse("desk:team", args=[team.pk])
    client.post(page, {"name": "修理队", "kind": "repair"})
    client.post(page, {"phone": PHONE, "name": "邢志"})

    team.refresh_from_db()
    assert (team.name, team.is_active, team.memberships.count()) == ("修理队", False, 1)


def test_a_bad_number_comes_back_and_leaves_the_other_form_alone(client, cast, team):
    client.force_login(cast.chief)
    response = client.post(reverse("desk:team", args=[team.pk]), {"phone": "12", "name": "邢志"})

    assert (response.status_code, list(response.context["person"].errors), response.context["form"].errors) == (
        400,
        ["phone"],
        {},
    )


def test_buttons_of_the_team_page_work(client, cast, team):
    one = actions.add_to_team(team=team, actor=cast.chief, phone=PHONE, name="邢志")
    client.force_login(cast.chief)
    client.post(reverse("desk:team_member", args=[one.pk, "lead"]))
    one.refresh_from_db()
    assert one.is_leader is True
    client.post(reverse("desk:team_member", args=[one.pk, "leave"]))
    one.refresh_from_db()
    assert one.left_on is not None


def test_skills_stand_beside_the_members(client, cast, team):
    one = actions.add_to_team(team=team, actor=cast.chief, phone=PHONE, name="邢志")
    Volunteer.objects.create(user=one.user, skills=["水电维修"])
    client.force_login(cast.leader)

    assert "水电维修" in client.get(reverse("desk:teams")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_at_most_twelve_statements(client, cast, team, django_assert_max_num_queries, count):
    for number in range(count):
        actions.add_to_team(team=team, actor=cast.chief, phone=f"1391111333{number}", name="队员")
    client.force_login(cast.chief)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:teams"))


def test_teams_of_another_station_are_not_found(client, cast, team):
    client.force_login(cast.other_chief)

    assert client.get(reverse("desk:team", args=[team.pk])).status_code == 404
    assert VolunteerTeam.objects.get(pk=team.pk).name == "老邢修理铺"
