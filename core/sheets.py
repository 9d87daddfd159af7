"""Tables as files: XLSX and CSV that an office program opens, counts with, and never executes.

Numbers stay numbers, days stay days, moments are told in the time of Shanghai. A text that a program would take for a
formula is marked as text: in XLSX by the mark that Excel itself sets (the text stays as it is), in CSV by an
apostrophe before it. Rows are taken one by one: a table may be as long as it likes.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.calendar import in_shanghai

Cell = str | int | float | Decimal | date | datetime | bool | None
Response = TypeVar("Response", bound=HttpResponseBase)

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_STARTS = frozenset("=+-@")  # and their full-width forms, which some programs take for the same
_BREAKS = "\t\r\n"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters in a cell, a limit of XLSX
_MOST_ROWS = 1_048_575  # of a sheet, below its head
_AT_ONCE = 500
_SPOOLED = 4_000_000


@dataclass(frozen=True)
class Column:
    """`number`: how XLSX shows a number (「0.00」, 「#,##0」); `width`: in characters."""

    head: str
    width: int = 12
    number: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table. `rows` may be a generator; it is walked once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def is_formula_like(text: str) -> bool:
    """Would some program run it? It begins with = + - @, a tab or a new line; also full-width or behind spaces."""
    if text[:1] and text[0] in _BREAKS:
        return True
    first = next((char for char in text if not char.isspace() and unicodedata.category(char) != "Cf"), "")
    return unicodedata.normalize("NFKC", first)[:1] in (_STARTS if first else ())


def csv_parts(sheet: Sheet) -> Iterator[bytes]:
    """The file in parts, beginning with the BOM."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_csv_cell(column.head) for column in sheet.columns])
    for count, row in enumerate(sheet.rows, start=1):
        writer.writerow([_csv_cell(cell) for cell in row])
        if count % _AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def write_csv(sheet: Sheet, out: IO[bytes]) -> None:
    for part in csv_parts(sheet):
        out.write(part)


def write_xlsx(sheets: Iterable[Sheet], out: IO[bytes]) -> None:
    """One sheet a table; one that is too long for a sheet goes on in the next."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    try:
        for sheet in sheets:
            rows = iter(sheet.rows)
            while _write_sheet(book, _sheet_name(sheet.name, names), sheet.columns, rows):
                pass
        book.save(out)
    finally:  # a row that could not be made leaves half a sheet in a temporary file
        for page in book.worksheets:
            _clear(page)


def csv_response(sheet: Sheet, file_name: str) -> StreamingHttpResponse:
    """The file as it is made: it begins at once, however long it gets. `file_name` without its ending."""
    return _as_file(StreamingHttpResponse(csv_parts(sheet), content_type=CSV), f"{file_name}.csv")


def xlsx_response(sheets: Iterable[Sheet], file_name: str) -> FileResponse:
    """The file once it is made: XLSX cannot be sent before its end."""
    out: Any = SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115  (the response closes it)
    write_xlsx(sheets, out)
    out.seek(0)
    return _as_file(FileResponse(out, content_type=XLSX), f"{file_name}.xlsx")


def _as_file(response: Response, file_name: str) -> Response:
    response["Content-Disposition"] = str(content_disposition_header(True, file_name))
    response["Cache-Control"] = "private, no-store"
    return response


def _write_sheet(book: Any, name: str, columns: Sequence[Column], rows: Iterator[Sequence[Cell]]) -> bool:
    """Whether it is full, with a row that has to go on in another."""
    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.append([_head(page, column.head) for column in columns])
    for count, row in enumerate(rows, start=1):
        page.append([_xlsx_cell(page, cell, column.number) for cell, column in zip(row, columns, strict=True)])
        if count == _MOST_ROWS:
            return True
    return False


def _clear(page: Any) -> None:
    if not page.closed:
        page.close()
        page._writer.cleanup()


def _head(page: Any, text: str) -> Any:
    cell = _xlsx_cell(page, text, "")
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(page: Any, value: Cell, number: str) -> Any:
    if value is None or value == "":
        return None
    value = _plain(value)
    if isinstance(value, datetime):
        cell = WriteOnlyCell(page, value)
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = is_formula_like(value)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif number:
        cell.number_format = number
    return cell


def _csv_cell(value: Cell) -> Cell:
    value = _plain(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if is_formula_like(value) else value
    return value


def _plain(value: Cell) -> Cell:
    """Words of lazy translations too become text here; bool is not a number to anybody who reads it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return in_shanghai(value).replace(tzinfo=None)
    if value is None or isinstance(value, (date, int, float, Decimal)):
        return value
    return _ILLEGAL.sub("", str(value))[:_LONGEST]


def _sheet_name(name: str, taken: set[str]) -> str:
    """What Excel allows: 31 characters, none of []:*?/\\, each once."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", _ILLEGAL.sub("", name)).strip(" '") or "1"
    found, count = clean[:31], 1
    while found.lower() in taken:
        count += 1
        tail = f" ({count})"
        found = clean[: 31 - len(tail)] + tail
    taken.add(found.lower())
    return found
