import core.search
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the rows: PostgreSQL builds no index on a table that has changes waiting."""

    dependencies = [
        ("services", "0013_neighbours"),
    ]

    operations = [
        migrations.AddIndex("request", models.Index(fields=["building", "-filed_at"], name="request_by_building")),
        migrations.AddIndex(
            "request", models.Index(fields=["station", "category", "-filed_at"], name="request_by_kind")
        ),
        migrations.AddIndex(
            "request", core.search.BigramIndex(fields=["reporter_search"], name="request_by_reporter_token")
        ),
    ]
