"""Search in a column of bigrams (`core.text.bigrams`), the same on both databases; the one place that tells them apart.

On PostgreSQL a GIN index over to_tsvector serves it, without any extension; elsewhere the column is looked through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection, connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from core.statements import Keys
from core.text import bigram_query, is_token_beginning


class _Vector(Func):
    template = "to_tsvector('simple', %(expressions)s)"
    output_field = models.TextField()


class _Query(Func):
    template = "to_tsquery('simple', %(expressions)s)"
    output_field = models.TextField()


class _Matches(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


class _AnyOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY(ARRAY"
    output_field = models.BooleanField()


def bigram_filter(queryset: QuerySet, column: str, q: str) -> QuerySet:
    """The rows whose `column` of bigrams holds everything that is asked for in `q`, in any order.

    `column` may lead through relations. A blank `q` filters nothing; one without any letter, digit or Chinese
    character finds nothing.
    """
    return queryset.filter(holds(column, [[q]], indexed=has_index(queryset.db))) if q.strip() else queryset


def has_index(using: str) -> bool:
    """Whether a BigramIndex answers there, or the column can only be looked through."""
    return bool(connections[using].vendor == "postgresql")


def holds(
    column: str,
    terms: Iterable[Iterable[str]],
    *,
    indexed: bool,
    within: Collection[str] = (),
    beginnings: bool = False,
) -> Q:
    """Does a row hold every one of `terms`, each in one of its wordings?

    `indexed`: asked of the index, for which see has_index(); else of each row that comes by, which costs a microsecond
    and is right where there are few rows, or where most of them hold the words.
    `within`: whole tokens of which a row must hold one; an index that has them needs not look at the rows of others.
    `beginnings`: the beginning of a word of letters or digits is enough.
    """
    wanted = [[tokens for tokens in map(bigram_query, wordings) if tokens] for wordings in terms]
    if not wanted or not all(wanted):
        return Q(pk__in=[])

    def is_beginning(token: str) -> bool:
        return is_token_beginning(token) or (beginnings and token.isascii())

    if indexed:
        said = [" | ".join(_said(tokens, is_beginning) for tokens in term) for term in wanted]
        said += [" | ".join(f"'{token}'" for token in within)] if within else []
        query = " & ".join(f"({term})" for term in said)
        return Q(_Matches(_Vector(F(column)), _Query(Value(query))))
    found = Q()
    for term in wanted:
        found &= _any_of(column, term, is_beginning)
    return found


def among(keys: Keys, column: str = "pk") -> Q:
    """Is a row's key, or what else stands in `column`, one of `keys`, of which there are few, found before all joins?

    Of IN a planner of PostgreSQL makes one more join, and beyond eight of them it no longer sees which to begin with.
    """
    return Q(_AnyOf(F(column), keys)) if has_index(connection.alias) else Q((f"{column}__in", keys))


def one_of(ids: Collection[int], of: Any = "pk") -> Q:
    """Is a row's key, or what else it is asked `of`, one of `ids`? A mark for each of a hundred takes long to write."""
    if not ids:
        return Q(pk__in=[])
    listed = ",".join(str(int(one)) for one in sorted(ids))
    if len(ids) == 1:
        is_listed = f"= {listed}"  # else no index answers it in an order
    else:
        is_listed = f"= ANY('{{{listed}}}'::bigint[])" if has_index(connection.alias) else f"IN ({listed})"
    return Q(Func(of, template=f"%(expressions)s {is_listed}", output_field=models.BooleanField()))


def _said(tokens: Sequence[str], is_beginning: Any) -> str:
    return "(" + " & ".join(f"'{token}'{':*' if is_beginning(token) else ''}" for token in tokens) + ")"


def _any_of(column: str, wordings: Iterable[Sequence[str]], is_beginning: Any) -> Q:
    found = Q(pk__in=[])
    for tokens in wordings:
        held = Q()
        for token in tokens:
            said = Value(f" {token}" if is_beginning(token) else f" {token} ")
            # Not LIKE: a planner tries each of those on the texts of its statistics, for longer than the search runs.
            held &= Q(GreaterThan(StrIndex(F(column), said), 0))
        found |= held
    return found


class BigramIndex(models.Index):
    """The index that serves `bigram_filter`: `BigramIndex(fields=["search"], name="…")` in Meta.indexes."""

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        (name,) = self.fields
        if schema_editor.connection.vendor == "postgresql":
            vector = models.Index(_Vector(F(name)), name=self.name, condition=self.condition)
            return vector.create_sql(model, schema_editor, using=" USING gin", **kwargs)
        # An index must be made under this name, to be dropped one day. This one never holds a row and costs nothing.
        field = model._meta.get_field(name)
        return schema_editor._create_index_sql(  # type: ignore[attr-defined]  # as models.Index itself does
            model, fields=[field], name=self.name, condition="0", **kwargs
        )
