"""Lines made of typical plans name the line that they go back to; published typical plans keep their words."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

WORDS = (
    "uid", "number", "title", "deadline_text", "schedule", "responsible_text", "result", "section__number",
    "section__title", "relative",
)  # fmt: skip
# A plan goes on from the plan before it: so many years back a line may have come from a typical plan.
MOST_YEARS = 20


def link(apps: Any, schema_editor: Any) -> None:
    lines = apps.get_model("roadmaps", "RoadmapLine").objects
    lines.filter(typical=None, copied_from__roadmap__is_template=True).update(typical=F("copied_from"))
    for _year in range(MOST_YEARS):
        linked = 0
        for origin in ("copied_from", "amends"):
            original = lines.filter(pk=OuterRef(origin)).order_by().values("typical")[:1]
            behind = lines.filter(typical=None, **{f"{origin}__typical__isnull": False})
            linked += behind.update(typical=Subquery(original))
        if not linked:
            return


def keep_words(apps: Any, schema_editor: Any) -> None:
    plans = apps.get_model("roadmaps", "Roadmap").objects.filter(is_template=True, status="in_force", baselines=None)
    for plan in plans.iterator(chunk_size=100):
        lines = plan.lines.filter(removed_at=None).order_by("position", "pk").values(*WORDS)
        apps.get_model("roadmaps", "Baseline").objects.create(
            roadmap=plan,
            edition=plan.edition,
            content={
                "title": plan.title,
                "period": [plan.starts_on.isoformat(), plan.ends_on.isoformat()],
                "lines": [{**line, "uid": str(line["uid"])} for line in lines],
            },
        )


def forget_words(apps: Any, schema_editor: Any) -> None:
    apps.get_model("roadmaps", "Baseline").objects.filter(roadmap__is_template=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0009_typical_answers"),
    ]

    operations = [
        migrations.RunPython(link, migrations.RunPython.noop),
        migrations.RunPython(keep_words, forget_words),
    ]
