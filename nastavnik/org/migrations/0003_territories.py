from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0002_reference"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="node",
            index=models.Index(
                condition=models.Q(("kind", "territory")), fields=["sort_name", "id"], name="node_territories"
            ),
        ),
    ]
