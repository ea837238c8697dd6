from django.db import migrations, models

STATES = [("draft", "being looked at"), ("waiting", "in progress"), ("done", "done")]


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0007_hand_downs")]

    operations = [
        migrations.AddField("bulkdeed", "done_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("bulkdeed", "job_uid", models.UUIDField(blank=True, editable=False, null=True)),
        migrations.AddField("bulkdeed", "kept", models.JSONField(blank=True, default=list)),
        migrations.AddField("bulkdeed", "lines", models.JSONField(default=list)),
        migrations.AddField("bulkdeed", "refused", models.JSONField(blank=True, default=list)),
        migrations.AddField("bulkdeed", "state", models.CharField(choices=STATES, default="draft", max_length=10)),
        migrations.AddField("bulkdeed", "values", models.JSONField(blank=True, default=dict)),
    ]
