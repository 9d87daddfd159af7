from django.db import migrations, models


class Migration(migrations.Migration):
    """What stood there was advice as often as a name: it stays as advice, and names are kept apart."""

    dependencies = [
        ("services", "0008_kinds_of_events"),
    ]

    operations = [
        migrations.RenameField(model_name="category", old_name="outside_body", new_name="outside_advice"),
        migrations.AlterField(
            model_name="category",
            name="outside_advice",
            field=models.CharField(blank=True, max_length=80, verbose_name="找外单位时留意"),
        ),
        migrations.AddField(
            model_name="category",
            name="outside_bodies",
            field=models.JSONField(blank=True, default=list, verbose_name="可上报到"),
        ),
    ]
