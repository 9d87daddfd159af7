"""Every Chinese sentence of the pages is there in English: looked at without xgettext, which few machines have."""

import ast
import re

import pytest
from django.utils.translation.template import templatize

from tests.house.sources import ROOT, files, text
from tools.check_translations import faults_of, read, singular
from tools.tidy_messages import tidy

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile("[\u4e00-\u9fff]")
SAYS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
SAYS_IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
IN_TEMPLATES = re.compile(r"""(p?)n?gettext\((?:'((?:[^'\\]|\\.)*)', )?u?'((?:[^'\\]|\\.)*)'|_\(("[^"]*")\)""")
PYTHON = [p for p in files(".py") if p.parts[0] not in ("tests", "tools", "docs")]
TEMPLATES = files(".html", ".txt", under="templates")


@pytest.fixture(scope="module")
def catalogue():
    return read(CATALOGUE)


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def said_in_python(path):
    """(context, sentence) of every call that asks for a translation."""
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Call) and called(node) in SAYS | SAYS_IN_CONTEXT:
            words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            context = words.pop(0) if called(node) in SAYS_IN_CONTEXT and words else None
            if words:
                yield context, words[0]


def said_in_template(path):
    for in_context, context, sentence, quoted in IN_TEMPLATES.findall(templatize(text(path), origin=str(path))):
        said = ast.literal_eval(quoted) if quoted else ast.literal_eval(f"'{sentence}'")
        yield (ast.literal_eval(f"'{context}'") if in_context else None), said


def test_every_chinese_sentence_of_the_sources_is_in_the_english_catalogue(catalogue):
    said = {pair for path in PYTHON for pair in said_in_python(path)}
    said |= {pair for path in TEMPLATES for pair in said_in_template(path)}
    known = {(message.context, singular(message)) for message in catalogue}

    assert len(said) > 1000
    assert {(context, sentence) for context, sentence in said if CHINESE.search(sentence)} - known == set()


def test_every_entry_is_translated_not_fuzzy_and_keeps_its_placeholders(catalogue):
    assert list(faults_of(catalogue)) == []


def test_no_english_sentence_is_still_chinese(catalogue):
    english = {
        singular(message): words
        for message in catalogue
        if message.id
        for words in (message.string if isinstance(message.string, tuple) else [message.string])
    }
    chinese = {source for source, words in english.items() if CHINESE.search(words)}

    quoted = ("异响|Noise", "物业…不管")  # examples of what to write into a form
    assert {source for source in chinese if not any(words in source for words in quoted)} == set()


def test_markup_in_a_sentence_is_the_same_in_english(catalogue):
    tags = re.compile(r"</?\w+[^>]*>")
    lost = {
        singular(message)
        for message in catalogue
        if message.id and isinstance(message.id, str) and tags.findall(message.id) != tags.findall(message.string or "")
    }

    assert lost == set()


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_what_asks_for_a_translation_goes_by_its_own_name(path):
    """Makemessages finds `_` and Django's names alone: a sentence behind another name would never be collected."""
    renamed = [
        alias.asname
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_")
    ]

    assert renamed == []


AS_GETTEXT_LEAVES_IT = """# English words.
msgid ""
msgstr ""
"Project-Id-Version: portal\\n"

#: core/a.py core/b.py
#: core/a.py
msgid "照旧"
msgstr "As before"

# why
#: core/c.py
#, fuzzy, python-format
#| msgid "照%s"
msgid "改了%s"
msgstr ""
"As "
"%s"

#, fuzzy
msgid "件"
msgid_plural "件"
msgstr[0] "piece"
msgstr[1] "pieces"

#~ msgid "没了"
#~ msgstr "Gone"
"""
AS_IT_IS_KEPT = """# English words.
msgid ""
msgstr ""
"Project-Id-Version: portal\\n"

#: core/a.py core/b.py
msgid "照旧"
msgstr "As before"

# why
#: core/c.py
#, python-format
msgid "改了%s"
msgstr ""

msgid "件"
msgid_plural "件"
msgstr[0] ""
msgstr[1] ""
"""


def test_messages_are_kept_without_guesses_and_with_one_line_of_places():
    assert tidy(AS_GETTEXT_LEAVES_IT) == AS_IT_IS_KEPT


def test_the_catalogue_is_kept_in_that_form():
    assert tidy(text(CATALOGUE)) == text(CATALOGUE)
