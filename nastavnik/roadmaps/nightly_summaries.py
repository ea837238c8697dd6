"""What the clock does to the counts of plans: at midnight time alone makes lines overdue."""

from __future__ import annotations

from django.utils import timezone

from nastavnik import jobs
from nastavnik.jobs.models import Job
from nastavnik.roadmaps.services import summaries

NAME = "roadmap.summaries"


@jobs.every(seconds=600)
def count_plans_for_the_day() -> Job | None:
    """Begin the counting of plans that nobody counted today; the same job however many processes ask."""
    if not summaries.plans_to_count(0).exists():
        return None
    return jobs.start(NAME, actor=None, node=None, key=f"{NAME}:{timezone.localdate().isoformat()}")
