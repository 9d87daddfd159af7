"""Whoever leaves a post or a team: what they have in hand is not forgotten."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stations.models import Appointment, TeamMembership
from tests import factories
from tests.cast import Cast

LEFT = "他手上还有1件在办。"


def test_the_chief_is_told_what_a_volunteer_who_leaves_has_in_hand(client: Client, cast: Cast) -> None:
    held = factories.file(cast.jingan, "婆婆和媳妇天天吵架，想请人劝劝", "4", category="family-conflict")
    membership = TeamMembership.objects.get(user=cast.mediator)
    client.force_login(cast.chief)
    page = client.post(reverse("desk:team_member", args=[membership.pk, "leave"]), follow=True).content.decode()
    listed = f"{reverse('desk:triage')}?status=open&assignee={cast.mediator.pk}&station=jingan"

    assert (held.assignee, LEFT in page) == (cast.mediator, True)
    assert [request.number for request in client.get(listed).context["page"].object_list] == [held.number]


def test_the_chief_is_told_what_somebody_whose_post_ends_has_in_hand(client: Client, cast: Cast) -> None:
    factories.file(cast.jingan, "楼道里堆满了纸箱子", "4", category="corridor-clutter")
    appointment = Appointment.objects.get(user=cast.leader)
    client.force_login(cast.chief)
    end = {"last_day": timezone.localdate().isoformat(), "note": "搬家"}
    page = client.post(reverse("desk:post_end", args=[appointment.pk]), end, follow=True).content.decode()

    assert LEFT in page


def test_of_somebody_without_requests_nothing_is_said(client: Client, cast: Cast) -> None:
    membership = TeamMembership.objects.get(user=cast.mediator)
    client.force_login(cast.chief)
    page = client.post(reverse("desk:team_member", args=[membership.pk, "leave"]), follow=True).content.decode()

    assert "手上还有" not in page
