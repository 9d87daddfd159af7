"""The table of a request's life, under any sequence of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ActionRefused
from services.vocabulary import ENDED, Status
from services.workflow import RULES, Action, Relation, actions_for, check, may

SOMEBODY = st.frozensets(st.sampled_from(Relation))


def test_every_action_has_a_rule() -> None:
    assert set(RULES) == set(Action)


def test_every_rule_names_somebody_and_a_source() -> None:
    assert [rule.action for rule in RULES.values() if not (rule.who and rule.sources)] == []


def test_a_resident_can_always_leave_an_open_request() -> None:
    stuck = [s for s in Status if s not in ENDED and not may(Action.WITHDRAW, s, frozenset({Relation.OWNER}))]
    assert stuck == [Status.RESOLVED]  # there the resident rates instead


def test_every_status_but_the_first_is_reached_by_an_action() -> None:
    reached = {target for rule in RULES.values() for target in rule.target}
    assert set(Status) - reached == set()


def test_end_states_are_left_only_by_reopening_and_unmerging() -> None:
    exits = {(s, rule.action) for rule in RULES.values() if rule.target for s in ENDED if s in rule.sources}
    assert exits == {(Status.CLOSED, Action.REOPEN), (Status.MERGED, Action.UNMERGE), (Status.MERGED, Action.LEAVE)}


@given(action=st.sampled_from(Action), status=st.sampled_from(Status), relations=SOMEBODY)
def test_each_refusal_has_a_reason_and_agrees_with_may(action: Action, status: Status, relations: frozenset) -> None:
    if may(action, status, relations):
        assert check(action, status, relations) is RULES[action]
    else:
        with pytest.raises(ActionRefused) as refused:
            check(action, status, relations)
        assert str(refused.value)
        assert refused.value.code in ("not_yours", "wrong_status")


@given(st.lists(st.tuples(st.sampled_from(Action), SOMEBODY, st.integers(0, 9))))
def test_any_sequence_of_events_stays_within_the_table(events: list[tuple[Action, frozenset, int]]) -> None:
    status = Status.SUBMITTED
    for action, relations, choice in events:
        if may(action, status, relations):
            outcomes = RULES[action].target or (status,)
            status = outcomes[choice % len(outcomes)]
        assert status in Status


@given(status=st.sampled_from(Status), relations=SOMEBODY)
def test_buttons_are_exactly_what_is_allowed(status: Status, relations: frozenset) -> None:
    assert actions_for(status, relations) == [a for a in RULES if may(a, status, relations)]


def test_who_only_reads_along_may_only_call_the_resident_back() -> None:
    assert {a for s in Status for a in actions_for(s, frozenset({Relation.READER}))} == {Action.CALL_BACK}


def test_an_outside_body_may_only_reply() -> None:
    assert {a for s in Status for a in actions_for(s, frozenset({Relation.OUTSIDE}))} == {Action.REPLY}


def test_who_was_only_briefed_may_only_write_a_note() -> None:
    assert {a for s in Status for a in actions_for(s, frozenset({Relation.BRIEFED}))} == {Action.NOTE}
