"""The official divisions as a file: complete, a tree, and faults are named by line."""

from collections import Counter

import pytest

from stations.division_file import load_divisions, parent_code, parse_divisions

HEAD = "code,name,level"


def test_the_file_holds_the_whole_city_from_the_province_to_the_urban_communities():
    levels = Counter(row.level for row in load_divisions())
    assert levels == {"province": 1, "city": 1, "county": 8, "street": 136, "community": 112}


def test_every_division_but_the_province_has_its_parent_in_the_file():
    rows = load_divisions()
    codes = {row.code for row in rows}
    assert [row.code for row in rows if row.parent_code not in codes] == ["37"]


@pytest.mark.parametrize(
    ("code", "parent"),
    [("371502001001", "371502001"), ("371502001", "371502"), ("371502", "3715"), ("3715", "37"), ("37", "")],
)
def test_a_parent_is_the_beginning_of_the_code(code, parent):
    assert parent_code(code) == parent


@pytest.mark.parametrize("code", ["", "3", "37150", "37150200", "3715020010011", "37a5", "３７"])
def test_a_code_of_another_form_is_refused(code):
    with pytest.raises(ValueError, match="is no division code"):
        parent_code(code)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["name,code,level"], "first line must be code,name,level"),
        ([HEAD, "37,山东省,province", "37,山东省,province"], "line 3: 37 stands there twice"),
        ([HEAD, "3715,聊城市,city"], "line 2: 3715 has no parent 37 above it"),
        ([HEAD, "37,山东省,city"], "line 2: 37 has the length of province, not of 'city'"),
        ([HEAD, "37, ,province"], "line 2: a name of 1 to 60 characters is missing"),
        ([HEAD, "37,山东省"], "line 2: not three columns"),
        ([HEAD, "37,山东省,province,1"], "line 2: not three columns"),
        ([HEAD, "371,山东省,province"], "line 2: '371' is no division code"),
    ],
)
def test_a_fault_is_named_with_its_line(lines, fault):
    with pytest.raises(ValueError, match=fault):
        parse_divisions(lines)
