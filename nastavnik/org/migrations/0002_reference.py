import uuid

import django.db.models.deletion
from django.db import migrations, models

import nastavnik.base.uids


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0001_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                ("title_ru", models.CharField(max_length=300, verbose_name="title")),
                ("position", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                ("stamp", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "verbose_name": "reference list",
                "verbose_name_plural": "reference lists",
            },
        ),
        migrations.CreateModel(
            name="ReferenceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("from_on", models.DateField(verbose_name="from")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="basis")),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with the product"), ("product", "edited here")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="org.referenceset"
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a reference list",
                "verbose_name_plural": "versions of reference lists",
            },
        ),
        migrations.CreateModel(
            name="ReferenceEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                ("code", models.CharField(max_length=120, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0)),
                ("title_ru", models.CharField(max_length=500, verbose_name="title")),
                ("data", models.JSONField(verbose_name="content")),
                ("mark", models.CharField(blank=True, max_length=1, verbose_name="foundation")),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with the product"), ("product", "edited here")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("file_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("offered", models.JSONField(blank=True, editable=False, null=True)),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="org.referenceset"
                    ),
                ),
                (
                    "since",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.referenceversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "reference entry",
                "verbose_name_plural": "reference entries",
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="referenceversion",
            constraint=models.UniqueConstraint(fields=("set", "number"), name="reference_version_once"),
        ),
        migrations.AddConstraint(
            model_name="referenceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="org_referenceentry_period",
                violation_error_message="A period ends after the day it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referenceentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on", None)), fields=("set", "code"), name="reference_entry_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="referenceentry",
            constraint=models.UniqueConstraint(fields=("set", "code", "from_on"), name="reference_entry_day_once"),
        ),
    ]
