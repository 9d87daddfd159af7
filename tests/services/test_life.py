"""What may be done to a request, by whom, and what it leaves behind: the plain case and the refusals."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from core.errors import ActionRefused
from core.models import AuditEntry
from notices.models import Notice
from services import actions
from services.models import Category, Feedback, Request
from services.relations import relations_of
from services.vocabulary import AskKind, EventKind, Outcome, Satisfaction, Status, Target
from services.workflow import Relation
from stations.models import Absence
from stations.queries import changes_of
from tests import factories
from tests.cast import Cast

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIFT = "三单元电梯又坏了，老人下不来楼"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def monday() -> object:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def request_(cast: Cast) -> Request:
    return factories.file(cast.jingan, LIFT, "4", by=cast.resident)


def events_of(request: Request) -> list[str]:
    return list(request.events.order_by("id").values_list("kind", flat=True))


def refusal(call: object, **arguments: object) -> str:
    with pytest.raises(ActionRefused) as refused:
        call(**arguments)  # type: ignore[operator]
    assert str(refused.value)
    return refused.value.code


def taken(request: Request, cast: Cast) -> Request:
    return actions.take(request=request, actor=cast.manager)


def resolved(request: Request, cast: Cast) -> Request:
    return actions.resolve(request=taken(request, cast), text="换了门机皮带，试了十趟都正常。", actor=cast.manager)


def rated(request: Request, cast: Cast, *, solved: bool = True, said: str = Satisfaction.SATISFIED) -> Request:
    return actions.rate(request=request, reached=True, solved=solved, satisfaction=said, actor=cast.resident)


class TestTheStraightRoad:
    def test_taken_resolved_rated_closed(self, cast: Cast, request_: Request) -> None:
        rated(resolved(request_, cast), cast)
        stored = Request.objects.get()
        assert (stored.status, stored.outcome) == (Status.CLOSED, Outcome.RATED)
        kinds = ["filed", "routed", "assigned", "taken", "resolved", "rated", "closed"]
        assert events_of(stored) == kinds

    def test_each_change_counts_the_version_up(self, cast: Cast, request_: Request) -> None:
        assert [request_.version, taken(request_, cast).version] == [1, 2]

    def test_the_resident_hears_of_each_step(self, cast: Cast, request_: Request) -> None:
        resolved(request_, cast)
        heard = list(Notice.objects.filter(user=cast.resident).order_by("id").values_list("event", flat=True))
        assert heard == ["taken", "resolved"]

    def test_nobody_is_told_what_they_did_themselves(self, cast: Cast, request_: Request) -> None:
        taken(request_, cast)
        assert not Notice.objects.filter(user=cast.manager, event="taken").exists()

    def test_a_stranger_can_do_nothing(self, cast: Cast, request_: Request) -> None:
        assert refusal(actions.take, request=request_, actor=cast.stranger) == "not_yours"
        assert refusal(actions.take, request=request_, actor=cast.other_chief) == "not_yours"
        assert Request.objects.get().version == 1

    def test_taking_twice_is_refused_in_words(self, cast: Cast, request_: Request) -> None:
        assert refusal(actions.take, request=taken(request_, cast), actor=cast.manager) == "wrong_status"

    def test_the_second_of_two_is_told_what_changed(self, cast: Cast, request_: Request) -> None:
        taken(request_, cast)
        with pytest.raises(ActionRefused) as refused:
            actions.assign(request=request_, to=cast.leader, actor=cast.chief, note="他近", version=1)
        assert refused.value.code == "changed"
        assert "物业经理 丁海波" in str(refused.value)

    def test_the_first_contact_is_kept_and_later_ones_are_noted(self, cast: Cast, request_: Request) -> None:
        actions.contact(request=request_, actor=cast.manager)
        first = Request.objects.get().contacted_at
        actions.contact(request=request_, actor=cast.manager, note="又打了一次")
        assert Request.objects.get().contacted_at == first
        assert events_of(request_)[-2:] == ["contacted", "contacted"]


class TestGivingItToSomebody:
    def test_whoever_goes_against_the_rule_says_why(self, cast: Cast, request_: Request) -> None:
        assert refusal(actions.assign, request=request_, to=cast.leader, actor=cast.chief) == "why"
        actions.assign(request=request_, to=cast.leader, actor=cast.chief, note="楼长就住这个单元")
        stored = Request.objects.get()
        assert (stored.assignee, stored.assignee_title) == (cast.leader, "4号楼楼长")

    def test_the_absent_and_the_stranger_are_refused(self, cast: Cast, request_: Request) -> None:
        Absence.objects.create(user=cast.leader, starts_on=MONDAY.date(), ends_on=MONDAY.date())
        assert refusal(actions.assign, request=request_, to=cast.leader, actor=cast.chief, note="x") == "absent"
        assert refusal(actions.assign, request=request_, to=cast.stranger, actor=cast.chief, note="x") == "not_here"

    def test_the_side_complained_about_is_refused(self, cast: Cast) -> None:
        complaint = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4")
        assert refusal(actions.assign, request=complaint, to=cast.manager, actor=cast.chief, note="x") == "recused"

    def test_transfer_keeps_the_clock_running(self, cast: Cast, request_: Request) -> None:
        due = request_.resolve_due_at
        actions.transfer(request=request_, to=cast.leader, reason="他有钥匙", actor=cast.manager)
        stored = Request.objects.get()
        assert (stored.assignee, stored.status, stored.resolve_due_at) == (cast.leader, Status.ASSIGNED, due)

    def test_a_return_goes_to_the_desk_and_a_second_one_to_the_chief(self, cast: Cast, request_: Request) -> None:
        actions.return_(request=request_, reason="电梯归维保公司", actor=cast.manager)
        stored = Request.objects.get()
        assert (stored.status, stored.returns, stored.assignee) == (Status.SUBMITTED, 1, cast.chief)
        actions.assign(request=stored, to=cast.chair, actor=cast.chief, note="请业委会看看")
        actions.return_(request=stored, reason="没有合同", actor=cast.chair)
        assert Request.objects.get().route["rule"] == "returned_twice"

    def test_a_third_return_is_refused(self, cast: Cast, request_: Request) -> None:
        Request.objects.update(returns=2)
        request_.refresh_from_db()
        assert refusal(actions.return_, request=request_, reason="不归我", actor=cast.manager) == "third_return"

    def test_whoever_holds_what_waits_may_route_it(self, cast: Cast) -> None:
        unclear = factories.file(cast.jingan, "有点事想说说", "4")
        assert Relation.TRIAGER in relations_of(cast.chief, unclear)

    def test_classifying_promises_anew_from_the_filing(self, cast: Cast) -> None:
        unclear = factories.file(cast.jingan, "有点事想说说", "4")
        kind = factories.file(cast.jingan, LIFT, "4").category
        actions.classify(request=unclear, category=kind, urgency=kind.urgency, target="", actor=cast.chief)
        assert Request.objects.get(pk=unclear.pk).resolve_due_at == datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)

    def test_when_it_turns_out_to_be_about_its_holder_it_moves_on(self, cast: Cast, request_: Request) -> None:
        actions.classify(
            request=request_, category=request_.category, urgency="urgent", target=Target.PROPERTY, actor=cast.chief
        )
        assert Request.objects.get().assignee == cast.chief
        assert relations_of(cast.manager, Request.objects.get()) == frozenset()

    @pytest.mark.parametrize("first", Target.values)
    @pytest.mark.parametrize("then", Target.values)
    def test_whomever_it_is_about_somebody_can_work_on_it(self, cast: Cast, first: str, then: str) -> None:
        request = factories.file(cast.jingan, "有点事想说说", "4")
        kind = factories.file(cast.jingan, LIFT, "4").category
        for target in (first, then):
            sorter = next(u for u in cast.people().values() if Relation.TRIAGER in relations_of(u, request))
            actions.classify(request=request, category=kind, urgency="urgent", target=target, actor=sorter)
            request = Request.objects.get(pk=request.pk)
        able = [name for name, user in cast.people().items() if Relation.HANDLER in relations_of(user, request)]
        sorting = [name for name, user in cast.people().items() if Relation.TRIAGER in relations_of(user, request)]
        assert (len(able), bool(sorting)) == (1, True)

    def test_a_duty_officer_who_sorts_a_private_matter_hands_it_on(self, cast: Cast) -> None:
        unclear = factories.file(cast.jingan, "有点事想说说", "4")
        officer = factories.make_user("值班员")
        factories.appoint(officer, "duty_officer", cast.jingan)
        private = Category.objects.get(slug="family-conflict")
        actions.classify(request=unclear, category=private, urgency="normal", target="", actor=officer)
        assert Request.objects.get(pk=unclear.pk).assignee == cast.mediator

    def test_a_recused_helper_gets_only_a_brief(self, cast: Cast) -> None:
        complaint = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4")
        ask = {"request": complaint, "user": cast.manager, "actor": cast.chief}
        assert refusal(actions.add_co_handler, **ask) == "brief"
        actions.add_co_handler(**ask, brief="请说明本月值班电话的接听安排")
        assert relations_of(cast.manager, complaint) == frozenset({Relation.BRIEFED})
        actions.note(request=complaint, text="值班表已贴出", actor=cast.manager)
        assert refusal(actions.reveal, request=complaint, reason="想知道", actor=cast.manager) == "not_yours"


class TestWaiting:
    def test_a_pause_moves_the_promise_by_its_length(self, cast: Cast, request_: Request, monday: object) -> None:
        due = taken(request_, cast).resolve_due_at
        actions.suspend(request=request_, reason="parts", resume_on=date(2026, 11, 25), actor=cast.chief)
        monday.shift(timedelta(hours=6))  # type: ignore[attr-defined]
        actions.resume(request=request_, actor=cast.manager)
        stored = Request.objects.get()
        assert (stored.status, stored.resolve_due_at) == (Status.IN_PROGRESS, due + timedelta(hours=6))
        assert stored.clock_stopped_at is None

    def test_a_handler_may_only_ask_for_a_pause(self, cast: Cast, request_: Request) -> None:
        later = date(2026, 11, 25)
        request = factories.file(cast.jingan, "楼道里堆了好多杂物", "4", category="corridor-clutter")
        assert request.assignee == cast.leader
        pause = {"request": request, "reason": "parts", "resume_on": later, "actor": cast.leader}
        assert refusal(actions.suspend, **pause) == "not_yours"
        actions.ask(
            request=request,
            kind=AskKind.SUSPENSION,
            until=later,
            reason="等人回家",
            suspend_reason="resident",
            actor=cast.leader,
        )
        actions.decide_ask(request=request, granted=True, actor=cast.chief)
        assert Request.objects.get(pk=request.pk).status == Status.SUSPENDED

    def test_more_time_is_asked_before_it_is_due_and_given_by_the_chief(
        self, cast: Cast, request_: Request, monday: object
    ) -> None:
        taken(request_, cast)
        ask = {"request": request_, "kind": AskKind.EXTENSION, "reason": "等主板", "actor": cast.manager}
        assert refusal(actions.ask, **ask, until=date(2026, 11, 24)) == "not_later"
        actions.ask(**ask, until=date(2026, 11, 27))
        assert refusal(actions.ask, **ask, until=date(2026, 11, 28)) == "already"
        actions.decide_ask(request=request_, granted=True, actor=cast.chief)
        stored = Request.objects.get()
        assert stored.resolve_due_at == datetime(2026, 11, 27, 18, 0, tzinfo=SHANGHAI)
        monday.shift(timedelta(days=9))  # type: ignore[attr-defined]
        assert refusal(actions.ask, **ask, until=date(2026, 12, 30)) == "too_late"

    def test_a_refused_ask_changes_nothing_but_is_told(self, cast: Cast, request_: Request) -> None:
        taken(request_, cast)
        due = request_.resolve_due_at
        actions.ask(
            request=request_, kind=AskKind.EXTENSION, until=date(2026, 11, 27), reason="等主板", actor=cast.manager
        )
        actions.decide_ask(request=request_, granted=False, actor=cast.chief, note="先修")
        assert Request.objects.get().resolve_due_at == due
        assert Notice.objects.filter(user=cast.manager, event="refused").count() == 1


class TestUpwards:
    def test_sent_up_stops_the_clock_and_the_community_answers(
        self, cast: Cast, request_: Request, monday: object
    ) -> None:
        due = request_.resolve_due_at
        actions.escalate(request=request_, reason="要动维修资金", actor=cast.chief)
        stored = Request.objects.get()
        assert (stored.status, stored.assignee) == (Status.ESCALATED, cast.officer)
        monday.shift(timedelta(hours=3))  # type: ignore[attr-defined]
        actions.answer_escalation(request=stored, answer="已约住建局，周三上门", actor=cast.officer)
        stored = Request.objects.get()
        assert (stored.status, stored.assignee) == (Status.ASSIGNED, cast.chief)
        assert stored.resolve_due_at == due + timedelta(hours=3)

    def test_the_community_may_settle_it_itself(self, cast: Cast, request_: Request) -> None:
        actions.escalate(request=request_, reason="要动维修资金", actor=cast.chief)
        actions.resolve(request=request_, text="街道已垫资修好", actor=cast.officer)
        assert Request.objects.get().status == Status.RESOLVED

    def test_a_complaint_about_the_chief_is_worked_on_by_the_community(self, cast: Cast) -> None:
        complaint = factories.file(cast.jingan, "站长办事偏心，我要投诉站长", "4")
        kind = factories.file(cast.jingan, LIFT, "4").category
        actions.classify(request=complaint, category=kind, urgency="normal", target=Target.CHIEF, actor=cast.officer)
        actions.assign(request=complaint, to=cast.officer, actor=cast.officer)
        actions.take(request=complaint, actor=cast.officer)
        actions.resolve(request=complaint, text="已谈话", actor=cast.officer)
        assert Request.objects.get(pk=complaint.pk).status == Status.RESOLVED


class TestTheEnd:
    def test_not_solved_goes_to_a_deputy_then_to_the_chief(self, cast: Cast, request_: Request) -> None:
        rated(resolved(request_, cast), cast, solved=False)
        stored = Request.objects.get()
        assert (stored.status, stored.reopenings, stored.assignee) == (Status.ASSIGNED, 1, cast.chair)
        actions.take(request=stored, actor=cast.chair)
        actions.resolve(request=stored, text="又修了", actor=cast.chair)
        rated(stored, cast, said=Satisfaction.DISSATISFIED)
        stored = Request.objects.get()
        assert (stored.reopenings, stored.assignee) == (2, cast.chief)
        assert Feedback.objects.count() == 2

    def test_a_second_rating_of_one_round_is_refused(self, cast: Cast, request_: Request) -> None:
        rated(resolved(request_, cast), cast)
        assert refusal(rated, request=request_, cast=cast) == "wrong_status"

    def test_only_the_resident_rates(self, cast: Cast, request_: Request) -> None:
        resolved(request_, cast)
        rating = {"request": request_, "reached": True, "solved": True, "satisfaction": Satisfaction.SATISFIED}
        assert refusal(actions.rate, **rating, actor=cast.manager) == "not_yours"

    def test_no_answer_closes_it_and_counts_as_nothing(self, cast: Cast, request_: Request) -> None:
        actions.close_unrated(request=resolved(request_, cast), at=timezone.now())
        assert Request.objects.get().outcome == Outcome.NO_ANSWER
        assert Feedback.objects.count() == 0

    def test_it_may_come_back_within_thirty_days(self, cast: Cast, request_: Request, monday: object) -> None:
        rated(resolved(request_, cast), cast)
        monday.shift(timedelta(days=31))  # type: ignore[attr-defined]
        again = {"request": request_, "reason": "又停了", "actor": cast.resident}
        assert refusal(actions.reopen, **again) == "too_late"
        monday.shift(timedelta(days=-5))  # type: ignore[attr-defined]
        actions.reopen(**again)
        assert Request.objects.get().status == Status.ASSIGNED

    def test_urging_is_counted_and_capped_per_day(self, cast: Cast, request_: Request, monday: object) -> None:
        actions.urge(request=request_, actor=cast.resident)
        assert refusal(actions.urge, request=request_, actor=cast.resident) == "urged"
        monday.shift(timedelta(days=1))  # type: ignore[attr-defined]
        actions.urge(request=request_, actor=cast.resident)
        assert Request.objects.get().urgings == 2

    def test_withdrawn_is_the_end(self, cast: Cast, request_: Request) -> None:
        actions.withdraw(request=request_, actor=cast.resident, reason="自己好了")
        assert Request.objects.get().status == Status.WITHDRAWN
        assert refusal(actions.take, request=request_, actor=cast.manager) == "wrong_status"

    def test_not_accepted_names_a_lawful_reason_and_what_was_told(self, cast: Cast, request_: Request) -> None:
        no = {"request": request_, "actor": cast.chief}
        assert refusal(actions.not_accept, **no, reason="tired", told="不管") == "reason"
        assert refusal(actions.not_accept, **no, reason="out_of_scope", told=" ") == "told"
        actions.not_accept(**no, reason="out_of_scope", told="请拨12345找教育局")
        assert Request.objects.get().status == Status.NOT_ACCEPTED


class TestNeighbours:
    def test_merged_requests_are_done_with_their_lead(self, cast: Cast, request_: Request) -> None:
        other = factories.file(cast.jingan, "电梯停在五楼不动了", "4")
        actions.merge(request=other, into=request_, actor=cast.chief)
        assert Request.objects.get(pk=other.pk).status == Status.MERGED
        resolved(request_, cast)
        assert Request.objects.get(pk=other.pk).status == Status.RESOLVED

    def test_what_was_merged_into_it_moves_along(self, cast: Cast, request_: Request) -> None:
        second, third = (factories.file(cast.jingan, "电梯停在五楼不动了", "4") for _ in range(2))
        actions.merge(request=third, into=second, actor=cast.chief)
        actions.merge(request=second, into=request_, actor=cast.chief)
        assert set(request_.merged.all()) == {second, third}

    def test_it_cannot_be_merged_into_itself_or_into_another_station_or_the_ended(
        self, cast: Cast, request_: Request
    ) -> None:
        assert refusal(actions.merge, request=request_, into=request_, actor=cast.chief) == "itself"
        far = factories.file(cast.hubei, LIFT, "1")
        assert refusal(actions.merge, request=request_, into=far, actor=cast.chief) == "station"
        gone = factories.file(cast.jingan, LIFT, "4", by=cast.resident)
        actions.withdraw(request=gone, actor=cast.resident)
        assert refusal(actions.merge, request=request_, into=gone, actor=cast.chief) == "ended"

    def test_unmerging_routes_it_anew(self, cast: Cast, request_: Request) -> None:
        other = factories.file(cast.jingan, "电梯停在五楼不动了", "4")
        actions.merge(request=other, into=request_, actor=cast.chief)
        actions.unmerge(request=other, actor=cast.chief)
        stored = Request.objects.get(pk=other.pk)
        assert (stored.status, stored.assignee, stored.merged_into) == (Status.ASSIGNED, cast.manager, None)


def test_seeing_the_number_is_written_down(cast: Cast) -> None:
    request = factories.file(cast.jingan, LIFT, "4", phone="13800001234")
    assert refusal(actions.reveal, request=request, reason=" ", actor=cast.manager) == "why"
    assert actions.reveal(request=request, reason="上门前联系", actor=cast.manager) == "13800001234"
    entry = AuditEntry.objects.get(verb="reveal_phone")
    assert (entry.actor, entry.object_id, entry.note) == (cast.manager, str(request.pk), "上门前联系")
    assert list(changes_of(cast.jingan, ["reveal_phone"])) == [entry]


def test_a_new_code_voids_the_old_one(cast: Cast, request_: Request) -> None:
    before = request_.code_digest
    code = actions.renew_code(request=request_, actor=cast.chief)
    assert len(code) == 6
    assert Request.objects.get().code_digest != before
    assert events_of(request_)[-1] == EventKind.CODE_RENEWED


def test_a_deputy_does_not_grant_their_own_ask_but_the_chief_may(cast: Cast, request_: Request) -> None:
    actions.ask(request=request_, kind=AskKind.EXTENSION, until=date(2026, 11, 27), reason="等主板", actor=cast.manager)
    assert refusal(actions.decide_ask, request=request_, granted=True, actor=cast.manager) == "own_ask"
    actions.decide_ask(request=request_, granted=True, actor=cast.chief)
    assert Request.objects.get().extensions == 1


def test_another_kind_counts_from_the_new_round_and_keeps_what_was_granted(
    cast: Cast, request_: Request, monday: object
) -> None:
    rated(resolved(request_, cast), cast, solved=False)
    monday.shift(timedelta(days=1))  # type: ignore[attr-defined]
    kind = {"category": request_.category, "urgency": "urgent", "target": "", "actor": cast.chief}
    actions.classify(request=request_, **kind)
    assert Request.objects.get().resolve_due_at == MONDAY + timedelta(days=1)
    Request.objects.update(extensions=1, resolve_due_at=MONDAY + timedelta(days=5))
    actions.classify(request=Request.objects.get(), **kind)
    assert Request.objects.get().resolve_due_at == MONDAY + timedelta(days=5)


def test_another_kind_does_not_take_a_pause_back(cast: Cast, request_: Request, monday: object) -> None:
    actions.suspend(request=request_, reason="parts", resume_on=date(2026, 11, 25), actor=cast.chief)
    monday.shift(timedelta(hours=6))  # type: ignore[attr-defined]
    actions.resume(request=request_, actor=cast.manager)
    actions.classify(request=request_, category=request_.category, urgency="urgent", target="", actor=cast.chief)
    assert Request.objects.get().resolve_due_at == MONDAY + timedelta(hours=30)
