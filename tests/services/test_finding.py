"""One thing, many names; and the tokens under which a request is found."""

import tomllib

import pytest

from services.catalogue_file import CATALOGUE
from services.finding import SYNONYMS, reporter_tokens, terms_of, wordings_of


def test_a_thing_is_looked_for_under_all_its_names() -> None:
    assert wordings_of("升降机异响") == ["升降机异响", "电梯异响", "升降梯异响", "电剃异响"]
    assert terms_of("停水 李") == [["停水", "断水", "没水"], ["李"]]


@pytest.mark.parametrize("term", ["异响", "JA-2611-0001", "zhangsan"])
def test_what_has_one_name_stays_as_it_is(term: str) -> None:
    assert wordings_of(term) == [term]


def test_the_longest_name_is_the_one_that_was_said() -> None:
    assert wordings_of("停车位")[0] == "停车位"
    assert "停停车位" not in wordings_of("停车位")


def test_each_line_of_synonyms_speaks_of_something_in_the_catalogue_and_no_word_stands_twice() -> None:
    lines = tomllib.loads(SYNONYMS.read_text("utf-8"))["same"]
    known = "|".join(word for kind in tomllib.loads(CATALOGUE.read_text("utf-8"))["category"] for word in kind["words"])
    words = [word for line in lines for word in line]

    assert [line for line in lines if not any(word in known for word in line)] == []
    assert sorted(words) == sorted(set(words))


def test_a_reporter_is_found_by_name_sound_and_phone() -> None:
    column = reporter_tokens("张三", "13812340427", 7)

    assert column.split() == ["张三", "三", "zhangsan", "zs", "13812340427", "0427", "atstation7"]
    assert reporter_tokens("", "", 7) == ""
