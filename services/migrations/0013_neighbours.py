from django.db import migrations, models
from django.db.models.functions import Concat


def fill(apps, schema_editor):
    """Names, sounds and phones become tokens; each text gets its station's. Homes are known from now on only."""
    from services.finding import reporter_tokens, station_token  # noqa: PLC0415

    request = apps.get_model("services", "Request")
    for station in request.objects.order_by().values_list("station_id", flat=True).distinct():
        token = f"{station_token(station)} "
        request.objects.filter(station=station).exclude(search="").update(
            search=Concat("search", models.Value(token))
        )
        known = request.objects.filter(station=station).exclude(reporter_name="", reporter_phone="")
        batch = []
        for row in known.only("pk", "reporter_name", "reporter_phone").iterator(1000):
            row.reporter_search = reporter_tokens(row.reporter_name, row.reporter_phone, station)
            batch.append(row)
            if len(batch) == 1000:
                request.objects.bulk_update(batch, ["reporter_search"])
                batch = []
        request.objects.bulk_update(batch, ["reporter_search"])


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0012_understood"),
    ]

    operations = [
        migrations.RenameField("request", "reporter_pinyin", "reporter_search"),
        migrations.AlterField("request", "reporter_search", models.TextField(blank=True, editable=False)),
        migrations.AddField("request", "household", models.CharField(blank=True, editable=False, max_length=32)),
        migrations.AddField(
            "request",
            "joined_at",
            models.DateTimeField(blank=True, null=True, verbose_name="自己说“我家也是”"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
