import django.db.models.deletion
from django.db import migrations, models

import nastavnik.base.uids
import nastavnik.org.models.plain_order


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("territory", "territory"), ("body", "organisation")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "type",
                    models.CharField(help_text="A code of the reference list.", max_length=40, verbose_name="type"),
                ),
                (
                    "path",
                    nastavnik.org.models.plain_order.PlainOrderField(
                        editable=False, max_length=500, verbose_name="path"
                    ),
                ),
                ("short_name", models.CharField(max_length=200, verbose_name="short name")),
                ("full_name", models.CharField(max_length=600, verbose_name="full name")),
                (
                    "sort_name",
                    nastavnik.org.models.plain_order.PlainOrderField(blank=True, editable=False, max_length=200),
                ),
                ("search_name", models.TextField(editable=False)),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "indexes": [models.Index(fields=["sort_name", "id"], name="node_sorted")],
                "constraints": [models.UniqueConstraint(fields=("path",), name="node_path_once")],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pilot", "Takes part in the pilot project"),
                            ("phase", "Phase of the roll-out"),
                            ("ogrn", "State registration number (OGRN)"),
                            ("inn", "Taxpayer number (INN)"),
                            ("curator_contact", "Work contact of the curator"),
                            ("site", "Page on the website"),
                        ],
                        max_length=20,
                        verbose_name="fact",
                    ),
                ),
                ("value", models.CharField(max_length=300, verbose_name="value")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="org.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "fact",
                "verbose_name_plural": "facts",
                "abstract": False,
                "indexes": [models.Index(fields=["kind", "value"], name="fact_value")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                        name="org_fact_period",
                        violation_error_message="A period ends after the day it begins.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)), fields=("node", "kind"), name="fact_open_once"
                    ),
                    models.UniqueConstraint(fields=("node", "kind", "from_on"), name="fact_day_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "ogrn"), ("to_on", None)),
                        fields=("value",),
                        name="fact_ogrn_once",
                        violation_error_message="Another organisation has this OGRN. Look it up by the number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NodeName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                ("full", models.CharField(max_length=600, verbose_name="full name")),
                ("short", models.CharField(max_length=200, verbose_name="short name")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="org.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                        name="org_nodename_period",
                        violation_error_message="A period ends after the day it begins.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)), fields=("node",), name="node_name_open_once"
                    ),
                    models.UniqueConstraint(fields=("node", "from_on"), name="node_name_day_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                ("path", nastavnik.org.models.plain_order.PlainOrderField(max_length=500, verbose_name="path")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="org.node"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children_placements",
                        to="org.node",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "abstract": False,
                "indexes": [models.Index(fields=["path", "from_on"], name="placement_path")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                        name="org_placement_period",
                        violation_error_message="A period ends after the day it begins.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)), fields=("node",), name="placement_open_once"
                    ),
                    models.UniqueConstraint(fields=("node", "from_on"), name="placement_day_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reorganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("renamed", "renamed"),
                            ("moved", "moved"),
                            ("merged", "joined to another"),
                            ("closed", "closed"),
                        ],
                        max_length=10,
                        verbose_name="deed",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="basis")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reorganisations", to="org.node"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reorganisations_into",
                        to="org.node",
                    ),
                ),
            ],
            options={
                "verbose_name": "reorganisation",
                "verbose_name_plural": "reorganisations",
                "indexes": [models.Index(fields=["node", "on"], name="reorganisation_node_on")],
            },
        ),
    ]
