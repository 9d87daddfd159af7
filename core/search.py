"""Search in a column of bigrams (`core.text.bigrams`), the same on both databases; the one place that tells them apart.

On PostgreSQL a GIN index over to_tsvector serves it, without any extension; elsewhere the column is looked through.
"""

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
    if not q.strip():
        return queryset
    tokens = bigram_query(q)
    if not tokens:
        return queryset.none()
    if connections[queryset.db].vendor == "postgresql":
        query = " & ".join(f"'{token}'{':*' if is_token_beginning(token) else ''}" for token in tokens)
        return queryset.filter(_Matches(_Vector(F(column)), _Query(Value(query))))
    found = Q()
    for token in tokens:
        found &= Q(**{f"{column}__contains": f" {token}" if is_token_beginning(token) else f" {token} "})
    return queryset.filter(found)


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
