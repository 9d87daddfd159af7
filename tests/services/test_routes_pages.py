"""「这件事会派给谁？」, the grid, the station's own routes, the calendar."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import ActionRefused
from core.models import AuditEntry
from services.actions import catalogue as actions
from services.models import Category, RouteOverride, WorkCalendarDay
from services.queries import overrides_of, work_calendar
from stations.vocabulary import Post
from tests import factories


def kind(slug="lift-broken"):
    return Category.objects.get(slug=slug)


def a_kind_led_by(post):
    return next(k for k in Category.objects.all() if k.lead[0] == post and not k.about)


def add(cast, **more):
    values = {"station": cast.jingan, "actor": cast.chief, "lead": Post.HOA_CHAIR, "note": "他熟"}
    return actions.add_override(**{**values, "category": a_kind_led_by(Post.PROPERTY_MANAGER), **more})


def refused(code, call, *args, **kwargs):
    with pytest.raises(ActionRefused) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code


def ask(client, **query):
    return client.get(reverse("desk:routing"), {"station": "jingan", **query})


def test_a_sentence_is_answered_like_a_request_would_be(client, cast):
    text = "电梯坏了，停在五楼不动"
    filed = factories.file(cast.jingan, text, "4")
    client.force_login(cast.chief)
    answer = ask(client, text=text, building=cast.building.pk).context["answer"]

    assert (answer.decision.user, answer.title) == (filed.assignee_id, filed.assignee_title)
    assert answer.request.pk is None


def test_the_reason_stands_in_words(client, cast):
    client.force_login(cast.chief)

    assert "反映的是站长，直接交给上一级" in ask(client, text="站长不管事，我要投诉站长").content.decode()
    chosen = ask(client, category=a_kind_led_by(Post.PROPERTY_MANAGER).slug, target="property")
    assert "回避" in chosen.content.decode()


def test_nothing_asked_is_told_at_the_field(client, cast):
    client.force_login(cast.chief)
    response = ask(client, text="")

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["text"])


@pytest.mark.parametrize("query", [{"category": "no-such"}, {"building": "9999", "text": "x"}, {"text": "字" * 3000}])
def test_nonsense_is_a_400(client, cast, query):
    client.force_login(cast.chief)
    assert ask(client, **{"text": "灯不亮", **query}).status_code == 400


def test_gaps_are_listed_with_what_to_do(client, cast):
    factories.appoint(factories.make_user("陶社区"), Post.COMMUNITY_OFFICER, division_id=factories.OTHER_COMMUNITY)
    client.force_login(cast.other_chief)
    html = client.get(reverse("desk:routing")).content.decode()

    assert "小区没有物业公司，物业的事交给社区；派给社区工作人员陶社区。" in html
    assert "/desk/catalogue/hubei/override/?category=" in html


def test_where_nobody_is_the_posts_that_would_help_are_named(client, cast):
    client.force_login(cast.admin)
    html = ask(client, station="huaji").content.decode()

    assert ("任命物业经理" in html, "没有人" in html, "/override/" in html) == (True, True, False)


def test_officers_and_administrators_may_look_at_the_stations_of_their_scope(client, cast):
    client.force_login(cast.officer)
    assert ask(client).status_code == 200
    assert ask(client, station="hubei").status_code == 404
    client.force_login(cast.admin)
    assert ask(client, station="hubei").status_code == 200
    client.force_login(cast.leader)
    assert ask(client).status_code == 404


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_takes_at_most_twelve_statements(client, cast, django_assert_max_num_queries, more):
    for number in range(more):
        factories.appoint(factories.make_user("值班"), Post.DUTY_OFFICER, cast.jingan)
        add(cast, urgency=["", "urgent", "normal"][number])
    client.force_login(cast.chief)
    client.get(reverse("desk:catalogue"))  # the catalogue is read once a minute
    with django_assert_max_num_queries(12):
        ask(client, text="电梯坏了")
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:catalogue"))


def test_an_own_route_decides_who_gets_it(cast):
    add(cast, building=cast.building)
    category = a_kind_led_by(Post.PROPERTY_MANAGER)

    assert factories.file(cast.jingan, "请来看看", "4", category=category.slug).assignee == cast.chair
    assert factories.file(cast.jingan, "请来看看", "1", category=category.slug).assignee == cast.manager


def test_an_own_route_needs_a_note_a_condition_and_somebody_that_there_is(cast):
    refused("no_note", add, cast, note=" ")
    refused("everything", add, cast, category=None)
    refused("no_such_post", add, cast, lead="mayor")
    refused("other_building", add, cast, building=cast.huaji.compound.buildings.first())
    add(cast)
    refused("taken", add, cast)


@pytest.mark.parametrize("who", ["leader", "officer", "other_chief", "admin"])
def test_routes_are_the_stations_own_business(cast, who):
    refused("not_yours", add, cast, actor=getattr(cast, who))


def test_an_ended_route_stays_in_the_history(client, cast):
    override = add(cast)
    client.force_login(cast.chief)
    page = reverse("desk:override_end", args=[override.pk])
    assert client.post(page, {"note": ""}).status_code == 400
    client.post(page, {"note": "他退休了"})

    assert overrides_of(cast.jingan) == ()
    assert RouteOverride.objects.get().ended_at is not None
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["route_ended", "route_added"]
    html = client.get(reverse("desk:catalogue")).content.decode()
    assert "他退休了" in html


def test_the_form_makes_a_route_and_keeps_what_was_typed(client, cast):
    client.force_login(cast.chief)
    page = reverse("desk:override_add", args=["jingan"])
    typed = {"category": a_kind_led_by(Post.PROPERTY_MANAGER).slug, "lead": "team:mediation", "note": ""}
    response = client.post(page, typed)
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["note"])
    client.post(page, {**typed, "note": "他们熟"})
    assert RouteOverride.objects.get().lead == "team:mediation"


def test_routes_of_another_station_are_not_found(client, cast):
    override = add(cast)
    client.force_login(cast.other_chief)

    assert client.get(reverse("desk:override_end", args=[override.pk])).status_code == 404
    assert client.get(reverse("desk:override_add", args=["jingan"])).status_code == 404


def test_spans_are_told_in_words(client, cast):
    client.force_login(cast.leader)
    html = client.get(reverse("desk:catalogue")).content.decode()

    assert ("30分钟" in html, "个工作日" in html, "物业经理 → 物业员工" in html) == (True, True, True)


def test_a_day_set_by_hand_counts_at_once(client, cast, django_capture_on_commit_callbacks):
    day = timezone.localdate() + timedelta(days=1)
    was = work_calendar().is_working_day(day)
    client.force_login(cast.admin)
    typed = {"date": day.isoformat(), "is_working": "0" if was else "1", "note": "通知"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk:calendar"), typed)
    assert work_calendar().is_working_day(day) is not was
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk:calendar_forget", args=[WorkCalendarDay.objects.get().pk]))
    assert work_calendar().is_working_day(day) is was


def test_the_calendar_is_for_administrators_and_its_form_is_checked(client, cast):
    client.force_login(cast.chief)
    assert client.get(reverse("desk:calendar")).status_code == 404
    refused("not_yours", actions.set_day, actor=cast.chief, day=date(2026, 1, 1), is_working=False, note="x")
    client.force_login(cast.admin)
    response = client.post(reverse("desk:calendar"), {"date": "1999-01-01", "note": ""})
    assert (response.status_code, sorted(response.context["form"].errors)) == (400, ["date", "is_working", "note"])


@pytest.mark.parametrize("path", ["/admin/", "/desk/catalogue/calendar/"])
def test_administrators_are_warned_of_a_year_that_is_not_published(client, cast, monkeypatch, path):
    client.force_login(cast.admin)
    told = "年的放假安排还没有装进来"

    monkeypatch.setattr("core.calendar.LONGEST_PROMISE", timedelta(days=800))  # years no notice can be out for
    assert f"{(timezone.localdate() + timedelta(days=800)).year}{told}" in client.get(path).content.decode()
    monkeypatch.setattr("core.calendar.LONGEST_PROMISE", timedelta(0))
    assert told not in client.get(path).content.decode()
