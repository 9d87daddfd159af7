from django.db import migrations
from django.db.models import F


def told_already(apps, schema_editor):
    """What was in the inboxes before there were other ways out is not sent after people now."""
    apps.get_model("notices", "Notice").objects.filter(fanned_out_at=None).update(fanned_out_at=F("created_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_outbox'),
    ]

    operations = [
        migrations.RunPython(told_already, migrations.RunPython.noop),
    ]
