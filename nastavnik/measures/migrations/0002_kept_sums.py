"""Sums of all columns in one row: a roll-up reads a row for an organisation and not one for each figure."""

import django.db.models.deletion
from django.db import migrations, models

SLOTS = [(f"s{number}", models.BigIntegerField(default=0)) for number in range(1, 13)]


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_kept_values"), ("org", "0003_territories")]

    # What was kept is counted anew by the next round, so nothing has to be carried over.
    operations = [
        migrations.DeleteModel("KeptValue"),
        migrations.DeleteModel("Round"),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("units", models.CharField(max_length=60, verbose_name="what is counted")),
                ("period", models.CharField(max_length=10, verbose_name="period")),
                ("columns", models.CharField(max_length=500)),
                ("on", models.DateField(verbose_name="as of")),
                ("counted_at", models.DateTimeField(verbose_name="counted")),
            ],
            options={
                "verbose_name": "round of counting",
                "verbose_name_plural": "rounds of counting",
                "constraints": [models.UniqueConstraint(fields=("units", "period"), name="round_once")],
            },
        ),
        migrations.CreateModel(
            name="KeptValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("units", models.CharField(max_length=60, verbose_name="what is counted")),
                ("period", models.CharField(max_length=10, verbose_name="period")),
                *SLOTS,
                ("on", models.DateField(verbose_name="as of")),
                ("counted_at", models.DateTimeField(verbose_name="counted")),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "verbose_name": "kept figure",
                "verbose_name_plural": "kept figures",
                "constraints": [models.UniqueConstraint(fields=("units", "period", "node"), name="kept_value_once")],
            },
        ),
    ]
