"""Statements that are put together as text, here and now.

Django copies and resolves conditions and querysets anew wherever they stand: where one statement holds the same ones
ten times, that takes longer than to run it. A condition written here is never given to a queryset, which would not
know its table by another name; Keys are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query

_ROOM = "/* room */"


@dataclass(frozen=True)
class Written:
    """A piece of a statement with what stands for its marks. `given`: name → what it looks up there, once for all."""

    sql: str
    values: tuple[Any, ...] = ()
    given: tuple[tuple[str, Written], ...] = ()

    def __and__(self, other: Written) -> Written:
        if EVERYWHERE in (self, other):
            return other if self == EVERYWHERE else self
        return self._with(other, "AND")

    def __or__(self, other: Written) -> Written:
        if NOWHERE in (self, other):
            return other if self == NOWHERE else self
        return self._with(other, "OR")

    def _with(self, other: Written, word: str) -> Written:
        return Written(f"({self.sql} {word} {other.sql})", self.values + other.values, self.given + other.given)


EVERYWHERE, NOWHERE = Written("1 = 1"), Written("1 = 0")
NONE = Written("SELECT 0 WHERE 1 = 0")


def condition(model: type[models.Model], q: Q) -> Written:
    """`q` as rows of `model` are asked it; ValueError where another table would have to be joined for that."""
    if not q:
        return EVERYWHERE
    query = Query(model)
    query.add_q(q)
    if sum(query.alias_refcount[alias] > 0 for alias in query.alias_map) > 1:
        raise ValueError("a condition on one table is joined to no other")
    try:
        sql, values = query.get_compiler(DEFAULT_DB_ALIAS).compile(query.where)
    except EmptyResultSet:
        return NOWHERE
    except FullResultSet:
        return EVERYWHERE
    return Written(f"({sql})", tuple(values)) if sql else EVERYWHERE


class Rows:
    """Keys of `rows` (without a limit), with room for one more condition() on their model."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._rows = rows.order_by().filter(RawSQL(_ROOM, [], models.BooleanField()))  # noqa: S611  (a word of ours)

    def that(self, asked: Written, order: Sequence[Any] = (), most: int = 0) -> Written:
        """Of those that answer `asked` so many, in this order, which itself asks nothing: else a ValueError."""
        if self._plain is None:
            return NONE
        before, _room, behind = self._plain.sql.partition(_ROOM)
        if order:
            ordered = written(self._rows.order_by(*order))
            if ordered.values != self._plain.values:
                raise ValueError("an order with values of its own")
            behind = ordered.sql.partition(_ROOM)[2]
        limit = f" LIMIT {most:d}" if most else ""
        return Written(f"{before}{asked.sql}{behind}{limit}", (*self._plain.values, *asked.values), asked.given)

    @cached_property
    def _plain(self) -> Written | None:
        """None: there are no rows, whatever is asked of them."""
        try:
            return written(self._rows)
        except EmptyResultSet:
            return None


class Keys(RawSQL):
    """Keys of all of `rows`, each once, as one statement. For `pk__in=` and `among()`."""

    def __init__(self, *rows: QuerySet[Any, Any] | Keys | Written) -> None:
        parts: list[str] = []
        values: list[Any] = []
        given: dict[str, Written] = {}
        for each in rows:
            try:
                part = written(each)
            except EmptyResultSet:
                continue
            parts.append(f"SELECT * FROM ({part.sql}) part")  # noqa: S608  (each may have an order and a limit)
            values += part.values
            given |= dict(part.given)
        looked_up = ", ".join(f"{name} AS ({part.sql})" for name, part in given.items())
        values = [*chain.from_iterable(part.values for part in given.values()), *values]
        sql = " UNION ".join(parts) or NONE.sql
        super().__init__(f"WITH {looked_up} {sql}" if given else sql, values)

    def read(self) -> list[int]:
        """One statement, and no rows joined to it."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return [key for (key,) in cursor]


def written(rows: QuerySet[Any, Any] | Keys | Written, column: str = "pk") -> Written:
    if isinstance(rows, Written):
        return rows
    sql, values = (rows.sql, rows.params) if isinstance(rows, Keys) else rows.values(column).query.sql_with_params()
    return Written(sql, tuple(values))
