"""The documents name everything that somebody outside can set, run or be allowed."""

import ast
import re

import pytest
import rules
from django.core.management import get_commands

from tests.house.sources import ROOT, files, text

DOCS = "\n".join(text(path) for path in files(".md", under="docs"))
NAMED = set(re.findall(r"`([^`\n]+)`", DOCS))


def settings_from_the_environment():
    """The first argument of each `env.something("NAME", …)` in the settings."""
    for node in ast.walk(ast.parse(text(ROOT / "portal" / "settings.py"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
        ):
            yield node.args[0].value


def own_commands():
    return [path.stem for path in files(".py") if path.parts[1:3] == ("management", "commands") and path.stem[0] != "_"]


def test_every_setting_is_documented():
    assert sorted(set(settings_from_the_environment()) - NAMED) == []


def test_every_command_is_documented():
    commands_in_docs = {name.split()[2] for name in NAMED if name.startswith("python manage.py ")}

    assert sorted(set(own_commands()) - commands_in_docs) == []
    assert sorted(commands_in_docs - set(get_commands())) == []


def test_every_permission_is_documented():
    assert sorted(set(rules.permissions.permissions) - NAMED) == []


def test_no_comment_sends_the_reader_to_a_document_that_is_not_there():
    there = {path.name for path in files(".md")}
    mentions = [
        (str(path), name)
        for path in files(".py", ".html", ".js", ".css", ".toml")
        for name in re.findall(r"\b[\w-]+\.md\b", text(path))
    ]

    assert [(path, name) for path, name in mentions if name not in there] == []


@pytest.mark.parametrize("path", [*files(".md", under="docs"), *files(".md")], ids=str)
def test_every_link_between_documents_leads_somewhere(path):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(path))

    assert [target for target in targets if not (ROOT / path.parent / target).exists()] == []
