"""Whose door it is stands in no report and no masked title; which building, which year and how many may stand there."""

import pytest

from reports.flats import FLATS, HOMES
from reports.pages.masked import masked_words

# What is said, and what an official reads of it.
WRITTEN = (
    ("5号楼301", "5号楼***"),
    ("5号楼3单元三〇一", "5号楼3单元***"),
    ("五号楼三单元三零一室漏水", "五号楼三单元***漏水"),
    ("４号楼３０１", "４号楼***"),
    ("4-2-301", "***"),
    ("4—2—301的老人", "***的老人"),
    ("4号楼2单元301室", "4号楼2单元***"),
    ("2单元501号", "2单元***"),
    ("5号楼 3单元 301", "5号楼 3单元 ***"),
    ("5号楼的301", "5号楼的***"),
    ("5号楼3-301", "5号楼***"),
    ("5栋1204漏水", "5栋***漏水"),
    ("2幢301", "2幢***"),
    ("5#301", "5#***"),
    ("A座1502", "A座***"),
    ("三楼302", "三楼***"),
    ("501室漏水", "***漏水"),
    ("三零一室", "***"),
    ("三一二室", "***"),
    ("三单元三一二", "三单元***"),
    ("三单元三百零一", "三单元***"),
    ("楼上四零二", "楼上***"),
    ("楼上四零二一家子", "楼上***一家子"),
    ("一二零四漏水", "***漏水"),
    ("二零二一直漏水", "***直漏水"),
    ("楼上402", "楼上***"),
    ("住301的老人", "住***的老人"),
    ("5号楼301天天吵", "5号楼***天天吵"),
    ("5号楼301多次漏水", "5号楼***多次漏水"),
    ("把301漏水修好了", "把***漏水修好了"),
    ("1202又跑水", "***又跑水"),
    ("看望502的老人", "看望***的老人"),
)
OTHERS = (
    *("走访120家", "换了301盏灯", "3号楼2单元", "三号楼二单元", "一二三四", "第一二三四批", "5号楼、6号楼"),
    *("二零二六年", "二零二五至二零二六年", "3号楼2026年10月", "3号楼2026-10-18", "2026-10-18来人修"),
    *("3号楼24小时", "5号楼10:30停水", "楼上二十四小时放音乐", "3单元12楼", "3号楼1200平", "5号楼120多户"),
    *("五号楼一百二十户", "五号楼二十三单元", "3号楼一二三单元", "8-10-12号楼停水", "走访一百零八户"),
    *("楼下三五百人", "投入三千零五元", "打一一零报警", "一二零急救车", "八零九零后", "屋里才14度，12号楼都这样"),
    *("投入3012元修漏水", "12345热线说漏水", "2026年漏水"),
)


@pytest.mark.parametrize(("said", "shown"), WRITTEN)
def test_a_flat_is_refused_and_starred_however_it_is_written(said: str, shown: str) -> None:
    assert HOMES.search(said)
    assert masked_words(said) == shown


@pytest.mark.parametrize("said", OTHERS)
def test_what_is_no_flat_stays(said: str) -> None:
    assert (HOMES.findall(said), FLATS.sub("***", said)) == ([], said)


@pytest.mark.parametrize(
    ("said", "shown"),
    [("301家漏水", "***家漏水"), ("301也不热", "***也不热"), ("2单元112户漏水", "2单元***漏水")],
)
def test_a_number_alone_is_a_flat_in_a_title_and_so_many_homes_in_a_report(said: str, shown: str) -> None:
    assert HOMES.search(said) is None
    assert masked_words(said) == shown


@pytest.mark.parametrize("said", ["修好203处漏水", "共103漏水点", "换了203漏水点的管", "第301漏水", "JA-2611-0301漏水"])
def test_in_a_report_so_many_of_something_and_the_number_of_a_request_are_no_flat(said: str) -> None:
    assert HOMES.findall(said) == []


@pytest.mark.parametrize("plate", ["鲁P12345", "鲁P·12345", "鲁p 12345", "京A·D12345", "京AD12345", "鲁P1234学"])
def test_a_cars_plate_is_starred(plate: str) -> None:
    assert masked_words(f"{plate}天天堵着门") == "***天天堵着门"


def test_what_only_begins_like_a_plate_stays() -> None:
    assert masked_words("新A栋的灯不亮") == "新A栋的灯不亮"
