"""A report as a file, read back: numbers are numbers, texts are never formulas, and the PDF is a PDF of A4 pages."""

import csv
import io
import re
import zlib

import pytest
import time_machine
from openpyxl import load_workbook

from reports import actions
from reports.pages import pdf
from reports.pages.paper_words import call_backs
from tests.house.addresses import client_of
from tests.reports.monthly import MONTH, NOVEMBER, a_month, drafted, text_of

PAGE = f"/district/reports/{MONTH}/"


@pytest.fixture
def client(cast):
    a_month(cast)
    actions.fold(at=NOVEMBER)
    version = drafted(cast)
    text = text_of(version, cast.jingan)
    actions.submit_text(text=text, actor=cast.chief, done="=cmd|' /C calc'!A0 换了灯", at=NOVEMBER)
    actions.accept_text(text=text, actor=cast.official, at=NOVEMBER)
    actions.publish(version=version, actor=cast.official, at=NOVEMBER)
    with time_machine.travel(NOVEMBER, tick=False):
        yield client_of(cast, "official")


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_xlsx_has_a_sheet_for_each_table_and_numbers_as_numbers(cast, client):
    answer = client.get(f"{PAGE}report.xlsx")
    book = load_workbook(io.BytesIO(body(answer)))
    stations = [[cell.value for cell in row] for row in book["各驿站"].iter_rows()]
    head = stations[0]

    tables = ["按性质", "按来源", "按大类", "最多的事项", "各驿站", "各物业公司"]
    assert book.sheetnames == ["说明", "总体", "走势", *tables, "热点", "超期还没办结的", "文字"]
    assert head[:5] == ["名次", "上月名次", "各驿站", "收到诉求", "办好"]
    jingan = dict(zip(head, next(row for row in stations if row[2] == "警安公寓红旗驿站"), strict=True))
    assert (jingan["收到诉求"], jingan["满意率 %"], jingan["名次"]) == (6, 78, 1)
    total = dict(zip(head, stations[-1], strict=True))
    assert (total["各驿站"], total["收到诉求"]) == ("合计", 7)
    assert sum(row[3] for row in stations[1:-1]) == 7
    words = [cell for row in book["文字"].iter_rows() for cell in row if str(cell.value).startswith("=cmd")]
    assert [(cell.data_type, cell.quotePrefix) for cell in words] == [("s", True)]


def test_csv_is_utf8_with_bom_and_every_figure_is_a_row(cast, client):
    answer = client.get(f"{PAGE}report.csv")
    raw = body(answer)
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["表", "行", "指标", "数值", "单位"]
    assert ["总体", "本月", "收到诉求", "7", "件"] in rows
    assert ["各驿站", "警安公寓红旗驿站", "满意率", "78.00", "%"] in rows
    assert "report" not in answer["Content-Disposition"]
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.skipif(not pdf.has_pdf(), reason="WeasyPrint or Pango is not installed (requirements-pdf.txt)")
def test_pdf_is_a4_tagged_and_fetches_nothing(cast, client):
    answer = client.get(f"{PAGE}report.pdf")
    raw = answer.content
    plain = raw + b"".join(_inflated(raw))

    assert answer["Content-Type"] == "application/pdf"
    assert raw.startswith(b"%PDF-")
    assert re.findall(rb"/MediaBox \[0 0 (595)\.\d+ (841|842)", plain)
    assert b"/StructTreeRoot" in plain
    assert "2026年10月东昌府区红旗驿站运行情况".encode() in plain


def _inflated(raw):
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue


def test_a_report_fetches_nothing_from_anywhere():
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._refuse("file:///etc/passwd")


def test_without_weasyprint_the_page_offers_the_browsers_print_and_no_pdf(cast, client, monkeypatch):
    monkeypatch.setattr("reports.pages.monthly.has_pdf", lambda: False)
    monkeypatch.setattr("reports.views.files.has_pdf", lambda: False)
    html = client.get(PAGE).content.decode()

    assert "report.pdf" not in html
    assert "另存为PDF" in html
    assert "data-print" in html
    assert client.get(f"{PAGE}report.pdf").status_code == 404


@pytest.mark.parametrize(("satisfied", "said"), [("2", ""), ("1", "另有1次说没解决、没说满不满意，按不满意算。")])
def test_the_call_backs_add_up_in_words(satisfied: str, said: str) -> None:
    counted = {"valid": "3", "reached": "3", "solved": "2", "basic": "0", "dissatisfied": "1", "satisfied": satisfied}
    assert call_backs(counted).partition("不满意1次。")[2] == said
