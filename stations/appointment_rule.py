"""The appointment rule of a Red Flag Station, looked at: what is kept, what is an exception. It forbids nothing.

Pure. The rule: the chief is the Party branch's secretary; where there is none, a Party member. Deputies are the chair
of the homeowners' committee and the head of the property company (三方交叉任职). A compound may lack either body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stations.vocabulary import GoverningBody, Post

KEPT, EXCEPTION, FACT = "kept", "exception", "fact"


@dataclass(frozen=True)
class Held:
    """One person in one post today."""

    user: int
    name: str
    post: str
    is_party_member: bool = False


@dataclass(frozen=True)
class Finding:
    kind: str  # KEPT, EXCEPTION or FACT
    code: str
    name: str = ""
    other: str = ""


def look_at(held: Iterable[Held], *, has_property_company: bool, governing_body: str) -> list[Finding]:
    """What there is to say about the posts of one station, the chief first."""
    people = list(held)
    return [
        *_about_chief(people),
        *_about_hoa(people, governing_body),
        *_about_property(people, has_property_company),
        *_about_other_deputies(people),
    ]


def _holders(people: list[Held], post: str) -> list[Held]:
    return [person for person in people if person.post == post]


def _about_chief(people: list[Held]) -> list[Finding]:
    chiefs = _holders(people, Post.STATION_CHIEF)
    if not chiefs:
        return [Finding(EXCEPTION, "no_chief")]
    secretaries = _holders(people, Post.BRANCH_SECRETARY)
    members = {person.user for person in people if person.is_party_member} | {person.user for person in secretaries}
    found = [Finding(EXCEPTION, "several_chiefs")] if len({chief.user for chief in chiefs}) > 1 else []
    for chief in chiefs:
        if chief.user in {secretary.user for secretary in secretaries}:
            found.append(Finding(KEPT, "chief_is_secretary", chief.name))
        elif secretaries:
            found.append(Finding(EXCEPTION, "chief_is_not_the_secretary", chief.name, secretaries[0].name))
        elif chief.user in members:
            found.append(Finding(KEPT, "chief_is_a_member", chief.name))
        else:
            found.append(Finding(EXCEPTION, "chief_is_no_member", chief.name))
    return found


def _about_hoa(people: list[Held], governing_body: str) -> list[Finding]:
    chairs = _holders(people, Post.HOA_CHAIR)
    if governing_body == GoverningBody.NONE:
        return [Finding(EXCEPTION, "chair_without_hoa", chairs[0].name)] if chairs else [Finding(FACT, "no_hoa")]
    found = [Finding(FACT, "committee_instead_of_hoa")] if governing_body == GoverningBody.PMC else []
    return found + _about_deputy(people, chairs, "hoa_chair")


def _about_property(people: list[Held], has_property_company: bool) -> list[Finding]:
    managers = _holders(people, Post.PROPERTY_MANAGER)
    if not has_property_company:
        if managers:
            return [Finding(EXCEPTION, "manager_without_company", managers[0].name)]
        return [Finding(FACT, "no_property_company")]
    return _about_deputy(people, managers, "property_manager")


def _about_deputy(people: list[Held], holders: list[Held], what: str) -> list[Finding]:
    if not holders:
        return [Finding(EXCEPTION, f"{what}_vacant")]
    deputies = {person.user for person in _holders(people, Post.DEPUTY_CHIEF)}
    return [
        Finding(KEPT, f"{what}_is_deputy", holder.name)
        if holder.user in deputies
        else Finding(EXCEPTION, f"{what}_is_not_deputy", holder.name)
        for holder in holders
    ]


def _about_other_deputies(people: list[Held]) -> list[Finding]:
    expected = {person.user for person in people if person.post in (Post.HOA_CHAIR, Post.PROPERTY_MANAGER)}
    return [
        Finding(EXCEPTION, "other_deputy", person.name)
        for person in _holders(people, Post.DEPUTY_CHIEF)
        if person.user not in expected
    ]


def words_of(finding: Finding) -> str:
    said = {
        "no_chief": _("站长空缺。新来的事会先到副站长、值班员，再到社区。"),
        "several_chiefs": _("同时有几位站长，请确认是不是交接中。"),
        "chief_is_secretary": _("站长%(name)s就是党支部书记。"),
        "chief_is_not_the_secretary": _("例外：站长是%(name)s，党支部书记是%(other)s，不是同一个人。"),
        "chief_is_a_member": _("没有党支部书记，站长由党员%(name)s担任。"),
        "chief_is_no_member": _("例外：站长%(name)s既不是党支部书记，也没有登记为党员。"),
        "no_hoa": _("小区没有业主委员会，副站长少一位。业委会的事交给社区。"),
        "committee_instead_of_hoa": _("小区由物业管理委员会代行业委会的职责。"),
        "chair_without_hoa": _("例外：小区登记为没有业委会，但%(name)s任业委会主任，请核对。"),
        "hoa_chair_vacant": _("业委会主任空缺。"),
        "hoa_chair_is_deputy": _("业委会主任%(name)s兼任副站长。"),
        "hoa_chair_is_not_deputy": _("例外：业委会主任%(name)s没有兼任副站长。"),
        "no_property_company": _("小区没有物业公司，物业的事交给社区。"),
        "manager_without_company": _("例外：小区登记为没有物业公司，但%(name)s任物业经理，请核对。"),
        "property_manager_vacant": _("物业经理空缺，物业的事先由物业员工、再由站长接。"),
        "property_manager_is_deputy": _("物业经理%(name)s兼任副站长。"),
        "property_manager_is_not_deputy": _("例外：物业经理%(name)s没有兼任副站长。"),
        "other_deputy": _("例外：副站长%(name)s既不是业委会主任，也不是物业经理。"),
    }
    return said[finding.code] % {"name": finding.name, "other": finding.other}
