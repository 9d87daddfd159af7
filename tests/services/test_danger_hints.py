"""What the browser looks for while somebody writes is what the server finds: one source for both."""

from __future__ import annotations

import json
import re

import pytest

from services.danger import CLAUSE, DANGER_KINDS
from services.pages.filing import hints
from tests.services.test_danger import AS_PEOPLE_SAY_IT, DANGERS

KIB = 1024


def lit(text: str) -> set[str]:
    """As static/js/danger.js does it, but for what is denied."""
    return {
        kind
        for kind, hint in zip(DANGER_KINDS, hints(), strict=True)
        for clause in CLAUSE.findall(text)
        if re.search(hint["sign"], clause) and not re.search(hint["unless"], clause)
    }


@pytest.mark.parametrize(("text", "kind"), [*DANGERS, *AS_PEOPLE_SAY_IT])
def test_what_is_a_danger_to_the_server_lights_up_in_the_browser(text: str, kind: str) -> None:
    assert kind in lit(text)


@pytest.mark.parametrize("text", ["路灯不亮", "三单元电梯又坏了", "孩子的书包丢了", "楼上装修太吵", "漏电保护器老跳闸"])
def test_troubles_light_up_nothing(text: str) -> None:
    assert lit(text) == set()


def test_each_danger_brings_its_own_numbers_with_whom_they_reach() -> None:
    told = dict(zip(DANGER_KINDS, hints(), strict=True))

    assert told["despair"]["numbers"] == [("12356", "心理援助"), ("120", "急救"), ("110", "公安")]
    assert [number for number, _who in told["fraud"]["numbers"]] == ["96110", "110"]


def test_it_needs_nothing_that_older_browsers_do_not_know_and_stays_small() -> None:
    sent = json.dumps(hints(), ensure_ascii=False)

    assert re.findall(r"\(\?(?![:!=])", sent) == []
    assert len(sent.encode()) <= 16 * KIB
