"""Statements put together as text say what the same querysets say."""

import pytest
from django.db.models import Case, Q, When

from core.models import AuditEntry
from core.search import one_of
from core.statements import EVERYWHERE, NOWHERE, Keys, Rows, Written, condition


@pytest.fixture
def entries(db: None) -> list[int]:
    return [AuditEntry.objects.create(verb=f"v{n % 3}", object_label=f"{n}%s").pk for n in range(7)]


@pytest.mark.parametrize(
    "q",
    [
        Q(verb="v1"),
        ~Q(verb="v1"),
        Q(verb="v0") | Q(object_label="4%s"),
        Q(verb__in=[]),
        ~Q(verb__in=[]),
        Q(),
        Q(actor=None, object_label__contains="%s"),
        Q(pk__in=AuditEntry.objects.filter(verb="v2").values("pk")),
    ],
)
def test_a_condition_as_text_holds_for_the_same_rows(entries: list[int], q: Q) -> None:
    rows = Rows(AuditEntry.objects.exclude(verb="v9"))

    found = Keys(rows.that(condition(AuditEntry, q))).read()

    assert sorted(found) == sorted(AuditEntry.objects.filter(q).values_list("pk", flat=True))


def test_conditions_are_joined_as_text_with_their_values_in_order(entries: list[int]) -> None:
    first, second, third = (condition(AuditEntry, Q(object_label=f"{n}%s")) for n in (1, 2, 3))
    rows = Rows(AuditEntry.objects.all())

    assert sorted(Keys(rows.that((first | second) & (second | third))).read()) == [entries[2]]
    assert Keys(rows.that(first & NOWHERE)).read() == []
    assert (first & EVERYWHERE, first | NOWHERE) == (first, first)


def test_so_many_in_order_and_each_key_once(entries: list[int]) -> None:
    rows = Rows(AuditEntry.objects.all())
    newest, odd = rows.that(EVERYWHERE, ["-pk"], 3), rows.that(condition(AuditEntry, one_of(entries[1::2])))

    assert sorted(Keys(newest).read()) == entries[4:]
    assert sorted(Keys(newest, odd).read()) == [entries[1], entries[3], *entries[4:]]
    nothing = Rows(AuditEntry.objects.none())
    assert Keys(nothing.that(EVERYWHERE), nothing.that(condition(AuditEntry, Q(verb="v1")), ["-pk"])).read() == []
    assert Keys().read() == []


def test_an_order_with_values_of_its_own_is_refused(entries: list[int]) -> None:
    rows = Rows(AuditEntry.objects.all())
    with pytest.raises(ValueError, match="order"):
        rows.that(EVERYWHERE, [Case(When(verb="v1", then=0), default=1)])


def test_what_is_given_is_looked_up_before(entries: list[int]) -> None:
    of_them = Written("id IN (SELECT * FROM them)", given=(("them", Written("SELECT 5 - 5 + %s", (entries[2],))),))
    rows = Rows(AuditEntry.objects.all())
    keys = Keys(rows.that(condition(AuditEntry, Q(verb="v2")) & of_them), rows.that(of_them))

    assert keys.read() == [entries[2]]
    assert [row.pk for row in AuditEntry.objects.filter(pk__in=keys)] == [entries[2]]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_one_of_so_many(entries: list[int], count: int) -> None:
    found = AuditEntry.objects.filter(one_of(entries[:count])).order_by("pk")

    assert list(found.values_list("pk", flat=True)) == entries[:count]


def test_a_condition_that_would_join_another_table_is_none(db: None) -> None:
    with pytest.raises(ValueError, match="joined to no other"):
        condition(AuditEntry, Q(actor__name="张三"))
