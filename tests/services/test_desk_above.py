"""The desk of what was sent up: groups of 「我的事」, buttons, the slip."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.calendar import SHANGHAI
from core.models import AuditEntry
from services import actions
from services.models import Escalation, Request
from services.pages.desk_request import reason_of, seen_by
from services.queries import requests_visible_to
from services.queries.desk import desk_request
from services.relations import MAY_READ, relations_of
from services.tasks import move_clocks
from services.vocabulary import Urgency
from services.workflow import Action, Relation
from stations.queries import forget_posts
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.services.test_desk_work import groups

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
OUTSIDE = {"to_level": "outside", "outside_body": "市特检院", "brief": "请来检测3单元电梯"}


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def lift(cast: Cast, **more: object) -> Request:
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident, **more)
    Request.objects.filter(pk=request.pk).update(urgency=Urgency.NORMAL)
    return Request.objects.get(pk=request.pk)


def up(request: Request, actor: object, **more: object) -> Request:
    return actions.escalate(request=request, reason="要协调", actor=actor, **more)


def offered(user: object, request: Request) -> list[str]:
    forget_posts(user)
    return [str(action) for action in seen_by(user, desk_request(user, request.number)).allowed]


def test_an_officer_finds_what_to_receive_what_is_due_and_what_goes_on(
    cast: Cast, client: Client, clock: object
) -> None:
    old, fresh, taken = lift(cast), lift(cast), lift(cast)
    up(old, cast.chief)
    clock.move_to(MONDAY + timedelta(days=4, hours=9))  # type: ignore[attr-defined]
    move_clocks(timezone.now())
    up(fresh, cast.chief)
    up(taken, cast.chief)
    actions.receive(request=taken, actor=cast.officer)

    assert groups(client, cast.officer) == {
        "等我收": [fresh.number],
        "快到期，要答复的": [old.number],
        "收到了，在办": [taken.number],
    }


def test_the_page_says_why_it_is_with_whom_it_is(cast: Cast, client: Client) -> None:
    request = lift(cast)
    client.force_login(cast.chief)

    def why() -> str:
        return reason_of(Request.objects.get(), frozenset({Relation.CHIEF}))

    up(request, cast.chief, **OUTSIDE)
    assert why() == "转给了外单位，由韩立群等回复。"
    said = {"outcome": "done", "answer": "好了"}
    actions.record_reply(request=request, actor=cast.chief, **said)
    assert why() == "报上去的回来了，由当时上报的站长韩立群接着办。"
    up(request, cast.chief)
    assert why() == "上报了，由社区工作人员柳社区接着办。"
    actions.receive(request=request, actor=cast.officer)
    assert why() == "上报了，柳社区收下了。"
    actions.pass_on(request=request, reason="转", actor=cast.officer, **OUTSIDE)
    actions.record_reply(request=request, actor=cast.officer, **said)
    assert why() == "转出去的回来了，由柳社区接着办。"


def test_both_gaps_of_an_outside_body_are_named_at_once(cast: Cast, client: Client) -> None:
    request = lift(cast)
    client.force_login(cast.chief)
    answer = client.post(f"{request.desk_url}escalate/", {"to_level": "outside", "reason": "要检测"})
    page = answer.content.decode()
    assert (answer.status_code, "请写是哪个单位。" in page, "他们只看得到这段话。" in page) == (400, True, True)
    assert page.count("报给外单位的必填") == 2

    done = client.post(f"{request.desk_url}escalate/", {**OUTSIDE, "reason": "要检测"}, follow=True)
    assert "转给外单位了，由您等他们回复" in done.content.decode()


def test_an_answer_stands_first_until_somebody_takes_it_up(cast: Cast, client: Client) -> None:
    other = factories.file(cast.jingan, "社区活动室能不能晚点关", "4", category="suggestion")
    actions.assign(request=other, to=cast.chief, actor=cast.chief, note="我来")
    request = lift(cast)
    up(request, cast.chief)
    actions.answer_escalation(request=request, answer="同意", actor=cast.officer)
    found = groups(client, cast.chief)
    assert next(iter(found.items())) == ("有回音了，等我接着办", [request.number])

    actions.take(request=request, actor=cast.chief)
    assert "有回音了，等我接着办" not in groups(client, cast.chief)


def test_the_officer_who_passed_it_on_hears_of_the_reply_first(cast: Cast, client: Client) -> None:
    request = lift(cast)
    up(request, cast.chief)
    actions.pass_on(request=request, reason="转", actor=cast.officer, **OUTSIDE)
    assert groups(client, cast.officer) == {"等外单位回复": [request.number]}
    actions.record_reply(request=request, answer="好", outcome="done", actor=cast.officer)
    assert groups(client, cast.officer) == {"有回音了，等我接着办": [request.number]}


def test_an_answer_of_an_earlier_round_is_no_news(cast: Cast, client: Client, clock: object) -> None:
    request = lift(cast)
    up(request, cast.chief)
    actions.answer_escalation(request=request, answer="同意", actor=cast.officer)
    actions.resolve(request=request, text="好了", actor=cast.chief)
    clock.shift(timedelta(hours=1))  # type: ignore[attr-defined]
    actions.rate(request=request, reached=True, solved=False, satisfaction="dissatisfied", actor=cast.resident)
    assert "有回音了，等我接着办" not in groups(client, Request.objects.get().assignee)


class TestButtons:
    def test_of_the_receiver(self, cast: Cast) -> None:
        request = lift(cast)
        up(request, cast.chief)
        first = offered(cast.officer, request)
        assert {"receive", "answer_escalation", "pass_on", "send_back", "resolve"} <= set(first)
        assert {"record_reply", "change_link", "call_off"} & set(first) == set()
        actions.receive(request=request, actor=cast.officer)
        assert "receive" not in offered(cast.officer, request)

    def test_after_two_working_days_sending_back_is_gone(self, cast: Cast, clock: object) -> None:
        request = lift(cast)
        up(request, cast.chief)
        clock.move_to(MONDAY + timedelta(days=2, hours=9))  # type: ignore[attr-defined]
        assert "send_back" not in offered(cast.officer, request)

    def test_of_the_station_meanwhile(self, cast: Cast) -> None:
        request = lift(cast)
        up(request, cast.chief)
        assert {"receive", "answer_escalation", "pass_on", "send_back", "record_reply"} & {
            *offered(cast.chief, request)
        } == set()
        assert "call_off" in offered(cast.chief, request)

    def test_of_what_is_outside(self, cast: Cast) -> None:
        request = lift(cast)
        up(request, cast.chief, **OUTSIDE)
        assert {"record_reply", "change_link", "call_off"} <= set(offered(cast.chief, request))
        assert {"receive", "answer_escalation", "send_back"} & set(offered(cast.officer, request)) == set()

    def test_each_of_them_has_a_form_that_works(self, cast: Cast, client: Client) -> None:
        request = lift(cast)
        sent = {"to_level": "community", "reason": "要协调"}
        passed = {"reason": "转", **OUTSIDE}
        reply = {"outcome": "planned", "answer": "周三来", "replied_by": "王工"}
        road = [
            *((cast.chief, "escalate", sent), (cast.officer, "receive", {}), (cast.officer, "pass_on", passed)),
            *((cast.officer, "change_link", {"renew": "1"}), (cast.officer, "record_reply", reply)),
            (cast.officer, "answer_escalation", {"answer": "周三检测"}),
        ]
        for user, action, data in road:
            client.force_login(user)
            answer = client.post(f"{request.desk_url}{action}/", data)
            assert (action, answer.status_code) == (action, 302)
        assert Request.objects.get().assignee == cast.chief


class TestWhoSeesIt:
    @pytest.mark.parametrize("level", ["community", "street", "outside"])
    def test_python_and_sql_agree_on_what_was_sent_up(self, cast: Cast, level: str) -> None:
        street = factories.make_user("霍街道")
        factories.appoint(street, Post.STREET_OFFICER, division_id=factories.STREET)
        request = lift(cast)
        more = OUTSIDE if level == "outside" else {"to_level": level}
        up(request, cast.chief, **more)
        stored = Request.objects.select_related("station__compound").get()
        for user in (*cast.people().values(), street):
            forget_posts(user)
            assert requests_visible_to(user).exists() == bool(relations_of(user, stored) & MAY_READ), user.name
        assert requests_visible_to(cast.officer).exists()

    def test_a_complaint_about_the_company_that_was_sent_up_stays_hidden_from_it(self, cast: Cast) -> None:
        complaint = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4")
        up(complaint, cast.chief)
        assert not requests_visible_to(cast.manager).exists()


class TestTheSlip:
    def slip(self, client: Client, user: object, request: Request) -> object:
        client.force_login(user)
        return client.get(f"{request.desk_url}escalations/{Escalation.objects.latest('pk').pk}/slip/")

    def test_it_says_what_the_receiver_needs_and_no_personal_data(self, cast: Cast, client: Client) -> None:
        request = lift(cast, name="慕容小川", phone="13812340427")
        Request.objects.update(dwelling="1704")
        up(request, cast.chief, reference="12345-7", **OUTSIDE)
        page = self.slip(client, cast.chief, request).content.decode()
        sheet = page.partition('<article class="sheet">')[2]
        wanted = [request.number, "市特检院", "请来检测3单元电梯", "2026年11月30日18:00", "12345-7", "<path", "/reply/"]
        assert [words for words in wanted if words not in sheet] == []
        personal = ["慕容", "13812340427", "0427", "1704", "三单元电梯又坏了"]
        assert [secret for secret in personal if secret in page] == []

    def test_printing_a_released_contact_is_written_down(self, cast: Cast, client: Client) -> None:
        request = lift(cast, name="慕容小川", phone="13812340427")
        up(request, cast.chief, releases_contact=True, **OUTSIDE)
        assert "13812340427" in self.slip(client, cast.chief, request).content.decode()
        assert AuditEntry.objects.get(verb="print_contact").actor == cast.chief

    def test_to_the_community_it_has_no_link(self, cast: Cast, client: Client) -> None:
        request = lift(cast)
        up(request, cast.chief)
        page = self.slip(client, cast.officer, request).content.decode()
        assert ("社区工作人员 柳社区" in page, "/reply/" in page) == (True, False)

    def test_a_stopped_link_is_not_printed(self, cast: Cast, client: Client) -> None:
        request = lift(cast)
        up(request, cast.chief, **OUTSIDE)
        actions.change_link(request=request, renew=False, actor=cast.chief)
        assert "/reply/" not in self.slip(client, cast.chief, request).content.decode()
        assert "/reply/" not in client.get(request.desk_url).content.decode()

    @pytest.mark.parametrize("who", ["leader", "mediator", "other_chief", "official", "resident", "admin"])
    def test_nobody_else_prints_it(self, cast: Cast, client: Client, who: str) -> None:
        request = lift(cast)
        request.co_handlers.all().delete()
        up(request, cast.chief, **OUTSIDE)
        assert self.slip(client, getattr(cast, who), request).status_code == 404

    def test_that_of_another_request_is_404(self, cast: Cast, client: Client) -> None:
        request, other = lift(cast), lift(cast)
        up(request, cast.chief, **OUTSIDE)
        client.force_login(cast.chief)
        sent = Escalation.objects.get()
        assert client.get(f"{other.desk_url}escalations/{sent.pk}/slip/").status_code == 404

    def test_who_only_reads_along_gets_no_link_on_the_page(self, cast: Cast, client: Client) -> None:
        request = lift(cast)
        request.co_handlers.all().delete()
        up(request, cast.chief, **OUTSIDE)
        client.force_login(cast.leader)
        page = client.get(request.desk_url).content.decode()
        assert ("市特检院" in page, re.search(r"/reply/|/slip/", page)) == (True, None)


def test_what_the_desk_offers_is_within_the_table(cast: Cast) -> None:
    request = lift(cast)
    up(request, cast.chief)
    assert Action.REPLY not in offered(cast.chief, request)
