"""Brings the request catalogue of the project's file into the database, any number of times.

The file is the starting state. What stands in the database belongs to the administrators: it is written anew only when
that is asked for.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, NamedTuple

from django.db import transaction

from services.catalogue_file import Catalogue, CategorySpec, GroupSpec, QuestionSpec, load_catalogue
from services.models import Category, CategoryGroup, Question
from services.queries import forget_catalogue


class Loaded(NamedTuple):
    """How many kinds were new, were written anew, were left as they stood."""

    added: int
    changed: int
    kept: int


@transaction.atomic
def write_catalogue(spec: Catalogue | None = None, *, overwrite: bool = False, kind: str = "") -> Loaded:
    """Add groups and kinds that are missing. `overwrite`: the file wins over what administrators edited; `kind`: for
    this one alone.

    Kinds that the file does not know are left alone in every case. `spec`: the file, where it was read already.
    """
    spec = spec or load_catalogue()
    if kind and kind not in {each.slug for each in spec.categories}:
        raise ValueError(f"{kind}: the catalogue has no such kind")
    groups = _write_groups(spec.groups, overwrite)
    known = set(Category.objects.values_list("slug", flat=True))
    wanted = {
        each.slug: (order, each)
        for order, each in enumerate(spec.categories)
        if overwrite or each.slug == kind or each.slug not in known
    }
    values = [_values(each, groups[each.group], order) for order, each in wanted.values()]
    _write(Category, values, unique=["slug"])
    categories = Category.objects.in_bulk(wanted, field_name="slug")
    _write_questions({categories[slug]: each.questions for slug, (_order, each) in wanted.items()})
    forget_catalogue()
    changed = len(known & wanted.keys())
    return Loaded(len(wanted) - changed, changed, len(spec.categories) - len(wanted))


def _write(model: type[Any], values: list[dict[str, Any]], *, unique: list[str]) -> None:
    if values:
        rest = [name for name in values[0] if name not in unique]
        rows = [model(**row) for row in values]
        model.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=rest)


def _write_groups(groups: tuple[GroupSpec, ...], overwrite: bool) -> dict[str, CategoryGroup]:
    known = set(CategoryGroup.objects.values_list("slug", flat=True))
    _write(CategoryGroup, [asdict(g) for g in groups if overwrite or g.slug not in known], unique=["slug"])
    return CategoryGroup.objects.in_bulk(field_name="slug")


def _values(kind: CategorySpec, group: CategoryGroup, order: int) -> dict[str, Any]:
    values = {name: value for name, value in vars(kind).items() if name not in ("questions", "sensitive")}
    lists = {name: list(values[name]) for name in ("lead", "co", "words", "outside_bodies")}
    return values | lists | {"group": group, "is_sensitive": kind.sensitive, "order": order}


def _write_questions(asked: dict[Category, tuple[QuestionSpec, ...]]) -> None:
    """A question that the file no longer asks is switched off, not deleted: answers to it stay."""
    Question.objects.filter(category__in=asked).update(is_active=False)
    values = [
        {
            **{name: value for name, value in vars(question).items() if name != "options"},
            "category": category,
            "options": [asdict(option) for option in question.options],
            "order": order,
            "is_active": True,
        }
        for category, questions in asked.items()
        for order, question in enumerate(questions)
    ]
    _write(Question, values, unique=["category", "code"])
