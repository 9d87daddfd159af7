"""The request catalogue as a file: complete, sensible, and faults are named by place."""

import copy
import tomllib
from importlib.resources import files
from zipfile import ZipFile

import pytest

from services.catalogue_file import CATALOGUE, load_catalogue, parse_catalogue
from services.deadlines import Span

GROUPS_OF_THE_FIGURES = {
    "repair-utilities", "repair-elevator", "repair-facilities", "sanitation", "greening", "fire-safety", "security",
    "parking", "noise", "pets", "illegal-construction", "property-service", "fees", "owners-affairs",
    "neighbour-dispute", "care", "policy-enquiry", "suggestion",
}  # fmt: skip
NEVER_PUBLIC = {
    "property-complaint", "property-change", "fees", "common-income", "hoa-affairs", "neighbour-dispute",
    "family-conflict", "hardship", "elder-help", "disability-help", "medical-escort",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def raw():
    return copy.deepcopy(tomllib.loads(CATALOGUE.read_text(encoding="utf-8")))


def test_the_catalogue_has_at_least_forty_five_kinds(catalogue):
    assert len(catalogue.categories) >= 45


def test_all_eighteen_groups_of_the_figures_are_there_and_three_of_our_own(catalogue):
    assert {group.slug for group in catalogue.groups} - GROUPS_OF_THE_FIGURES == {"party", "booking", "praise"}
    assert GROUPS_OF_THE_FIGURES - {category.group for category in catalogue.categories} == set()


def test_every_icon_is_an_outline_of_heroicons(catalogue):
    with (files("heroicons") / "heroicons.zip").open("rb") as packed, ZipFile(packed) as icons:
        known = {name for name in icons.namelist() if name.startswith("outline/")}
    used = {f"outline/{row.icon}.svg" for row in (*catalogue.groups, *catalogue.categories)}
    assert used - known == set()


def test_the_one_who_leads_is_not_also_informed_as_co_handler(catalogue):
    assert [c.slug for c in catalogue.categories if c.lead[0] in c.co] == []


def test_a_kind_that_complains_about_a_side_is_not_led_by_the_property_company(catalogue):
    about_property = [c for c in catalogue.categories if c.about == "property"]
    assert [c.slug for c in about_property if {"property_manager", "property_staff"} & {*c.lead, *c.co}] == []


def test_a_kind_that_complains_about_the_committee_is_not_led_by_its_chair(catalogue):
    assert [c.slug for c in catalogue.categories if c.about == "hoa" and "hoa_chair" in {*c.lead, *c.co}] == []


def test_kinds_about_persons_bodies_health_and_hardship_are_never_public(catalogue):
    assert NEVER_PUBLIC - {c.slug for c in catalogue.categories if c.sensitive} == set()


def test_promises_grow_from_accepting_over_contact_to_the_end(catalogue):
    hours = {"m": 1 / 60, "h": 1, "wd": 24, "none": 0}

    def length(text):
        span = Span.parse(text)
        return span.count * hours[span.unit]

    slow = [c.slug for c in catalogue.categories if c.contact != "none"
            if not length(c.accept) <= length(c.contact) <= length(c.resolve)]  # fmt: skip
    assert slow == []


def test_kinds_for_life_and_limb_have_a_stopper_and_the_shortest_clocks(catalogue):
    critical = {c.slug: c.emergency for c in catalogue.categories if c.urgency == "critical"}
    assert critical == {"gas-smell": "gas", "lift-trapped": "lift"}


def test_at_least_fifteen_kinds_ask_one_to_three_questions(catalogue):
    counts = [len(c.questions) for c in catalogue.categories if c.questions]
    assert len(counts) >= 15
    assert max(counts) <= 3


def test_words_have_two_characters_at_least(catalogue):
    short = {word for c in catalogue.categories for word in c.words if len(word.replace("…", "")) < 2}
    assert short == set()


def test_no_word_stands_for_more_than_three_kinds(catalogue):
    owners = {}
    for category in catalogue.categories:
        for word in category.words:
            owners.setdefault(word, []).append(category.slug)
    assert {word: slugs for word, slugs in owners.items() if len(slugs) > 3} == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"slug": "No Water"}, "category No Water: slug 'No Water' is not of the form"),
        ({"group": "weather"}, "category no-water: unknown group 'weather'"),
        ({"nature": "moan"}, "category no-water: unknown nature 'moan'"),
        ({"urgency": "soon"}, "category no-water: unknown urgency 'soon'"),
        ({"lead": ["mayor"]}, "category no-water: unknown lead 'mayor'"),
        ({"lead": []}, "category no-water: lead names nobody"),
        ({"with": ["team:chess"]}, "category no-water: unknown with 'team:chess'"),
        ({"with": ["duty_officer", "duty_officer"]}, "no-water: with duty_officer: stands there twice"),
        ({"accept": "30 minutes"}, "no-water: accept '30 minutes' is no span like 30m, 4h, 2wd"),
        ({"about": "member"}, "no-water: unknown about 'member'"),
        ({"emergency": "flood"}, "no-water: unknown emergency 'flood'"),
        ({"sensitive": "no"}, "no-water: sensitive must be true or false"),
        ({"name": ""}, "no-water: name must be a text of 1 to 40 characters"),
        ({"hint": "长" * 81}, "no-water: hint must be a text of 1 to 80 characters"),
        ({"words": ["停水"]}, "no-water: fewer than 12 words"),
        ({"words": [*"一二三四五六七八九十甲乙"]}, "no-water: word '一' needs two characters"),
        ({"words": [f"停水{n}" for n in range(12)] + ["…不管"]}, "no-water: word '…不管' needs two characters"),
        ({"colour": "red"}, "no-water: nobody knows a field colour"),
        ({"question": [{"code": "a", "label": "问", "label_en": "Ask", "kind": "one"}]}, "question a: two options"),
        ({"question": [{"code": "a", "label": "问", "kind": "text"}]}, "question a: label_en is missing"),
    ],
)
def test_a_faulty_field_is_named_with_its_place(raw, change, fault):
    raw["category"][0] |= change
    with pytest.raises(ValueError, match=fault):
        parse_catalogue(raw)


def test_a_missing_field_is_named(raw):
    del raw["category"][0]["accept"]
    with pytest.raises(ValueError, match="category no-water: accept is missing"):
        parse_catalogue(raw)


def test_a_kind_that_stands_there_twice_is_named(raw):
    raw["category"].append(raw["category"][0])
    with pytest.raises(ValueError, match="category no-water: stands there twice"):
        parse_catalogue(raw)


def test_a_group_without_kinds_is_named(raw):
    raw["group"].append({"slug": "weather", "name": "天气", "name_en": "Weather", "icon": "sun", "order": 999})
    with pytest.raises(ValueError, match="group weather: no category stands in it"):
        parse_catalogue(raw)


def test_a_file_that_is_no_toml_is_named(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("[[category", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.toml: not TOML"):
        load_catalogue(broken)
