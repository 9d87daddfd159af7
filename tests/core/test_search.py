import pytest
from django.db import connection, transaction

from core import audit
from core.models import AuditEntry
from core.search import BigramIndex, bigram_filter
from core.text import bigrams

# Any table with a column of text serves to try the search.
TEXTS = ["3号楼电梯困人了", "电话打不通，梯子借一下", "楼顶漏水", "WIFI坏了，房号1301", "〇𠮷々"]


@pytest.fixture
def texts(db):
    for text in TEXTS:
        AuditEntry.objects.create(verb="test", object_label=text, note=bigrams(text))


def found(q: str) -> list[str]:
    rows = bigram_filter(AuditEntry.objects.order_by("pk"), "note", q)
    return [row.object_label for row in rows]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("电梯", [TEXTS[0]]),
        ("电梯困人", [TEXTS[0]]),
        ("困人 3号楼", [TEXTS[0]]),
        ("梯", [TEXTS[0], TEXTS[1]]),
        ("水", [TEXTS[2]]),  # the last character of a run
        ("了", [TEXTS[0], TEXTS[3]]),
        ("wifi", [TEXTS[3]]),
        ("ＷＩＦＩ", [TEXTS[3]]),
        ("1301", [TEXTS[3]]),
        ("301", []),  # numbers are found whole
        ("wif", []),
        ("梯困 不通", []),  # everything must be there
        ("𠮷", [TEXTS[4]]),
        ("〇", [TEXTS[4]]),
        ("々", [TEXTS[4]]),
        ("〇𠮷", [TEXTS[4]]),
        ("", TEXTS),
        ("  ", TEXTS),
        ("！？%_", []),
        ("' | 电梯 & ! :* \\ \x01", [TEXTS[0]]),  # nothing of the query language comes through
    ],
)
def test_search(texts, q, expected):
    assert found(q) == expected


def test_search_leads_through_relations(db, django_user_model):
    user = django_user_model.objects.create_user("13800000001", name=bigrams("电梯"))
    audit.record(actor=user, verb="test", obj=None)
    rows = AuditEntry.objects.all()
    assert (bigram_filter(rows, "actor__name", "电梯").count(), bigram_filter(rows, "actor__name", "水管").count()) == (
        1,
        0,
    )


@pytest.mark.django_db(transaction=True)
def test_index_can_be_made_and_dropped_on_either_database():
    index = BigramIndex(fields=["note"], name="test_bigrams")

    def names() -> set[str]:
        with connection.cursor() as cursor:
            return set(connection.introspection.get_constraints(cursor, AuditEntry._meta.db_table))

    with connection.schema_editor() as editor:
        editor.add_index(AuditEntry, index)
    made = "test_bigrams" in names()
    with connection.schema_editor() as editor:
        editor.remove_index(AuditEntry, index)
    assert (made, "test_bigrams" in names()) == (True, False)


def test_index_goes_through_a_migration_unchanged():
    index = BigramIndex(fields=["note"], name="test_bigrams")
    assert index.deconstruct() == ("core.search.BigramIndex", (), {"fields": ["note"], "name": "test_bigrams"})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_postgresql_answers_from_the_index():
    index = BigramIndex(fields=["note"], name="test_bigrams")
    with connection.schema_editor() as editor:
        editor.add_index(AuditEntry, index)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = bigram_filter(AuditEntry.objects.order_by(), "note", "电梯").explain()
    finally:
        with connection.schema_editor() as editor:
            editor.remove_index(AuditEntry, index)
    assert "Bitmap Index Scan on test_bigrams" in plan
