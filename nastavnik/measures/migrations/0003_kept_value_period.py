from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_kept_sums")]

    operations = [
        migrations.AddIndex("keptvalue", models.Index(fields=["period"], name="kept_value_period")),
    ]
