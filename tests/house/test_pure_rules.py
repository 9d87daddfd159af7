"""The rules decide from facts alone: no database, no request, no cache, and no look at the clock."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import text

CONTRACTS = tomllib.loads(text(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
PURE = [
    Path(f"{module.replace('.', '/')}.py") for contract in CONTRACTS for module in contract.get("source_modules", [])
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
