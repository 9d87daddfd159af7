from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group

from core import audit
from core.models import AppendOnly, AuditEntry

User = get_user_model()
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return User.objects.create_user("13800000001", name="李试")


@pytest.fixture
def thing():
    return Group.objects.create(name="一组")


def test_entry_copies_names_so_that_it_can_be_read_later(actor, thing):
    audit.record(actor=actor, verb="rename", obj=thing, scope=7, note=" 写错了\x00 ", before={"name": "1组"})
    pk = thing.pk
    thing.delete()
    actor.delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_label, entry.verb, entry.object_type, entry.object_id, entry.object_label) == (
        *(None, "李试", "rename"),
        *("auth.group", str(pk), "一组"),
    )
    assert (entry.scope, entry.note, entry.before, entry.after) == ("7", "写错了", {"name": "1组"}, None)


def test_values_may_hold_dates_and_decimals(actor, thing):
    audit.record(actor=actor, verb="set", obj=thing, after={"due": date(2026, 11, 23), "hours": Decimal("1.5")})
    assert AuditEntry.objects.get().after == {"due": "2026-11-23", "hours": "1.5"}


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_the_machine_and_strangers_have_no_name(nobody, thing):
    entry = audit.record(actor=nobody, verb="expire", obj=thing)
    assert (entry.actor, entry.actor_label) == (None, "")


def test_an_entry_may_be_about_no_thing(actor):
    entry = audit.record(actor=actor, verb="export", obj=None)
    assert (entry.object_type, entry.object_id, entry.object_label) == ("", "", "")


def test_long_labels_are_cut(actor):
    entry = audit.record(actor=actor, verb="rename", obj=Group(pk=1, name="长" * 300))
    assert entry.object_label == "长" * 200


def test_entry_cannot_be_changed_or_deleted(actor, thing):
    entry = audit.record(actor=actor, verb="rename", obj=thing)
    entry.note = "anders"
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.get().save,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(note="anders"),
        lambda: AuditEntry.objects.bulk_update([entry], ["note"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert list(AuditEntry.objects.values_list("note", flat=True)) == [""]
