from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0006_bulk_deeds")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                ("line", models.BigIntegerField()),
            ],
        ),
    ]
