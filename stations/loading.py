"""Brings the official divisions of the project's file into the database, any number of times."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from stations.division_file import load_divisions
from stations.models import Division


class Loaded(NamedTuple):
    """How many rows were new, were written anew, stood there already."""

    added: int
    changed: int
    kept: int


@transaction.atomic
def write_divisions() -> Loaded:
    """A name that the file has corrected is corrected; divisions that the file does not know are left alone."""
    rows = {row.code: row for row in load_divisions()}
    known = Division.objects.in_bulk(rows)
    new = [Division(code=row.code, name=row.name, level=row.level) for code, row in rows.items() if code not in known]
    Division.objects.bulk_create(new)
    renamed = [d for d in known.values() if (d.name, d.level) != (rows[d.code].name, rows[d.code].level)]
    for division in renamed:
        division.name, division.level = rows[division.code].name, rows[division.code].level
    Division.objects.bulk_update(renamed, ["name", "level"])
    return Loaded(len(new), len(renamed), len(known) - len(renamed))
