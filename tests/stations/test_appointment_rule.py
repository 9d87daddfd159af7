"""The article's rule on chief and deputies, and what is said about exceptions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.appointment_rule import EXCEPTION, Held, look_at, words_of
from stations.vocabulary import GoverningBody, Post

CHIEF = Held(1, "韩", Post.STATION_CHIEF)
SECRETARY = Held(1, "韩", Post.BRANCH_SECRETARY)
CHAIR, CHAIR_DEPUTY = Held(2, "孟", Post.HOA_CHAIR), Held(2, "孟", Post.DEPUTY_CHIEF)
MANAGER, MANAGER_DEPUTY = Held(3, "丁", Post.PROPERTY_MANAGER), Held(3, "丁", Post.DEPUTY_CHIEF)
WHOLE = [CHIEF, SECRETARY, CHAIR, CHAIR_DEPUTY, MANAGER, MANAGER_DEPUTY]


def codes(held, company=True, body=GoverningBody.HOA):
    return [finding.code for finding in look_at(held, has_property_company=company, governing_body=body)]


def test_a_station_by_the_rule_has_no_exception():
    assert codes(WHOLE) == ["chief_is_secretary", "hoa_chair_is_deputy", "property_manager_is_deputy"]


def test_an_empty_station_is_told_what_is_missing():
    assert codes([]) == ["no_chief", "hoa_chair_vacant", "property_manager_vacant"]


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ([Held(1, "韩", Post.STATION_CHIEF, is_party_member=True)], "chief_is_a_member"),
        ([CHIEF], "chief_is_no_member"),
        ([CHIEF, Held(9, "秦", Post.BRANCH_SECRETARY)], "chief_is_not_the_secretary"),
        ([CHIEF, SECRETARY, Held(9, "秦", Post.STATION_CHIEF)], "several_chiefs"),
    ],
)
def test_the_chief_is_the_secretary_else_a_party_member(held, code):
    assert code in codes(held)


def test_a_party_card_shown_in_another_post_counts():
    assert codes([CHIEF, Held(1, "韩", Post.MEDIATOR, is_party_member=True)])[0] == "chief_is_a_member"


def test_a_compound_without_company_and_committee_is_named_as_such():
    assert codes([CHIEF, SECRETARY], company=False, body=GoverningBody.NONE) == [
        "chief_is_secretary",
        "no_hoa",
        "no_property_company",
    ]


def test_a_manager_where_there_is_no_company_is_an_exception():
    assert "manager_without_company" in codes(WHOLE, company=False)


def test_somebody_else_as_deputy_is_an_exception_and_allowed():
    assert codes([*WHOLE, Held(7, "马", Post.DEPUTY_CHIEF)])[-1] == "other_deputy"


holdings = st.builds(
    Held, st.integers(1, 5), st.sampled_from("甲乙丙"), st.sampled_from(list(Post.values)), st.booleans()
)


@given(st.lists(holdings, max_size=12), st.booleans(), st.sampled_from(list(GoverningBody.values)))
def test_every_finding_has_words(held, company, body):
    findings = look_at(held, has_property_company=company, governing_body=body)

    assert all(words_of(finding) for finding in findings)
    assert {finding.kind for finding in findings} <= {"kept", EXCEPTION, "fact"}
