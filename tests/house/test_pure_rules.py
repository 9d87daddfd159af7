"""The rules decide from facts alone: no database, no request, no cache, and no look at the clock."""

import ast
from pathlib import Path

import pytest

from tests.house.sources import text

PURE = [
    Path("services/workflow.py"),
    Path("services/routing.py"),
    Path("services/coverage.py"),
    Path("services/deadlines.py"),
    Path("services/escalation_rules.py"),
    Path("services/suggest.py"),
    Path("services/danger.py"),
    Path("stations/appointment_rule.py"),
    Path("core/calendar.py"),
    Path("core/text.py"),
]
IMPURE = ("django.db", "django.http", "django.core", "django.contrib", "django.conf", "requests", "random", "time")
LOOKS_AT_THE_CLOCK = {("timezone", "now"), ("datetime", "now"), ("date", "today"), ("timezone", "localdate")}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def called(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


@pytest.mark.parametrize("path", PURE, ids=str)
def test_a_rule_takes_nothing_from_outside(path):
    tree = ast.parse(text(path))

    assert [name for name in imported(tree) if (name + ".").startswith(tuple(f"{root}." for root in IMPURE))] == []
    assert [f"{thing}.{name}" for thing, name in called(tree) if (thing, name) in LOOKS_AT_THE_CLOCK] == []
