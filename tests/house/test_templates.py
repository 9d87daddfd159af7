"""What the Content-Security-Policy would block, no template may contain."""

import re

import pytest

from tests.house.sources import files, text

TEMPLATES = files(".html", under="templates")
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "script text": re.compile(r"<script\b[^>]*>(?!\s*</script>)", re.I),
    "script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "hx-on": re.compile(r"\bhx-on\b", re.I),
    "js: in hx-vals": re.compile(r"hx-vals\s*=\s*['\"]\s*(js|javascript):", re.I),
    "filter in hx-trigger": re.compile(r"hx-trigger\s*=\s*(['\"])[^'\"]*\[", re.I),
    "javascript: address": re.compile(r"(href|action|src)\s*=\s*['\"]\s*javascript:", re.I),
    "address of another host": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)\s*=\s*['\"](https?:)?//", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_nothing_stands_inline_in_a_template(path):
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text(path))] == []


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("style attribute", '<p class="a"\n style="color:red">'),
        ("event handler", '<a href="#" onclick="x()">'),
        ("script text", "<script>alert(1)</script>"),
        ("filter in hx-trigger", '<div hx-trigger="click[ctrlKey]">'),
        ("address of another host", '<script src="//cdn.example/x.js"></script>'),
    ],
)
def test_the_search_finds_what_it_looks_for(name, html):
    assert FORBIDDEN[name].search(html) is not None
