import core.search
from django.db import migrations, models
from django.db.models import Q


IN_SIGHT = ~Q(escalated_to="") | Q(level="community") | Q(highest_climb__gte=3)


class Migration(migrations.Migration):
    """What officers of a community may read is little of all: indexes of that alone (docs/neighbours.md)."""

    dependencies = [
        ("services", "0018_in_hand"),
    ]

    operations = [
        migrations.AddIndex("request", models.Index(fields=["-filed_at"], condition=IN_SIGHT, name="request_in_sight")),
        migrations.AddIndex(
            "request",
            core.search.BigramIndex(fields=["search"], condition=IN_SIGHT, name="request_in_sight_by_bigram"),
        ),
    ]
