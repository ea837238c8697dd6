from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_journal"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=Q(dated_on__isnull=False), fields=["-dated_on", "-id"], name="paper_by_date"
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(condition=Q(removed_at=None), fields=["code", "-id"], name="paper_of_code"),
        ),
    ]
