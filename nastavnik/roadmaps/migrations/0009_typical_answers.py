import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.base.uids


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0008_heading_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="roadmapline",
            name="typical",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="roadmaps.roadmapline",
            ),
        ),
        migrations.CreateModel(
            name="Printout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("format", models.CharField(choices=[("docx", "Word"), ("pdf", "PDF")], max_length=4)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("chosen", models.TextField(blank=True)),
                ("job_uid", models.UUIDField(blank=True, editable=False, null=True)),
                ("file_key", models.CharField(blank=True, editable=False, max_length=100)),
                ("made_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="printouts", to="roadmaps.roadmap"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="TypicalAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("edition", models.PositiveSmallIntegerField()),
                ("base_edition", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "taken into the plan"),
                            ("taken", "new words taken"),
                            ("set_aside", "marked as not relevant"),
                            ("left", "left as it is with us"),
                        ],
                        max_length=10,
                    ),
                ),
                ("line_version", models.PositiveIntegerField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now=True)),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="roadmaps.roadmapline",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="typical_answers",
                        to="roadmaps.roadmap",
                    ),
                ),
                (
                    "typical",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="roadmaps.roadmapline"
                    ),
                ),
            ],
            options={
                "ordering": ["roadmap", "-made_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("roadmap", "typical"), name="typical_answer_once")],
            },
        ),
    ]
