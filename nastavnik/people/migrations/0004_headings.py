from __future__ import annotations

from typing import Any

from django.db import migrations, models


def forget(apps: Any, _editor: Any) -> None:
    """What was kept were the words of headings, which may name people; each is asked about once more."""
    apps.get_model("people", "ColumnMemory").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0003_city")]
    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AlterField("columnmemory", "heading", models.CharField(max_length=64)),
    ]
