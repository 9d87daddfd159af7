import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core import sheets
from core.sheets import Column, Sheet, csv_parts, csv_response, is_formula_like, write_csv, write_xlsx, xlsx_response

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
DANGEROUS = [
    "=1+1",
    "+86",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000＝1",
    "\u200b=1",
]
HARMLESS = ["暖气不热", "3号楼", "a=b", "1-2", "", "—", "138****1234", "'=1", "2026-11-24"]


def a_sheet(*rows, name="表", heads=("甲", "乙")):
    return Sheet(name, [Column(head) for head in heads], rows)


def csv_of(sheet):
    out = io.BytesIO()
    write_csv(sheet, out)
    return out.getvalue()


def csv_rows_of(sheet):
    return list(csv.reader(io.StringIO(csv_of(sheet).decode("utf-8-sig"), newline="")))


def book_of(*tables):
    out = io.BytesIO()
    write_xlsx(tables, out)
    return load_workbook(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_program_would_run_is_known(text):
    assert is_formula_like(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_no_program_would_run_is_left_alone(text):
    assert not is_formula_like(text)
    assert csv_rows_of(a_sheet([text, 1]))[1][0] == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_in_csv_stands_behind_an_apostrophe(text):
    assert csv_rows_of(a_sheet([text, 1]))[1][0] == f"'{text}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_in_xlsx_is_a_text_that_stays_one_when_it_is_edited(text):
    cell = book_of(a_sheet([text, 1])).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.replace("\r", "\n") == text.replace("\r", "\n")


def test_a_formula_in_the_head_is_a_text_too():
    table = a_sheet(heads=("=1", "乙"))
    assert csv_rows_of(table)[0][0] == "'=1"
    assert book_of(table).active["A1"].data_type == "s"


@given(ANY_TEXT)
def test_no_text_whatever_becomes_a_formula(text):
    table = a_sheet([text, 1])
    assert book_of(table).active["A2"].data_type != "f"
    assert not is_formula_like(csv_rows_of(table)[1][0])


def test_csv_begins_with_the_mark_that_excel_needs():
    assert csv_of(a_sheet()).startswith(b"\xef\xbb\xbf")


def test_a_long_csv_has_the_mark_once_and_every_row():
    table = a_sheet(*[[str(n), n] for n in range(1201)])
    parts = list(csv_parts(table))
    assert len(parts) == 3
    assert b"".join(parts).count(b"\xef\xbb\xbf") == 1
    rows = list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["甲", *map(str, range(1201))]


def test_numbers_in_csv_stay_numbers():
    assert csv_of(a_sheet([-5, Decimal("-97.50")])).decode("utf-8-sig").splitlines()[1] == "-5,-97.50"


def test_numbers_in_xlsx_stay_numbers():
    row = book_of(a_sheet([-5, Decimal("97.50")])).active[2]
    assert [(cell.data_type, cell.value) for cell in row] == [("n", -5), ("n", 97.5)]


def test_a_column_says_how_its_numbers_are_shown():
    out = io.BytesIO()
    write_xlsx([Sheet("表", [Column("率", number="0.00")], [[Decimal("97.5")]])], out)
    assert load_workbook(io.BytesIO(out.getvalue())).active["A2"].number_format == "0.00"


def test_days_are_days_and_moments_are_told_in_shanghai():
    row = [date(2026, 11, 24), datetime(2026, 11, 24, 20, 5, tzinfo=UTC)]
    assert csv_rows_of(a_sheet(row))[1] == ["2026-11-24", "2026-11-25 04:05"]
    day, moment = book_of(a_sheet(row)).active[2]
    assert (day.is_date, day.value, day.number_format) == (True, datetime(2026, 11, 24), "yyyy-mm-dd")
    assert (moment.is_date, moment.value) == (True, datetime(2026, 11, 25, 4, 5))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        csv_of(a_sheet([datetime(2026, 11, 24), 1]))


def test_yes_no_nothing_and_words_of_a_translation():
    assert csv_rows_of(a_sheet([True, False], [None, gettext_lazy("是")]))[1:] == [["是", "否"], ["", "是"]]
    assert [cell.value for cell in book_of(a_sheet([None, gettext_lazy("是")])).active[2]] == [None, "是"]


def test_what_xlsx_cannot_hold_is_left_out():
    assert book_of(a_sheet(["a\x00b\x1fc\ud800\ufffe", 1])).active["A2"].value == "abc"


def test_a_text_longer_than_a_cell_is_cut():
    assert len(book_of(a_sheet(["好" * 40_000, 1])).active["A2"].value) == 32_767


def test_quotes_commas_and_lines_come_back_as_they_were():
    text = '说："好,\n行"'
    assert csv_rows_of(a_sheet([text, 1]))[1][0] == text


def test_one_sheet_for_each_table_with_names_that_excel_takes():
    long = "一二三四五六七八九十" * 4
    book = book_of(
        a_sheet(name="三率"), a_sheet(name="三率"), a_sheet(name="a/b:c"), a_sheet(name=long), a_sheet(name=long)
    )
    assert book.sheetnames == ["三率", "三率 (2)", "a b c", long[:31], f"{long[:27]} (2)"]


def test_the_head_is_bold_and_stays_in_sight():
    page = book_of(a_sheet(["x", 1])).active
    assert (page["A1"].font.b, page.freeze_panes) == (True, "A2")


def test_what_does_not_fit_on_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(sheets, "_MOST_ROWS", 2)
    book = book_of(a_sheet(["a", 1], ["b", 2], ["c", 3]))
    assert [[row[0] for row in page.values] for page in book] == [["甲", "a", "b"], ["甲", "c"]]


def test_a_row_with_too_few_cells_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zip"):
        book_of(a_sheet(["a"]))


@pytest.mark.django_db  # closing an answer lets go of the connection
def test_the_answers_are_files_that_nobody_keeps():
    answer = csv_response(a_sheet(["a", 1]), "督办台账 2026-11")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%9D%A3")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1] == '"a",1'
    answer = xlsx_response([a_sheet(["a", 1])], "台账")
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active["A2"].value == "a"
    answer.close()
