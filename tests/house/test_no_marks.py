"""Nothing is left for later in the tree: what is known to be missing is an issue, not a mark."""

import re

from tests.house.sources import ROOT, files, text

MARK = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK|X" r"XX)\b")
INLINE = re.compile(
    r"""\s(?:style|on[a-z]+)\s*=\s*["']|\shx-on[:-]|["']js:"""  # attributes
    r"""|<script(?![^>]*\ssrc=)[^>]*>|<style\b"""  # elements with text
)
ENDINGS = (".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".yaml", ".yml", ".po", ".json")


def found(pattern, paths):
    return [
        f"{path}:{number} {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_leaves_a_mark_for_later():
    assert found(MARK, [*files(*ENDINGS), ROOT / "Makefile"]) == []


def test_no_template_has_anything_inline_that_the_policy_would_block():
    assert found(INLINE, files(".html", under="templates")) == []
