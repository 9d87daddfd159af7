"""Search in a column of bigrams (`core.text.bigrams`), the same on both databases; the one place that tells them apart.

On PostgreSQL a GIN index over to_tsvector serves it, without any extension; elsewhere the column is looked through.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import F, Func, Q, QuerySet, Value

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


def bigram_filter(queryset: QuerySet, column: str, q: str) -> QuerySet:
    """The rows whose `column` of bigrams holds everything that is asked for in `q`, in any order.

    `column` may lead through relations. A blank `q` filters nothing; one without any letter, digit or Chinese
    character finds nothing.
    """
    return wordings_filter(queryset, column, [[q]]) if q.strip() else queryset


def wordings_filter(
    queryset: QuerySet,
    column: str,
    terms: Iterable[Iterable[str]],
    *,
    within: Collection[str] = (),
    beginnings: bool = False,
) -> QuerySet:
    """The rows that hold every one of `terms`, each in one of its wordings.

    `within`: whole tokens of which a row must hold one; an index that has them needs not look at the rows of others.
    `beginnings`: the beginning of a word of letters or digits is enough.
    """
    wanted = [[tokens for tokens in map(bigram_query, wordings) if tokens] for wordings in terms]
    if not wanted or not all(wanted):
        return queryset.none()
    if within:
        wanted.append([[token] for token in within])
    exact = frozenset(within)

    def is_beginning(token: str) -> bool:
        return token not in exact and (is_token_beginning(token) or (beginnings and token.isascii()))

    if connections[queryset.db].vendor == "postgresql":
        query = " & ".join(f"({' | '.join(_said(tokens, is_beginning) for tokens in term)})" for term in wanted)
        return queryset.filter(_Matches(_Vector(F(column)), _Query(Value(query))))
    found = Q()
    for term in wanted:
        found &= _any_of(column, term, is_beginning)
    return queryset.filter(found)


def _said(tokens: Sequence[str], is_beginning: Any) -> str:
    return "(" + " & ".join(f"'{token}'{':*' if is_beginning(token) else ''}" for token in tokens) + ")"


def _any_of(column: str, wordings: Iterable[Sequence[str]], is_beginning: Any) -> Q:
    found = Q(pk__in=[])
    for tokens in wordings:
        held = Q()
        for token in tokens:
            held &= Q(**{f"{column}__contains": f" {token}" if is_beginning(token) else f" {token} "})
        found |= held
    return found


class BigramIndex(models.Index):
    """The index that serves `bigram_filter`: `BigramIndex(fields=["search"], name="…")` in Meta.indexes."""

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        (name,) = self.fields
        if schema_editor.connection.vendor == "postgresql":
            vector = models.Index(_Vector(F(name)), name=self.name)
            return vector.create_sql(model, schema_editor, using=" USING gin", **kwargs)
        # An index must be made under this name, to be dropped one day. This one never holds a row and costs nothing.
        field = model._meta.get_field(name)
        return schema_editor._create_index_sql(  # type: ignore[attr-defined]  # as models.Index itself does
            model, fields=[field], name=self.name, condition="0", **kwargs
        )
