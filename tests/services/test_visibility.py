"""Who sees which request. The rule in Python and the rule in SQL are held equal on many random requests."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from services import actions
from services.models import Category, CoHandler, Request
from services.queries import briefs_for, requests_visible_to
from services.queries.requests import requests_of_districts
from services.relations import MAY_READ, may_see_reporter, relations_of
from services.vocabulary import Nature, Status, Target, Urgency
from services.workflow import Relation
from stations.models import DutyShift
from stations.queries import forget_posts
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast


def random_requests(cast: Cast, count: int = 300) -> list[Request]:
    dice = random.Random(7)
    people = list(cast.people().values())
    rows = []
    for number in range(count):
        station = dice.choice([cast.jingan, cast.huaji, cast.hubei])
        rows.append(
            Request(
                number=f"X-{number:04d}",
                station=station,
                title="某事",
                description="某事",
                status=dice.choice(Status.values),
                nature=dice.choice(Nature.values),
                target=dice.choice(["", "", *Target.values]),
                target_user=dice.choice([None, None, None, *people]),
                is_sensitive=dice.random() < 0.3,
                level=dice.choice(["station", "station", "station", "community"]),
                escalated_to=dice.choice(["", "", "社区"]),
                assignee=dice.choice([None, *people]),
                highest_climb=dice.choice([0, 0, 1, 2, 3, 4]),
                building=dice.choice([None, *station.compound.buildings.all()]),
                reporter=dice.choice([None, *people]),
            )
        )
    Request.objects.bulk_create(rows)
    stored = list(Request.objects.select_related("station__compound"))
    for request in dice.sample(stored, count // 3):
        CoHandler.objects.create(request=request, user=dice.choice(people))
    return stored


def test_the_rule_in_python_and_the_rule_in_sql_are_equal(cast: Cast) -> None:
    now = timezone.now()
    DutyShift.objects.create(
        station=cast.jingan, user=cast.mediator, starts_at=now.replace(hour=0), ends_at=now + timedelta(days=1)
    )
    requests = random_requests(cast)
    for name, user in cast.people().items():
        by_sql = set(requests_visible_to(user).values_list("number", flat=True))
        by_rule = {r.number for r in requests if relations_of(user, r) & MAY_READ}
        assert by_sql == by_rule, name
        by_sql = set(requests_of_districts(user).values_list("number", flat=True))
        assert by_sql == {r.number for r in requests if Relation.OFFICIAL in relations_of(user, r)}, name
        briefs = set(briefs_for(user).values_list("request__number", flat=True))
        assert briefs == {r.number for r in requests if Relation.BRIEFED in relations_of(user, r)}, name


def test_a_visitor_a_resident_the_official_and_the_administrator_see_nothing(cast: Cast) -> None:
    factories.file(cast.jingan, "三单元电梯坏了", "4")
    for user in (AnonymousUser(), cast.stranger, cast.official, cast.admin):
        assert requests_visible_to(user).count() == 0


def test_a_complaint_about_the_company_is_hidden_from_its_manager_although_deputy_chief(cast: Cast) -> None:
    request = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4")
    assert request.target == Target.PROPERTY
    assert relations_of(cast.manager, request) == frozenset()
    assert list(requests_visible_to(cast.manager)) == []
    assert list(requests_visible_to(cast.chair)) == [request]


def test_a_complaint_about_the_chief_is_hidden_from_the_whole_station(cast: Cast) -> None:
    request = factories.file(cast.jingan, "站长办事偏心，我要投诉站长", "4")
    assert request.assignee == cast.officer
    hidden = [cast.chief, cast.manager, cast.chair, cast.leader, cast.mediator]
    assert [relations_of(user, request) for user in hidden] == [frozenset()] * 5


def test_family_mediation_is_for_the_mediator_and_the_chief_alone(cast: Cast) -> None:
    request = factories.file(cast.jingan, "老两口天天吵架，想请人调解家庭矛盾", "4", category="family-conflict")
    seen_by = [name for name, user in cast.people().items() if requests_visible_to(user).exists()]
    assert request.assignee == cast.mediator
    assert seen_by == ["chief", "mediator"]


@pytest.mark.parametrize("text", ["2单元有人打老婆", "有位大爷晕倒在楼道"])
def test_what_would_be_private_is_private_before_anybody_sorted_it(cast: Cast, client: Client, text: str) -> None:
    on_duty = factories.make_user("秦值班")
    factories.appoint(on_duty, Post.DUTY_OFFICER, cast.jingan)
    request = factories.file(cast.jingan, text, "4")
    people = {**cast.people(), "on_duty": on_duty}
    seen_by = [name for name, user in people.items() if requests_visible_to(user).exists()]
    assert (request.category, request.urgency, request.assignee) == (None, Urgency.CRITICAL, on_duty)
    assert seen_by == ["chief", "on_duty"]
    client.force_login(cast.leader)
    pages = [f"/desk/requests/{request.number}/", f"/requests/{request.number}/", f"/api/v1/requests/{request.number}/"]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert [request.number in client.get(page).content.decode() for page in ("/desk/", "/desk/requests/")] == [
        False
    ] * 2
    assert client.get("/api/v1/requests/", {"scope": "desk"}).json()["count"] == 0


def test_what_may_well_be_private_is_private_until_somebody_settles_it(cast: Cast, client: Client) -> None:
    request = factories.file(cast.jingan, "老公喝多了砸东西，孩子吓得不敢回家", "4")
    assert (request.category, request.danger, request.assignee, request.is_sensitive) == (None, "", cast.chief, True)
    for user in (cast.manager, cast.chair, cast.leader):
        assert not requests_visible_to(user).exists()
        client.force_login(user)
        assert client.get(f"/desk/requests/{request.number}/").status_code == 404

    actions.classify(request=request, category=None, urgency=Urgency.URGENT, target="", actor=cast.chief)
    assert request.is_sensitive
    cleaning = Category.objects.get(slug="cleaning")
    actions.classify(request=request, category=cleaning, urgency=Urgency.NORMAL, target="", actor=cast.chief)
    assert Relation.READER in relations_of(cast.leader, Request.objects.get())


@pytest.mark.parametrize(("kind", "stays"), [("cleaning", False), ("family-conflict", True)])
def test_the_kind_that_the_resident_presses_settles_it_too(cast: Cast, kind: str, stays: bool) -> None:
    request = factories.file(cast.jingan, "老公喝多了砸东西，孩子吓得不敢回家", "4")
    Request.objects.update(suggested=[*request.suggested, {"slug": "cleaning", "words": [], "sure": 0.1}])
    category = Category.objects.get(slug=kind)
    actions.choose_kind(request=request, category=category, actor=AnonymousUser(), as_owner=True)
    assert Request.objects.get().is_sensitive is stays


@pytest.mark.parametrize("text", ["垫梯不好使了", "门口那个灯老闪", "有点事想说说", "不知道怎么说"])
def test_what_is_hardly_a_private_guess_stays_open(cast: Cast, text: str) -> None:
    request = factories.file(cast.jingan, text, "4")
    assert (request.category, request.is_sensitive) == (None, False)


def test_said_to_be_of_an_open_kind_it_is_open(cast: Cast) -> None:
    request = factories.file(cast.jingan, "2单元有人打老婆", "4")
    cleaning = Category.objects.get(slug="cleaning")
    actions.classify(request=request, category=cleaning, urgency=Urgency.NORMAL, target="", actor=cast.chief)
    assert Relation.READER in relations_of(cast.leader, Request.objects.get())


def test_the_leader_reads_along_in_the_own_building_only(cast: Cast) -> None:
    own = factories.file(cast.jingan, "三单元电梯坏了", "4")
    factories.file(cast.jingan, "三单元电梯坏了", "1")
    assert list(requests_visible_to(cast.leader)) == [own]
    assert Relation.READER in relations_of(cast.leader, own) or Relation.CO_HANDLER in relations_of(cast.leader, own)


def test_who_was_dismissed_sees_nothing_any_more(cast: Cast) -> None:
    request = factories.file(cast.jingan, "三单元电梯坏了", "4")
    assert request.assignee == cast.manager
    cast.manager.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))
    forget_posts(cast.manager)
    assert relations_of(cast.manager, request) == frozenset()
    assert not requests_visible_to(cast.manager).exists()


@pytest.mark.parametrize("nature", [Nature.COMPLAINT, Nature.REPORT])
def test_the_handler_of_a_complaint_does_not_learn_who_complained(cast: Cast, nature: str) -> None:
    request = factories.file(cast.jingan, "三单元电梯坏了", "4")
    request.nature = nature
    assert may_see_reporter(frozenset({Relation.HANDLER}), request) is False
    assert may_see_reporter(frozenset({Relation.TRIAGER}), request) is True


def test_the_community_sees_what_was_sent_up_and_no_more(cast: Cast) -> None:
    factories.file(cast.jingan, "三单元电梯坏了", "4")
    sent_up = factories.file(cast.jingan, "三单元电梯又坏了", "4")
    Request.objects.filter(pk=sent_up.pk).update(status=Status.ESCALATED, escalated_to="社区")
    assert list(requests_visible_to(cast.officer)) == [sent_up]
