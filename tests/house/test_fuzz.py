"""Whatever is sent to whatever form: never a 500; bad input comes back as it was typed, with an error summary.

The forms are those that the pages show: each page is opened by the person who may do most there, and every form found
in its HTML is sent back with odd values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from services.forms.desk import FORMS
from tests.house.html_forms import TYPED, VOID, Form, forms_in
from tests.house.walk import Desk, Found, kept_desk, pages, place_of
from tests.uploads import photo

MARK = "<img src=x onerror=1>"
ODD = [
    "",
    "a\0b",
    "x" * 10_001,
    "字" * 250,
    "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301",
    "\u202eمرحبا\u202c\ufeff",
    f"<script>alert(1)</script>{MARK}\"'",
    "'; DROP TABLE services_request; --",
    "%s {0} {{ 7 }} {% now %} ${7}",
    str(10**30),
    "-1",
    "０",
    "²",
    "1e999",
    "0000-00-00",
    "9999-12-31",
    "../../etc/passwd",
    "a\r\nSet-Cookie: b=c",
]
QUERIES = [
    "%FF%FE=%ED%A0%80&q=%C0%AF&page=%FF",
    "page=0&page=-1&q=%F0%9F%91%A9",
    "a[]=1&q[0]=2&=3&;&&==",
    "&".join(f"q={number}" for number in range(1500)),
]
VALUES = ["-1", "９", "x" * 300, "1" * 31]
NAMES = [
    *("page", "q", "station", "status", "sort", "building", "entrance", "category", "assignee", "urgency", "open"),
    *("back", "next", "text", "target", "number", "plate", "view", "again", "reason", "post", "kind", "user", "id"),
]
BAD_FILES = {
    "empty": ("a.jpg", b"", "image/jpeg"),
    "text": ("a.jpg", b"this is no picture", "image/jpeg"),
    "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
    "gif": ("a.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;", "image/gif"),
    "cut off": ("a.jpg", photo().read()[:900], "image/jpeg"),
    "long name": ("x" * 400 + ".jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
    "odd name": ("../../\u202e<b>\r\n照片.jpg", photo().read(), "text/html"),
}
ROOMS = {"stations", "p", "requests", "me", "inbox", "display", "sign-in", "sign-up", "account", "desk"}
# Lists of what was done and what was not: nothing to fill in again.
ANSWERS_WITHOUT_A_FORM = {"/desk/requests/bulk/"}


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """Built once: the tests take back whatever they do, and at the end nothing stays."""
    with kept_desk(django_db_blocker) as desk:
        yield desk


@pytest.fixture(scope="module")
def walk(desk: Desk) -> list[tuple[str, str]]:
    return sorted(set(pages(desk.cast)))


@pytest.fixture(scope="module")
def forms(walk: list[tuple[str, str]], desk: Desk) -> list[Found]:
    """Each form once, whatever request or row it stands at."""
    found: dict[Any, Found] = {}
    for who, path in walk:
        answer = desk.get(who, path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for form in forms_in(answer.content.decode(), path):
                found.setdefault((place_of(form.action), form.method, tuple(form.fields)), Found(who, form))
    return list(found.values())


def faults(found: Found, sent: dict[str, Any], answer: HttpResponse) -> list[str]:
    """What is wrong with the answer, in words."""
    status = answer.status_code
    if status >= 500:
        return [f"{status}: {answer.exc_info[1]!r}" if getattr(answer, "exc_info", None) else str(status)]
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    html = answer.content.decode()
    wrong = ["markup goes through"] if MARK in html or "<script>alert" in html else []
    path = urlsplit(found.form.action).path
    if status in (400, 409, 422) and path not in ANSWERS_WITHOUT_A_FORM:
        wrong += ["no error summary"] if 'id="errors"' not in html else []
        wrong += [f"{name} was not kept" for name in _lost(found.form, sent, html)]
    return wrong


def _lost(form: Form, sent: dict[str, Any], html: str) -> list[str]:
    """Fields whose typed value does not stand in the form that came back. A page may have several of one address."""
    typed = {one.name: sent[one.name] for one in form.of_kind(*TYPED) if isinstance(sent.get(one.name), str)}
    lost = []
    for back in forms_in(html, form.action):
        if urlsplit(back.action).path == urlsplit(form.action).path and back.fields.keys() >= form.fields.keys():
            shown = {one.name: "".join(one.values[:1]) for one in back.of_kind(*TYPED)}
            lost.append([name for name, value in typed.items() if _plain(shown.get(name, "")) != _plain(value)])
    return min(lost, key=len, default=list(typed))


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def test_the_walk_meets_the_forms_of_all_rooms(forms: list[Found]) -> None:
    """If this falls, forms have gone from where the walk looks, and the tests below hold less than they say."""
    paths = {urlsplit(found.form.action).path for found in forms}
    rooms = {path.split("/")[1] for path in paths}
    acts = {path.rstrip("/").rpartition("/")[2] for path in paths if re.match(r"/desk/requests/[A-Z]{2}-", path)}

    assert rooms >= ROOMS
    assert acts == set(FORMS)


def test_no_query_string_breaks_a_page(walk: list[tuple[str, str]], desk: Desk) -> None:
    answers = {}
    each = {(who, place_of(path)): path for who, path in walk}
    for number, ((who, _place), path) in enumerate(each.items()):
        value = VALUES[number // 2 % len(VALUES)]
        some = [QUERIES[number % len(QUERIES)], "&".join(f"{name}={value}" for name in NAMES)]
        answers |= {f"{who} {path}?{query[:60]}": desk.get(who, f"{path}?{query}").status_code for query in some}

    assert {where: status for where, status in answers.items() if status >= 500} == {}


def test_every_form_bears_odd_values(forms: list[Found], desk: Desk) -> None:
    """By turns in all that can be sent, and in what is typed while all that is chosen is well.

    A third of the values for one form, the next for the next: the mixtures below have them all.
    """
    wrong = []
    for turn, found in enumerate(forms):
        free = [one.name for one in found.form.fields.values() if one.kind not in VOID | {"file"}]
        typed = [one.name for one in found.form.of_kind(*TYPED, "password")] or free
        for number, odd in enumerate(ODD[turn % 3 :: 3]):
            names = free if (turn // 3 + number) % 2 else typed
            sent = {**found.form.usual, **dict.fromkeys(names, odd)}
            wrong += [f"{found} ← {odd[:20]!r}: {fault}" for fault in faults(found, sent, desk.send(found, sent))]

    assert wrong == []


def test_every_form_bears_missing_repeated_and_broken_fields(forms: list[Found], desk: Desk) -> None:
    wrong = []
    for found in forms:
        names = list(found.form.fields)
        for sent in ({}, {name: ["1", "2"] for name in names}, {f"{name}[]": "1" for name in names}):
            wrong += [f"{found} ← {sent}: {fault}" for fault in faults(found, sent, desk.send(found, sent))]
        if found.form.method == "post":
            body = b"&".join(name.encode() + b"=%FF%C0%ED%A0%80\xff" for name in names)
            wrong += [f"{found} ← raw: {fault}" for fault in faults(found, {}, desk.raw(found, body))]

    assert wrong == []


def test_every_form_with_files_bears_every_odd_file(forms: list[Found], desk: Desk) -> None:
    wrong = []
    for found in forms:
        files = [one.name for one in found.form.of_kind("file")]
        for what, (name, body, kind) in BAD_FILES.items() if files else []:
            typed = dict.fromkeys([one.name for one in found.form.of_kind("text", "textarea")], "灯坏了")
            odd = {field: SimpleUploadedFile(name, body, kind) for field in files}
            sent = {**found.form.usual, **typed, **odd}
            wrong += [f"{found} ← {what}: {fault}" for fault in faults(found, sent, desk.send(found, sent))]

    assert wrong == []


def test_no_mixture_of_odd_values_breaks_a_form(forms: list[Found], desk: Desk) -> None:
    values = st.one_of(st.sampled_from(ODD), st.text(max_size=60), st.integers().map(str), st.dates().map(str))

    @settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        found = data.draw(st.sampled_from(forms))
        names = sorted(found.form.fields) or ["nothing"]
        sent = data.draw(st.dictionaries(st.sampled_from(names), st.one_of(values, st.lists(values, max_size=3))))
        sent = {**found.form.usual, **sent}
        assert faults(found, sent, desk.send(found, sent)) == []

    holds()
