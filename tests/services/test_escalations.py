"""Sent up (吹哨): to whom, by which clock, and how it comes down again."""

from datetime import datetime, timedelta

import pytest
import time_machine

from core.calendar import SHANGHAI
from core.errors import ActionRefused
from core.models import AuditEntry
from notices.models import Notice
from reports.happenings import TIMED_TO_SOLVE, Happening
from reports.queries.sources import sourced
from services import actions, tasks
from services.models import Escalation, Request
from services.pages.links import reply_facts
from services.vocabulary import EventKind, Nature, Status, Urgency
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast

LIFT = "三单元电梯又坏了，老人下不来楼"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
DUE = datetime(2026, 11, 30, 18, 0, tzinfo=SHANGHAI)
BRIEF = "4号楼3单元电梯要做检测，请派人来。"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lift(cast: Cast) -> Request:
    request = factories.file(cast.jingan, LIFT, "4", by=cast.resident, name="陈居民", phone="13812340427")
    Request.objects.filter(pk=request.pk).update(urgency=Urgency.NORMAL)
    return actions.take(request=request, actor=cast.manager)


@pytest.fixture
def street(cast: Cast) -> object:
    user = factories.make_user("霍街道")
    factories.appoint(user, Post.STREET_OFFICER, division_id=factories.STREET)
    return user


def up(request: Request, actor: object, **more: object) -> Request:
    return actions.escalate(request=request, reason="要上级协调", actor=actor, **more)


def outside(request: Request, actor: object, **more: object) -> Request:
    return up(request, actor, **{"to_level": "outside", "outside_body": "市特检院", "brief": BRIEF, **more})


def refusal(call: object, **arguments: object) -> str:
    with pytest.raises(ActionRefused) as refused:
        call(**arguments)  # type: ignore[operator]
    assert str(refused.value)
    return refused.value.code


def stored(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def last(request: Request) -> Escalation:
    return Escalation.objects.filter(request=request).latest("pk")


def heard(user: object) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("event", flat=True))


def kinds(request: Request) -> list[str]:
    return list(request.events.order_by("id").values_list("kind", flat=True))


class TestUp:
    def test_the_community_has_it_and_its_clock_runs(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief, outside_body="住建局")
        request, sent = stored(lift), last(lift)
        assert (request.status, request.assignee, request.followup_due_at) == (*(Status.ESCALATED, cast.officer, DUE),)
        assert (sent.to_level, sent.receiver, sent.sent_by, sent.sent_title) == (
            *("community", cast.officer, cast.chief, "站长"),
        )
        assert request.clock_stopped_at == MONDAY

    def test_the_street_has_it_when_it_is_sent_there(self, cast: Cast, lift: Request, street: object) -> None:
        up(lift, cast.chief, to_level="street")
        assert (stored(lift).assignee, last(lift).to_level) == (street, "street")

    def test_where_the_community_is_vacant_the_street_has_it(self, cast: Cast, lift: Request, street: object) -> None:
        cast.officer.appointments.update(ends_on=MONDAY.date() - timedelta(days=1))
        up(lift, cast.chief)
        assert (stored(lift).assignee, last(lift).to_level) == (street, "street")

    def test_without_anybody_above_it_stays(self, cast: Cast, lift: Request) -> None:
        assert refusal(up, request=lift, actor=cast.chief, to_level="street") == "nobody"
        assert (stored(lift).status, Escalation.objects.count()) == (Status.IN_PROGRESS, 0)

    def test_to_an_outside_body_whoever_sent_it_follows_it_up(self, cast: Cast, lift: Request) -> None:
        outside(lift, cast.chief)
        request, sent = stored(lift), last(lift)
        assert (request.assignee, request.assignee_title, request.escalated_to) == (cast.chief, "站长", "市特检院")
        assert (sent.receiver, sent.has_link, sent.link_expires_at) == (None, True, DUE + timedelta(days=7))

    @pytest.mark.parametrize(("urgency", "hours"), [(Urgency.URGENT, 24), (Urgency.CRITICAL, 4)])
    def test_what_is_urgent_is_answered_by_the_hour(self, cast: Cast, lift: Request, urgency: str, hours: int) -> None:
        Request.objects.filter(pk=lift.pk).update(urgency=urgency)
        up(stored(lift), cast.chief)
        assert stored(lift).followup_due_at == MONDAY + timedelta(hours=hours)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"outside_body": " "}, "body"),
            ({"brief": ""}, "brief"),
            ({"brief": "请联系138 1234-0427"}, "personal"),
            ({"brief": "请联系陈居民"}, "personal"),
            ({"to_level": "moon"}, "level"),
        ],
    )
    def test_what_leaves_the_portal_says_enough_and_names_nobody(
        self, cast: Cast, lift: Request, more: dict, code: str
    ) -> None:
        assert refusal(outside, request=lift, actor=cast.chief, **more) == code
        assert stored(lift).status == Status.IN_PROGRESS

    def test_who_complains_is_never_named_to_an_outside_body(self, cast: Cast, lift: Request) -> None:
        Request.objects.filter(pk=lift.pk).update(nature=Nature.COMPLAINT)
        assert refusal(outside, request=stored(lift), actor=cast.chief, releases_contact=True) == "nameless"

    def test_no_phone_no_contact_to_release(self, cast: Cast) -> None:
        silent = factories.file(cast.jingan, LIFT, "4")
        assert refusal(outside, request=silent, actor=cast.chief, releases_contact=True) == "no_phone"

    def test_a_released_contact_stands_in_the_audit_log(self, cast: Cast, lift: Request) -> None:
        outside(lift, cast.chief, releases_contact=True)
        entry = AuditEntry.objects.get(verb="release_contact")
        assert (entry.actor, entry.object_label, entry.note) == (cast.chief, lift.number, "市特检院")

    def test_only_the_chief_and_deputies_send_up(self, cast: Cast, lift: Request) -> None:
        assert refusal(up, request=lift, actor=cast.leader) == "not_yours"


class TestAbove:
    def test_who_says_received_has_it_and_the_sender_hears(self, cast: Cast, lift: Request) -> None:
        colleague = factories.make_user("向社区")
        factories.appoint(colleague, Post.COMMUNITY_OFFICER, division_id=factories.COMMUNITY)
        up(lift, cast.chief)
        first = stored(lift).assignee
        second = colleague if first == cast.officer else cast.officer
        actions.receive(request=lift, actor=second)
        assert (stored(lift).assignee, last(lift).receiver, last(lift).received_at) == (second, second, MONDAY)
        assert ("received_above" in heard(cast.chief), "taken_away" in heard(first)) == (True, True)
        assert refusal(actions.receive, request=lift, actor=second) == "received"

    def test_the_street_does_not_answer_for_the_community(self, cast: Cast, lift: Request, street: object) -> None:
        up(lift, cast.chief)
        assert refusal(actions.answer_escalation, request=lift, answer="行", actor=street) == "not_yours"

    def test_an_answer_brings_it_back_to_whoever_sent_it(self, cast: Cast, lift: Request, clock: object) -> None:
        due = lift.resolve_due_at
        up(lift, cast.chair)
        clock.shift(timedelta(hours=3))  # type: ignore[attr-defined]
        actions.answer_escalation(request=lift, answer="街道同意垫资", actor=cast.officer)
        request, sent = stored(lift), last(lift)
        assert (request.status, request.assignee, request.followup_due_at) == (Status.ASSIGNED, cast.chair, None)
        assert request.resolve_due_at == due + timedelta(hours=3)
        assert (sent.ending, sent.answer, sent.answered_by) == ("answered", "街道同意垫资", cast.officer)
        assert heard(cast.chair).count("answered_above") == 1
        assert "assigned" not in heard(cast.chair)

    def test_is_the_sender_gone_the_chief_has_it(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chair)
        cast.chair.appointments.update(ends_on=MONDAY.date() - timedelta(days=1))
        actions.answer_escalation(request=lift, answer="行", actor=cast.officer)
        assert stored(lift).assignee == cast.chief

    def test_not_ours_is_said_within_two_working_days(self, cast: Cast, lift: Request, clock: object) -> None:
        up(lift, cast.chief)
        clock.move_to(datetime(2026, 11, 25, 18, 0, tzinfo=SHANGHAI))  # type: ignore[attr-defined]
        actions.send_back(request=lift, reason="这是电力公司的", actor=cast.officer)
        assert (last(lift).ending, stored(lift).assignee) == ("sent_back", cast.chief)

    def test_later_it_is_refused_in_words_and_an_answer_is_still_welcome(
        self, cast: Cast, lift: Request, clock: object
    ) -> None:
        up(lift, cast.chief)
        clock.move_to(datetime(2026, 11, 25, 18, 1, tzinfo=SHANGHAI))  # type: ignore[attr-defined]
        assert refusal(actions.send_back, request=lift, reason="不归我们", actor=cast.officer) == "too_late"
        actions.answer_escalation(request=lift, answer="我们办", actor=cast.officer)
        assert last(lift).ending == "answered"

    def test_solved_above_the_time_above_is_not_taken_from_the_promise(
        self, cast: Cast, lift: Request, clock: object
    ) -> None:
        due = lift.resolve_due_at
        up(lift, cast.chief)
        clock.move_to(due + timedelta(days=7))  # type: ignore[attr-defined]
        actions.resolve(request=lift, text="街道修好了", actor=cast.officer)
        request = stored(lift)
        assert request.resolved_at > due
        assert (request.resolve_due_at > request.resolved_at, request.clock_stopped_at) == (True, None)
        [sourced_as] = [made.kind for made in sourced([lift.pk])[lift.pk].made if made.kind in TIMED_TO_SOLVE]
        assert sourced_as == Happening.RESOLVED

    def test_what_was_late_when_it_went_up_stays_late(self, cast: Cast, lift: Request, clock: object) -> None:
        clock.move_to(lift.resolve_due_at + timedelta(days=1))  # type: ignore[attr-defined]
        up(lift, cast.chief)
        clock.shift(timedelta(days=7))  # type: ignore[attr-defined]
        actions.resolve(request=lift, text="街道修好了", actor=cast.officer)
        assert stored(lift).resolve_due_at < stored(lift).resolved_at

    def test_solved_above_counts_as_answered(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief)
        actions.resolve(request=lift, text="街道修好了", actor=cast.officer)
        assert (stored(lift).status, last(lift).ending, stored(lift).followup_due_at) == (
            *(Status.RESOLVED, "answered", None),
        )

    @pytest.mark.parametrize("text", ["", "  "])
    def test_an_answer_says_something(self, cast: Cast, lift: Request, text: str) -> None:
        up(lift, cast.chief)
        assert refusal(actions.answer_escalation, request=lift, answer=text, actor=cast.officer) == "answer"
        assert refusal(actions.send_back, request=lift, reason=text, actor=cast.officer) == "reason"


class TestPassedOn:
    def test_the_officers_own_clock_stands_still_and_goes_on(self, cast: Cast, lift: Request, clock: object) -> None:
        up(lift, cast.chief)
        clock.shift(timedelta(hours=2))  # type: ignore[attr-defined]
        said = {"reason": "要检测", "outside_body": "市特检院", "brief": BRIEF}
        actions.pass_on(request=lift, to_level="outside", actor=cast.officer, **said)
        assert (stored(lift).status, stored(lift).assignee, stored(lift).escalated_to) == (
            *(Status.ESCALATED, cast.officer, "市特检院"),
        )
        clock.shift(timedelta(hours=4))  # type: ignore[attr-defined]
        actions.record_reply(request=lift, answer="周三来", outcome="planned", actor=cast.officer)
        request, own = stored(lift), Escalation.objects.get(parent=None)
        assert (request.status, request.assignee, own.is_open) == (Status.ESCALATED, cast.officer, True)
        assert own.due_at == request.followup_due_at == datetime(2026, 12, 1, 12, 30, tzinfo=SHANGHAI)

    def test_the_streets_answer_comes_to_the_community_first(self, cast: Cast, lift: Request, street: object) -> None:
        up(lift, cast.chief)
        actions.pass_on(request=lift, to_level="street", reason="要钱", actor=cast.officer)
        assert stored(lift).assignee == street
        actions.answer_escalation(request=lift, answer="同意", actor=street)
        assert (stored(lift).status, stored(lift).assignee) == (Status.ESCALATED, cast.officer)
        actions.answer_escalation(request=lift, answer="街道同意了", actor=cast.officer)
        assert (stored(lift).status, stored(lift).assignee) == (Status.ASSIGNED, cast.chief)

    def test_it_is_passed_on_upwards_only(self, cast: Cast, lift: Request, street: object) -> None:
        up(lift, cast.chief, to_level="street")
        again = {"request": lift, "reason": "转", "actor": street}
        assert refusal(actions.pass_on, **again, to_level="street") == "level"
        assert refusal(actions.pass_on, **again, to_level="community") == "level"

    def test_is_the_officer_gone_a_colleague_goes_on(self, cast: Cast, lift: Request, clock: object) -> None:
        colleague = factories.make_user("向社区")
        up(lift, cast.chief)
        actions.pass_on(
            request=lift, to_level="outside", reason="转", outside_body="特检院", brief=BRIEF, actor=cast.officer
        )
        cast.officer.appointments.update(ends_on=MONDAY.date())
        factories.appoint(colleague, Post.COMMUNITY_OFFICER, division_id=factories.COMMUNITY)
        clock.shift(timedelta(days=8))  # type: ignore[attr-defined]
        tasks.call_back_escalations(MONDAY + timedelta(days=8))
        assert (stored(lift).status, stored(lift).assignee) == (Status.ESCALATED, colleague)

    def test_is_nobody_left_above_it_goes_to_the_station(self, cast: Cast, lift: Request, clock: object) -> None:
        up(lift, cast.chief)
        actions.pass_on(
            request=lift, to_level="outside", reason="转", outside_body="特检院", brief=BRIEF, actor=cast.officer
        )
        cast.officer.appointments.update(ends_on=MONDAY.date())
        clock.shift(timedelta(days=8))  # type: ignore[attr-defined]
        tasks.call_back_escalations(MONDAY + timedelta(days=8))
        assert (stored(lift).status, stored(lift).assignee) == (Status.ASSIGNED, cast.chief)
        assert not Escalation.objects.filter(ended_at=None).exists()


class TestOutside:
    def test_a_reply_by_phone_is_written_down_with_its_number(self, cast: Cast, lift: Request) -> None:
        outside(lift, cast.chief)
        said = {"answer": "周三检测", "outcome": "planned", "replied_by": "王工 139", "reference": "TJ-7"}
        actions.record_reply(request=lift, actor=cast.chief, **said)
        sent = last(lift)
        assert (sent.answer, sent.outcome, sent.answered_label, sent.reference, sent.ending) == (
            *("周三检测", "planned", "王工 139", "TJ-7", "answered"),
        )
        assert (stored(lift).status, stored(lift).assignee) == (Status.IN_PROGRESS, cast.chief)

    def test_what_is_outside_the_community_does_not_answer(self, cast: Cast, lift: Request) -> None:
        outside(lift, cast.chief)
        assert refusal(actions.answer_escalation, request=lift, answer="行", actor=cast.officer) == "outside"
        assert refusal(actions.send_back, request=lift, reason="不归我们", actor=cast.officer) == "outside"

    def test_nobody_outside_nothing_to_record(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief)
        said = {"request": lift, "answer": "好", "outcome": "done", "actor": cast.officer}
        assert refusal(actions.record_reply, **said) == "not_outside"
        assert refusal(actions.record_reply, **{**said, "outcome": "gone"}) == "outcome"


class TestCalledOff:
    def test_the_station_takes_back_the_whole_chain(self, cast: Cast, lift: Request, street: object) -> None:
        up(lift, cast.chief)
        actions.pass_on(request=lift, to_level="street", reason="要钱", actor=cast.officer)
        actions.call_off(request=lift, reason="自己修好了", actor=cast.chief)
        assert (stored(lift).status, stored(lift).assignee) == (Status.IN_PROGRESS, cast.chief)
        assert set(Escalation.objects.values_list("ending", flat=True)) == {"called_off"}
        assert ("called_off" in heard(street), "called_off" in heard(cast.officer)) == (True, True)

    def test_an_officer_takes_back_only_what_they_passed_on(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief)
        assert refusal(actions.call_off, request=lift, reason="算了", actor=cast.officer) == "not_yours"
        actions.pass_on(
            request=lift, to_level="outside", reason="转", outside_body="特检院", brief=BRIEF, actor=cast.officer
        )
        actions.call_off(request=lift, reason="算了", actor=cast.officer)
        assert (stored(lift).status, stored(lift).assignee) == (Status.ESCALATED, cast.officer)

    def test_what_the_resident_withdraws_is_called_off(self, cast: Cast, lift: Request) -> None:
        outside(lift, cast.chief)
        actions.withdraw(request=lift, actor=cast.resident)
        assert (last(lift).ending, last(lift).has_link, stored(lift).followup_due_at) == ("called_off", False, None)


class TestItsOwnClock:
    def test_at_the_due_moment_it_is_still_in_time(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief)
        assert tasks.call_back_escalations(DUE).done == 0
        assert stored(lift).status == Status.ESCALATED

    def test_unanswered_it_comes_back_and_both_are_told_once(self, cast: Cast, lift: Request, clock: object) -> None:
        up(lift, cast.chief)
        late = DUE + timedelta(minutes=1)
        clock.move_to(late)  # type: ignore[attr-defined]
        assert [tasks.call_back_escalations(late).done for _ in range(2)] == [1, 0]
        assert (stored(lift).status, stored(lift).assignee, last(lift).ending) == (
            *(Status.ASSIGNED, cast.chief, "came_back"),
        )
        assert EventKind.CAME_BACK in kinds(lift)
        assert (heard(cast.chief).count("came_back"), heard(cast.officer).count("not_answered")) == (1, 1)

    def test_of_an_outside_body_under_an_officer_it_comes_back_to_the_officer(
        self, cast: Cast, lift: Request, clock: object
    ) -> None:
        up(lift, cast.chief)
        actions.pass_on(
            request=lift, to_level="outside", reason="转", outside_body="特检院", brief=BRIEF, actor=cast.officer
        )
        late = DUE + timedelta(minutes=1)
        clock.move_to(late)  # type: ignore[attr-defined]
        assert tasks.call_back_escalations(late).done == 1
        request = stored(lift)
        assert (request.status, request.assignee, request.escalated_to) == (
            *(Status.ESCALATED, cast.officer, "社区工作人员"),
        )
        assert request.followup_due_at > late

    def test_what_was_answered_while_the_job_ran_is_left_alone(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief)
        actions.answer_escalation(request=lift, answer="好", actor=cast.officer)
        assert tasks.call_back_escalations(DUE + timedelta(days=1)).done == 0

    def test_a_request_has_one_clock_above_at_a_time(self, cast: Cast, lift: Request) -> None:
        up(lift, cast.chief)
        assert refusal(up, request=lift, actor=cast.chief) == "wrong_status"
        assert Escalation.objects.filter(ended_at=None, passed_on_at=None).count() == 1


def test_what_turns_into_a_complaint_about_the_sender_is_no_more_outside(cast: Cast, lift: Request) -> None:
    outside(lift, cast.manager, releases_contact=True)
    actions.supplement(request=stored(lift), text="我要投诉物业经理，一直不管，态度恶劣", actor=cast.resident)

    request = stored(lift)
    assert (request.status, request.nature, request.clock_stopped_at) == (Status.ASSIGNED, "complaint", None)
    assert (last(lift).ending, request.followup_due_at) == ("called_off", None)
    assert cast.manager.pk != request.assignee_id


def test_who_complains_later_is_not_named_on_the_link_either(cast: Cast, lift: Request) -> None:
    outside(lift, cast.chief, releases_contact=True)
    assert reply_facts(last(lift), MONDAY).phone
    Request.objects.update(nature="complaint")
    assert not reply_facts(last(lift), MONDAY).phone
