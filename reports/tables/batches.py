"""Rows a batch at a time: nothing is held open in the database between two, however long the table is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from core.sheets import Cell

AT_ONCE = 500


def keys_of(rows: QuerySet[Any]) -> list[int]:
    return list(rows.select_related(None).values_list("pk", flat=True))


def in_batches(
    keys: Sequence[int], rows: QuerySet[Any], cells: Callable[[Any], Sequence[Cell]]
) -> Iterator[Sequence[Cell]]:
    """In the order of `keys`. One that is gone meanwhile is left out."""
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        found = {row.pk: row for row in rows.filter(pk__in=some).order_by()}
        for key in some:
            if key in found:
                yield cells(found[key])
