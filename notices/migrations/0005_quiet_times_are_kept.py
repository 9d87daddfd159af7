import datetime

from django.db import migrations, models
from django.db.models import Q


def keep_off(apps, schema_editor):
    """Without times nothing was quiet; the usual ones stand there when it is switched on again."""
    rows = apps.get_model("notices", "NoticeSettings").objects.filter(Q(quiet_from=None) | Q(quiet_until=None))
    rows.update(is_quiet=False, quiet_from=datetime.time(22, 0), quiet_until=datetime.time(7, 0))


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0004_announcements'),
    ]

    operations = [
        migrations.AddField(
            model_name='noticesettings',
            name='is_quiet',
            field=models.BooleanField(default=True, verbose_name='夜里不打扰'),
        ),
        migrations.RunPython(keep_off, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='noticesettings',
            name='quiet_from',
            field=models.TimeField(default=datetime.time(22, 0), verbose_name='几点以后不打扰'),
        ),
        migrations.AlterField(
            model_name='noticesettings',
            name='quiet_until',
            field=models.TimeField(default=datetime.time(7, 0), verbose_name='到第二天几点'),
        ),
    ]
