import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.base.uids


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("org", "0003_territories"),
        ("roadmaps", "0003_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandDown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("", "this plan alone"),
                            ("organisations", "every organisation"),
                            ("districts", "every district"),
                        ],
                        default="organisations",
                        max_length=15,
                        verbose_name="addressed to",
                    ),
                ),
                ("types", models.JSONField(blank=True, default=list)),
                ("pilots_only", models.BooleanField(default=False, verbose_name="pilot organisations only")),
                ("receivers", models.PositiveIntegerField(default=0, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hand_downs", to="roadmaps.roadmap"
                    ),
                ),
                (
                    "under",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={"ordering": ["roadmap", "pk"]},
        ),
    ]
