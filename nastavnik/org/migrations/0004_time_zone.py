from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0003_territories"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pilot", "Takes part in the pilot project"),
                    ("phase", "Phase of the roll-out"),
                    ("ogrn", "State registration number (OGRN)"),
                    ("inn", "Taxpayer number (INN)"),
                    ("curator_contact", "Work contact of the curator"),
                    ("site", "Page on the website"),
                    ("time_zone", "Time of the territory"),
                ],
                max_length=20,
                verbose_name="fact",
            ),
        ),
    ]
