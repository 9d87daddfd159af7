import core.search
from django.db import migrations, models
from django.db.models import Q

IN_SIGHT = ~Q(escalated_to="") | Q(level="community") | Q(highest_climb__gte=3)
IN_HAND = Q(status__in=["submitted", "assigned", "in_progress", "suspended", "escalated", "resolved"])


class Migration(migrations.Migration):
    """A list, its counts and its stamp are walked to, each along an index (docs/neighbours.md)."""

    dependencies = [
        ("services", "0019_in_sight"),
    ]

    operations = [
        migrations.AddIndex("request", models.Index(fields=["station", "-updated_at"], name="request_by_change")),
        migrations.AddIndex(
            "request",
            core.search.BigramIndex(
                fields=["reporter_search"], condition=IN_SIGHT, name="request_in_sight_by_reporter"
            ),
        ),
        migrations.AddIndex(
            "request", models.Index(fields=["-updated_at"], condition=IN_SIGHT, name="request_in_sight_by_change")
        ),
        migrations.AddIndex(
            "request", models.Index(fields=["station", "category"], condition=IN_SIGHT, name="request_in_sight_by_kind")
        ),
        migrations.AddIndex(
            "request",
            models.Index(fields=["station", "status"], condition=IN_SIGHT & IN_HAND, name="request_in_sight_in_hand"),
        ),
    ]
