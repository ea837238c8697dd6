from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_editions_to_come"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=Q(dated_on__isnull=False),
                fields=["code", "-dated_on", "-id"],
                name="paper_of_code_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=Q(dated_on__isnull=False),
                fields=["state", "-dated_on", "-id"],
                name="paper_of_state_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(condition=Q(removed_at=None), fields=["state", "-id"], name="paper_of_state"),
        ),
    ]
