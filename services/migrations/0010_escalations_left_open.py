from django.db import migrations
from django.utils import timezone


def end_them(apps, schema_editor):
    """A request that turned into a complaint while it was above came back, but its escalation went on, and with it the
    outside body's link. Its answer is not waited for any more; the station's clock had been started anew already."""
    Request, Escalation = apps.get_model("services", "Request"), apps.get_model("services", "Escalation")
    left = Escalation.objects.filter(ended_at=None).exclude(request__status="escalated")
    requests = list(left.values_list("request", flat=True))
    left.update(ended_at=timezone.now(), ending="called_off", passed_on_at=None)
    Request.objects.filter(pk__in=requests).update(followup_due_at=None)
    for request in Request.objects.filter(pk__in=requests, clock_stopped_at__isnull=False).exclude(status="suspended"):
        pause = timezone.now() - request.clock_stopped_at
        if request.resolve_due_at:
            request.resolve_due_at += pause
        request.clock_started_at += pause
        request.clock_stopped_at = None
        request.save(update_fields=["resolve_due_at", "clock_started_at", "clock_stopped_at"])


class Migration(migrations.Migration):
    dependencies = [("services", "0009_outside_bodies")]
    operations = [migrations.RunPython(end_them, migrations.RunPython.noop)]
