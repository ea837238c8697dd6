from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0002_counts")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="mentorask",
            name="state",
            field=models.CharField(
                choices=[
                    ("sent", "sent"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("taken_back", "taken back"),
                    ("closed", "closed"),
                ],
                default="sent",
                max_length=10,
            ),
        ),
    ]
