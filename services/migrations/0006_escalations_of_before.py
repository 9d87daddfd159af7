from datetime import timedelta

from django.db import migrations
from django.utils import timezone

A_WEEK = timedelta(days=7)


def give_them_a_clock(apps, schema_editor):
    """What was above before escalations were kept gets one, so that it can come down again."""
    Request, Escalation = apps.get_model("services", "Request"), apps.get_model("services", "Escalation")
    now = timezone.now()
    above = Request.objects.filter(status="escalated", escalations=None)
    for request in above:
        Escalation.objects.create(
            request=request,
            to_level="community",
            reason=request.escalated_to,
            receiver_id=request.assignee_id,
            receiver_title=request.assignee_title,
            sent_at=now,
            due_at=now + A_WEEK,
        )
    Request.objects.filter(status="escalated", followup_due_at=None).update(followup_due_at=now + A_WEEK)


class Migration(migrations.Migration):
    dependencies = [("services", "0005_escalations")]
    operations = [migrations.RunPython(give_them_a_clock, migrations.RunPython.noop)]
