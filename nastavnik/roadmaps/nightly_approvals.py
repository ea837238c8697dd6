"""What the clock does to plans on their way: approved ones come into force, late steps are reminded of once."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from nastavnik import jobs
from nastavnik.approvals.queries import late_steps
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.services import approval

LATELY = dt.timedelta(days=7)


@jobs.every(seconds=3600)
def put_approved_plans_in_force() -> int:
    return approval.put_due_in_force()


@jobs.every(seconds=3600)
def remind_of_late_steps() -> int:
    """Those whose turn it is are told once more when the day has passed; gives how many steps are late."""
    today = timezone.localdate()
    # Told once; a week later the list of what waits says it to whoever looks.
    fresh = late_steps(today).filter(due_on__gte=today - LATELY, chain__subject_kind=approval.KIND)
    late = list(fresh)
    plans = Roadmap.objects.select_related("node").in_bulk(
        [step.chain.subject_uid for step in late], field_name="uid"
    )
    for step in late:
        if roadmap := plans.get(step.chain.subject_uid):
            approval.tell_of_turn(roadmap, step, event=f"plan.to_agree:{step.uid}:late")
    return len(late)
