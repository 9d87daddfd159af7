import django.db.models.deletion
from django.db import migrations, models

# The table of a topic's reports is there already; it only gets a model of its own, and then a column.
MEMBERS = [
    migrations.CreateModel(
        name="TopicMember",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "hottopic",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.hottopic"
                ),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="in_topics", to="services.request"
                ),
            ),
        ],
        options={"db_table": "services_hottopic_members", "unique_together": {("hottopic", "request")}},
    ),
    migrations.AlterField(
        model_name="hottopic",
        name="members",
        field=models.ManyToManyField(related_name="topics", through="services.TopicMember", to="services.request"),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0022_left_out"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MEMBERS),
        migrations.AddField(
            model_name="topicmember",
            name="since",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="hottopic",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
