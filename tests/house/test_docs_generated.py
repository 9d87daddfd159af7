"""What docs/ tell is what the code does: made tables, names in the glossary, numbers of decisions."""

import ast
import keyword
import re
from functools import cache

import pytest

from portal.permissions import PERMISSIONS
from services import vocabulary
from services.workflow import RULES, Action, Relation
from stations import vocabulary as places
from stations.models import DutyShift
from tests.cast import Cast
from tests.house.sources import ROOT, files, text
from tools.docs_parts import OWN, PARTS, YES, holds, page_permissions
from tools.generate_docs import PART, made, pages

DOCS = ROOT / "docs"
WORDS = {
    **{rule.action: str(rule.label) for rule in RULES.values()},
    **{
        value: str(label)
        for enum in (places.Post, vocabulary.Status, vocabulary.Nature, vocabulary.Urgency, vocabulary.Satisfaction)
        for value, label in enum.choices
    },
}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_page_is_what_the_tool_makes(page):
    assert page.read_text(encoding="utf-8") == made(page)  # else: python -m tools.generate_docs


def test_every_part_that_can_be_made_stands_on_one_page():
    standing = [name for page in pages() for _begin, name, _end in PART.findall(page.read_text(encoding="utf-8"))]

    assert sorted(standing) == sorted(PARTS)


def test_the_permission_table_holds_for_real_people(cast: Cast):
    """The tool asks with bare posts; here the cast asks, whose posts come from the database."""
    DutyShift.objects.create(
        station=cast.jingan, user=cast.mediator, starts_at="2020-01-01T00:00Z", ends_at="2100-01-01T00:00Z"
    )
    people = {
        "chief": cast.chief,
        "deputy": cast.chair,
        "duty officer": cast.mediator,
        "building leader": cast.leader,
        "community, street": cast.officer,
        "district": cast.official,
        "administrator": cast.admin,
        "resident": cast.resident,
    }
    told = {(name, kind): holds(name, kind) for name in page_permissions() for kind in people}

    assert told == {(name, kind): really_holds(cast, name, people[kind]) for name, kind in told}


def really_holds(cast, name, user):
    """At their own station (building), and at one in another community."""
    of_building = name.startswith("residents.")
    here = cast.building if of_building else cast.jingan
    there = cast.hubei.compound.buildings.first() if of_building else cast.hubei
    if not PERMISSIONS[name].test(user, here):
        return ""
    return YES if PERMISSIONS[name].test(user, there) else OWN


def test_every_relation_is_explained():
    page = text(DOCS / "roles-and-permissions.md")

    assert [relation for relation in Relation if f"| `{relation}` |" not in page] == []


def test_every_rule_of_routing_is_in_its_table():
    source, page = text(ROOT / "services" / "routing.py"), text(DOCS / "routing.md")
    rules = re.findall(r'"([a-z_]+)"', source[source.index("def _wanted") : source.index("def _with_deputies")])

    assert sorted(set(re.findall(r"^\| \d+ \|.*`([a-z_]+)` \|$", page, re.MULTILINE))) == sorted(set(rules))


def glossary():
    """(Chinese word, name in code) of every row."""
    rows = [line.strip("| ").split(" | ") for line in text(DOCS / "glossary.md").splitlines() if "`" in line]
    return [(cells[0], name.strip("`")) for *cells, name in rows if len(cells) == 2]


@cache
def names_in_the_code():
    """Everything that is defined, assigned, passed or written as a value outside of tests."""
    found = set()
    for path in files(".py"):
        if path.parts[0] in ("tests", "tools"):
            continue
        for node in ast.walk(ast.parse(text(path))):
            for field in ("name", "id", "attr", "arg"):
                found.add(getattr(node, field, None))
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_name_of_the_glossary_exists_in_the_code():
    assert [name for _word, name in glossary() if name not in names_in_the_code()] == []


def test_the_glossary_says_the_words_of_the_screen():
    """Of posts, states, actions and the like, in code and on the screen the same."""
    assert [(word, name) for word, name in glossary() if word != WORDS.get(name, word)] == []


def test_the_glossary_has_every_post_every_state_and_every_action():
    named = {name for _word, name in glossary()}

    wanted = [*places.Post, *vocabulary.Status, *(f"{a}_" if keyword.iskeyword(a) else str(a) for a in Action)]
    assert [value for value in wanted if value not in named] == []


def test_no_two_decisions_have_one_number():
    numbers = [path.name[:4] for path in files(".md", under="docs/decisions")]

    assert sorted(numbers) == sorted(set(numbers))
