"""Call-back (回访): who may ask, what an answer does, what counts; and the link by which residents answer alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import ActionRefused
from services import actions, limits, tasks
from services.links import rating_link
from services.models import Feedback, Request
from services.vocabulary import EventKind, Nature, Status
from tests import factories
from tests.cast import Cast

LIFT, NAME, PHONE, FLAT = "三单元电梯又坏了，我妈下不来楼", "慕容小川", "13812340427", "1704"
GOOD = {"reached": True, "solved": True, "satisfaction": "satisfied"}
SENT = {"reached": "yes", "solved": "yes", "satisfaction": "satisfied"}


@pytest.fixture
def done(cast: Cast) -> Request:
    return solved(cast)


def solved(cast: Cast, *, days: int = 2) -> Request:
    at = timezone.now() - timedelta(days=days)
    place = actions.Place(building=cast.building, dwelling=FLAT)
    reporter = actions.Reporter(cast.resident, NAME, PHONE)
    filed = actions.file_request(station=cast.jingan, description=LIFT, reporter=reporter, place=place, at=at)
    request = actions.take(request=filed.request, actor=cast.manager, at=at)
    return actions.resolve(request=request, text="换了门机皮带", actor=cast.manager, at=at)


def asked(request: Request, actor: object, **more: object) -> Request:
    said = {"way": "door", "found": True, **GOOD, **more}
    return actions.call_back(request=request, actor=actor, **said)


def refusal(request: Request, actor: object, **more: object) -> str:
    with pytest.raises(ActionRefused) as refused:
        asked(request, actor, **more)
    assert str(refused.value)
    return refused.value.code


class TestWhoAsks:
    def test_the_building_leader_at_the_door(self, cast: Cast, done: Request) -> None:
        done.co_handlers.all().delete()
        asked(done, cast.leader, comment="说挺快的")
        said = Feedback.objects.get()
        assert (said.way, said.recorded_by, said.is_valid, said.comment) == ("door", cast.leader, True, "说挺快的")
        assert Request.objects.get().status == Status.CLOSED

    @pytest.mark.parametrize("who", ["chief", "chair"])
    def test_who_runs_the_station(self, cast: Cast, done: Request, who: str) -> None:
        done.co_handlers.all().delete()
        asked(done, getattr(cast, who), way="phone")
        assert Feedback.objects.get().way == "phone"

    def test_never_the_handler(self, cast: Cast, done: Request) -> None:
        assert refusal(done, cast.manager) == "handled"

    def test_never_a_co_handler(self, cast: Cast, done: Request) -> None:
        done.co_handlers.get_or_create(user=cast.chair)
        assert refusal(done, cast.chair) == "handled"

    def test_never_who_said_that_it_was_done(self, cast: Cast) -> None:
        request = factories.file(cast.jingan, LIFT, "4")
        actions.resolve(request=request, text="好了", actor=cast.chief)
        assert refusal(request, cast.chief) == "handled"

    def test_never_who_reported_it(self, cast: Cast) -> None:
        request = factories.file(cast.jingan, LIFT, "4", by=cast.chief)
        actions.resolve(request=request, text="好了", actor=cast.manager)
        assert refusal(request, cast.chief) == "own"

    @pytest.mark.parametrize("who", ["resident", "stranger", "mediator", "officer", "other_chief", "official", "admin"])
    def test_nobody_else(self, cast: Cast, done: Request, who: str) -> None:
        assert refusal(done, getattr(cast, who)) == "not_yours"

    def test_no_leader_asks_who_complained(self, cast: Cast, done: Request) -> None:
        Request.objects.update(nature=Nature.COMPLAINT)
        done.co_handlers.all().delete()
        assert refusal(done, cast.leader) == "not_yours"

    def test_the_community_asks_about_what_was_sent_up(self, cast: Cast) -> None:
        request = factories.file(cast.jingan, LIFT, "4")
        actions.escalate(request=request, reason="协调", actor=cast.chief)
        actions.answer_escalation(request=request, answer="行", actor=cast.officer)
        actions.resolve(request=request, text="好了", actor=cast.chief)
        asked(request, cast.officer, way="phone")
        assert Request.objects.get().status == Status.CLOSED

    def test_one_side_asking_about_its_own_work_does_not_count(self, cast: Cast, done: Request) -> None:
        colleague = factories.make_user("物业小赵")
        factories.appoint(colleague, "property_staff", cast.jingan)
        factories.appoint(colleague, "duty_officer", cast.jingan)
        asked(done, colleague)
        assert (Feedback.objects.get().is_valid, Request.objects.get().status) == (False, Status.CLOSED)


class TestWhatItDoes:
    def test_not_solved_goes_to_the_next_higher_person(self, cast: Cast, done: Request) -> None:
        asked(done, cast.chief, solved=False)
        stored = Request.objects.get()
        assert (stored.status, stored.reopenings, stored.assignee) == (Status.ASSIGNED, 1, cast.chair)

    def test_dissatisfied_too(self, cast: Cast, done: Request) -> None:
        asked(done, cast.chief, satisfaction="dissatisfied")
        assert Request.objects.get().status == Status.ASSIGNED

    def test_nobody_found_is_an_attempt_that_only_staff_read(self, cast: Cast, done: Request) -> None:
        for _ in range(2):
            asked(done, cast.chief, found=False, way="phone", comment="没人接")
        attempts = done.events.filter(kind=EventKind.NOT_REACHED)
        assert [(each.is_public, each.text) for each in attempts] == [(False, "没人接")] * 2
        assert (Request.objects.get().status, Feedback.objects.count()) == (Status.RESOLVED, 0)

    def test_attempts_do_not_keep_it_open(self, cast: Cast, done: Request) -> None:
        asked(done, cast.chief, found=False)
        assert tasks.close_unrated(timezone.now() + timedelta(days=6)).done == 1
        assert (Request.objects.get().outcome, Feedback.objects.count()) == ("no_answer", 0)

    @pytest.mark.parametrize("missing", [{"reached": None}, {"solved": None}, {"satisfaction": ""}])
    def test_all_three_are_asked(self, cast: Cast, done: Request, missing: dict) -> None:
        assert refusal(done, cast.chief, **missing) == "answers"

    def test_it_is_by_phone_or_at_the_door(self, cast: Cast, done: Request) -> None:
        assert refusal(done, cast.chief, way="link") == "way"

    def test_who_was_asked_is_not_asked_again(self, cast: Cast, done: Request) -> None:
        asked(done, cast.chief)
        assert refusal(done, cast.chair) == "wrong_status"

    def test_the_timeline_says_who_asked(self, cast: Cast, done: Request) -> None:
        asked(done, cast.chief)
        client = Client()
        client.force_login(cast.resident)
        assert "韩立群回访，您说：满意" in client.get(done.get_absolute_url()).content.decode()


class TestTheForm:
    def post(self, client: Client, user: object, request: Request, **data: object) -> object:
        client.force_login(user)
        return client.post(f"{request.desk_url}call_back/", data)

    def test_the_leaders_card_leads_to_it(self, cast: Cast, client: Client, done: Request) -> None:
        done.co_handlers.all().delete()
        client.force_login(cast.leader)
        assert f"{done.desk_url}call_back/" in client.get("/desk/").content.decode()
        assert 'name="found"' in client.get(done.desk_url).content.decode()

    def test_on_the_first_day_nobody_is_sent(self, cast: Cast, client: Client) -> None:
        request = solved(cast, days=0)
        client.force_login(cast.chief)
        assert f"{request.desk_url}call_back/" not in client.get("/desk/").content.decode()

    def test_the_handler_has_no_button(self, cast: Cast, client: Client, done: Request) -> None:
        client.force_login(cast.manager)
        assert "call_back" not in client.get(done.desk_url).content.decode()
        assert "call_back" not in client.get("/desk/").content.decode()

    def test_who_said_that_it_is_done_has_no_button_either(self, cast: Cast, client: Client, done: Request) -> None:
        done.co_handlers.all().delete()
        done.events.filter(kind="resolved").update(actor=cast.chief)
        client.force_login(cast.chief)
        assert "call_back" not in client.get(done.desk_url).content.decode()
        assert "call_back" not in client.get("/desk/").content.decode()
        assert refusal(done, cast.chief) == "handled"

    def test_answers_are_written_down(self, cast: Cast, client: Client, done: Request) -> None:
        assert self.post(client, cast.chief, done, way="phone", found="yes", **SENT).status_code == 302
        assert Request.objects.get().status == Status.CLOSED

    def test_an_attempt_needs_no_answers(self, cast: Cast, client: Client, done: Request) -> None:
        assert self.post(client, cast.chief, done, way="phone", found="no").status_code == 302

    def test_a_forgotten_question_is_named(self, cast: Cast, client: Client, done: Request) -> None:
        answer = self.post(client, cast.chief, done, way="phone", found="yes", reached="yes", solved="yes")
        assert answer.status_code == 400
        assert re.search(r'href="#id_call_back_satisfaction_0"', answer.content.decode())


class TestTheLink:
    def test_number_kind_day_result_and_three_questions_and_nothing_else(self, cast: Cast, done: Request) -> None:
        page = Client().get(rating_link(done)).content.decode()
        wanted = [done.number, str(done.category), "换了门机皮带", 'name="solved"', 'name="satisfaction"']
        assert [words for words in wanted if words not in page] == []
        personal = [NAME, PHONE, PHONE[-4:], FLAT, LIFT, "我妈", "4号楼", "陈居民", "丁海波"]
        assert [secret for secret in personal if secret in page] == []

    def test_it_closes_without_an_account(self, cast: Cast, done: Request) -> None:
        answer = Client().post(rating_link(done), SENT)
        said = Feedback.objects.get()
        assert (answer.status_code, said.way, said.recorded_by, said.is_valid) == (302, "link", None, True)
        assert Request.objects.get().status == Status.CLOSED

    def test_not_solved_reopens(self, cast: Cast, done: Request) -> None:
        Client().post(rating_link(done), {**SENT, "solved": "no"})
        assert Request.objects.get().assignee == cast.chair

    def test_a_second_time_it_thanks_and_tells_nothing(self, cast: Cast, done: Request) -> None:
        link = rating_link(done)
        Client().post(link, SENT)
        for answer in (Client().get(link), Client().post(link, {**SENT, "solved": "no"})):
            page = answer.content.decode()
            assert [secret for secret in (done.number, "换了门机皮带") if secret in page] == []
        assert (Request.objects.get().status, Feedback.objects.count()) == (Status.CLOSED, 1)

    def test_it_is_for_one_round(self, cast: Cast, done: Request) -> None:
        first = rating_link(done)
        Client().post(first, {**SENT, "solved": "no"})
        actions.resolve(request=Request.objects.get(), text="又修了", actor=cast.chair)
        Client().post(first, SENT)
        assert Request.objects.get().status == Status.RESOLVED
        Client().post(rating_link(Request.objects.get()), SENT)
        assert Request.objects.get().status == Status.CLOSED

    def test_a_new_pick_up_code_makes_it_void(self, cast: Cast, done: Request) -> None:
        link = rating_link(done)
        actions.renew_code(request=done, actor=cast.chief)
        assert Client().get(link).status_code == 404

    def test_a_forged_one_is_404(self, cast: Cast, done: Request) -> None:
        other = solved(cast)
        token, theirs = (rating_link(each).rstrip("/").rpartition("/")[2] for each in (done, other))
        signature = theirs.rpartition(".")[2]
        forged = [
            *("x", f"{'9' * 30}.0.x"),
            f"{done.pk}.0",
            f"{done.pk}.0.{signature}",
            f"{done.pk}.1.{token.rpartition('.')[2]}",
        ]
        assert {Client().get(f"/rate/{each}/").status_code for each in forged} == {404}
        assert {Client().post(f"/rate/{each}/", SENT).status_code for each in forged} == {404}

    def test_what_is_missing_is_named(self, cast: Cast, done: Request) -> None:
        answer = Client().post(rating_link(done), {"solved": "yes"})
        assert (answer.status_code, "请选一下满不满意。" in answer.content.decode()) == (400, True)

    def test_opening_is_limited(self, cast: Cast, done: Request, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "LINKS_PER_ADDRESS", 1)
        assert [Client().get(rating_link(done)).status_code for _ in range(2)] == [200, 429]
