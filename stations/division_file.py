"""Reads the official statistical divisions (stations/data/divisions.csv) and says exactly where they are wrong.

Columns: code, name, level. A code has 2, 4, 6, 9 or 12 digits (province, city, county, street or town, community);
the code of the parent is its beginning. Parents stand before their children.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stations.vocabulary import DivisionLevel

DIVISIONS = Path(__file__).parent / "data" / "divisions.csv"
COLUMNS = ["code", "name", "level"]
LEVEL_OF_LENGTH = {
    2: DivisionLevel.PROVINCE,
    4: DivisionLevel.CITY,
    6: DivisionLevel.COUNTY,
    9: DivisionLevel.STREET,
    12: DivisionLevel.COMMUNITY,
}
LENGTHS = tuple(LEVEL_OF_LENGTH)


@dataclass(frozen=True)
class DivisionRow:
    code: str
    name: str
    level: str

    @property
    def parent_code(self) -> str:
        return parent_code(self.code)


def parent_code(code: str) -> str:
    """The code of the division above; empty for a province. ValueError when `code` has no official length."""
    if len(code) not in LENGTHS or not (code.isascii() and code.isdigit()):
        raise ValueError(f"{code!r} is no division code of {', '.join(map(str, LENGTHS))} digits")
    above = LENGTHS.index(len(code))
    return code[: LENGTHS[above - 1]] if above else ""


def load_divisions(path: Path = DIVISIONS) -> list[DivisionRow]:
    """The divisions, parents first. A fault is a ValueError that names the line."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return parse_divisions(lines, path.name)


def parse_divisions(lines: Iterable[str], name: str = "divisions") -> list[DivisionRow]:
    reader = csv.DictReader(lines)
    if reader.fieldnames != COLUMNS:
        raise ValueError(f"{name}: the first line must be {','.join(COLUMNS)}")
    seen: set[str] = set()
    rows = []
    for raw in reader:
        place = f"{name} line {reader.line_num}"
        row = _row(raw, place)
        if row.code in seen:
            raise ValueError(f"{place}: {row.code} stands there twice")
        if row.parent_code and row.parent_code not in seen:
            raise ValueError(f"{place}: {row.code} has no parent {row.parent_code} above it")
        seen.add(row.code)
        rows.append(row)
    return rows


def _row(raw: dict[str, str], place: str) -> DivisionRow:
    if None in raw or None in raw.values():
        raise ValueError(f"{place}: not three columns")
    code, name, level = (raw[column].strip() for column in COLUMNS)
    try:
        parent_code(code)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
    if not 0 < len(name) <= 60:
        raise ValueError(f"{place}: a name of 1 to 60 characters is missing")
    if level != LEVEL_OF_LENGTH[len(code)]:
        raise ValueError(f"{place}: {code} has the length of {LEVEL_OF_LENGTH[len(code)].value}, not of {level!r}")
    return DivisionRow(code, name, level)
