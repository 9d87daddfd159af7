from django.db import migrations
from django.db.models import Case, CharField, DateTimeField, F, Q, Value, When
from django.db.models.functions import Now

GIVEN = ["assigned", "in_progress"]
DUE = {"accept": "accept_due_at", "contact": "contact_due_at", "resolve": "resolve_due_at", "follow_up": "followup_due_at"}


def begin(apps, schema_editor):
    """Which promise runs, so that no list is empty meanwhile; light and climb are for the first `runperiodic`."""
    rows = apps.get_model("services", "Request").objects.using(schema_editor.connection.alias)
    accepts = Q(status="submitted", accept_due_at__isnull=False)
    contacts = Q(status__in=GIVEN, contacted_at=None, contact_due_at__isnull=False)
    solves = Q(status__in=["submitted", *GIVEN], resolve_due_at__isnull=False)
    answers = Q(status="escalated", followup_due_at__isnull=False)
    promised = [(accepts, "accept"), (contacts, "contact"), (solves, "resolve"), (answers, "follow_up")]
    rows.filter(accepts | contacts | solves | answers).update(
        pressing=Case(*(When(q, then=Value(name)) for q, name in promised), output_field=CharField()),
        pressing_at=Case(*(When(q, then=F(DUE[name])) for q, name in promised), output_field=DateTimeField()),
        light="green",
        moves_at=Now(),
    )


class Migration(migrations.Migration):

    dependencies = [("services", "0006_escalations_of_before")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
