import re
from xml.etree import ElementTree

import pytest

from core.figures import Series, bar_chart, columns, heat_grid, inline_dot, line_chart, small_multiples, spark_line
from core.templatetags.figures import chart, panels
from core.templatetags.figures import heat_grid as print_grid

TWO = [Series("本年", [3, None, 8]), Series("上年", [2, 4, 6])]
DRAWN = {
    "line": line_chart("收到", "三个月", ["9月", "10月", "11月"], TWO, target=("目标5", 5)).svg,
    "rate": line_chart("及时率", "两个月", ["10月", "11月"], [Series("全区", [91.5, 93.6])], truncated=True).svg,
    "bars": bar_chart("三类", "停车最多", ["停车", "电梯"], Series("件数", [5, 0]), marked=0).svg,
    "spark": spark_line("走势", "平", [4, 4, 4]),
    "nothing": spark_line("走势", "没有", [None, None]),
    "columns": columns("停车", "十二个月", [0, 0, 0]),
    "dot": inline_dot(97, 80, 100, 90),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_whole_and_has_nothing_inline(name):
    root = ElementTree.fromstring(DRAWN[name])

    assert len(root) > 0
    assert [e.tag for e in root.iter() if {"style", "onclick"} & e.attrib.keys() or e.tag in ("script", "style")] == []


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "dot"])
def test_a_chart_says_what_it_is_to_those_who_do_not_see_it(name):
    root = ElementTree.fromstring(DRAWN[name])

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
    assert [root[0].tag, root[1].tag] == ["title", "desc"]


def test_the_second_line_is_dashed_and_a_gap_stays_a_gap():
    paths = re.findall(r'<path class="l(\d)".*? stroke-dasharray="([^"]+)" d="([^"]+)"', DRAWN["line"])

    assert [(number, dash, path.count("M")) for number, dash, path in paths] == [("1", "none", 2), ("2", "5 4", 1)]


def test_the_table_beside_a_chart_has_its_numbers():
    page = chart(line_chart("收到", "三个月", ["9月", "10月", "11月"], TWO))

    assert re.findall(r"<td class=\"r num\">([^<]*)</td>", page) == ["3", "2", "—", "4", "8", "6"]


def test_the_table_beside_a_chart_is_escaped_cell_by_cell():
    page = chart(line_chart("收到", "一个月", ["<9月>"], [Series("<本年>", [3], ["3 & 4"])]))

    assert '<thead><tr><td></td><th scope="col" class="r">&lt;本年&gt;</th></tr></thead>' in page
    assert '<tr><th scope="row">&lt;9月&gt;</th><td class="r num">3 &amp; 4</td></tr>' in page


def test_a_line_that_is_alone_shows_its_value_and_leaves_its_name_to_the_title():
    assert ("全区" in DRAWN["rate"], ">93.6</text>" in DRAWN["rate"]) == (False, True)
    assert ">本年</text>" in DRAWN["line"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Last year", "Last year"),
        ("本年收到的", "本年收到的"),
        ("上年收到的诉求", "上年收到…"),
        ("Last year, all", "Last ye…"),
    ],
)
def test_a_name_is_cut_where_its_room_ends(name, shown):
    drawn = line_chart("收到", "两个月", ["10月", "11月"], [Series(name, [1, 2]), Series("本年", [3, 4])]).svg

    assert f">{shown}</text>" in drawn


@pytest.mark.parametrize(
    ("values", "least", "most"),
    [([87.5, 87.3], 84, 90), ([99.8, 100], 94, 100), ([100, 100], 94, 100), ([0.2, 0], 0, 6)],
)
def test_the_axis_of_rates_spans_five_points_and_ends_at_a_hundred(values, least, most):
    drawn = line_chart("及时率", "", ["10月", "11月"], [Series("全区", values)], truncated=True).svg
    ticks = [float(tick) for tick in re.findall(r'text-anchor="end">([^<]+)<', drawn)]

    assert (ticks[0], ticks[-1]) == (least, most)


def test_words_are_escaped():
    page = chart(bar_chart("<b>", "a & b", ["<i>"], Series("<u>", [1])))

    assert not re.search(r"<(i|u)>", page)
    assert "&lt;i&gt;" in page


def test_a_cell_of_the_heat_grid_holds_its_number_and_nothing_is_empty():
    grid = heat_grid("哪类事", ["1号楼", "2号楼"], [("停车", [10, 0]), ("电梯", [1, 5])])

    assert [[(cell.text, cell.shade) for cell in cells] for _name, cells in grid.rows] == [
        [("10", 5), ("", 0)],
        [("1", 1), ("5", 3)],
    ]
    assert print_grid(grid).count('<td class="num h') == 4


def test_small_multiples_have_one_table():
    page = panels(small_multiples(["10月", "11月"], [("停车", Series("停车", [3, 5]), "+66.7%")]))

    assert page.count("<svg") == 1
    assert "停车：最近5，+66.7%" in page
