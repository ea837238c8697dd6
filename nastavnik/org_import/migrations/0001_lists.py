from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.base.uids

STATES = [
    ("reading", "being read"),
    ("ready", "ready to look through"),
    ("refused", "cannot be read"),
    ("accepting", "being accepted"),
    ("accepted", "accepted"),
    ("undone", "taken back"),
    ("discarded", "put aside"),
]
VERDICTS = [("new", "new"), ("changed", "changed"), ("same", "as it is"), ("wrong", "with errors")]
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to_node(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(related_name="+", to="org.node", **options)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("org", "0002_reference"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="OrgList",
            fields=[
                ("id", KEY),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(choices=STATES, default="reading", max_length=10)),
                ("file_key", models.CharField(editable=False, max_length=100)),
                ("file_name", models.CharField(max_length=255)),
                ("job_uid", models.UUIDField(blank=True, editable=False, null=True)),
                ("refusal_code", models.CharField(blank=True, max_length=40)),
                ("holds_from", models.DateField(verbose_name="holds from")),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("node", to_node(on_delete=django.db.models.deletion.PROTECT)),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="OrgRow",
            fields=[
                ("id", KEY),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveIntegerField()),
                ("data", models.JSONField()),
                ("verdict", models.CharField(choices=VERDICTS, default="wrong", max_length=10)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("faults", models.JSONField(blank=True, default=dict)),
                ("is_left_out", models.BooleanField(default=False)),
                ("done", models.JSONField(blank=True, default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="org_import.orglist"
                    ),
                ),
                ("node", to_node(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL)),
            ],
            options={
                "ordering": ["batch", "position"],
                "constraints": [models.UniqueConstraint(fields=("batch", "position"), name="org_row_once")],
            },
        ),
    ]
