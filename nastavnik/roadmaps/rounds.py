"""The morning round over plans as a job, begun by the clock of the region once a day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.jobs.models import Job
from nastavnik.roadmaps.services import reminders

NAME = "roadmap.remind"
FROM_HOUR = 5
# After a longer rest nobody is told of what is long past.
LONGEST_REST = dt.timedelta(days=10)
PLANS = 200


@jobs.every(seconds=600)
def begin_the_round() -> Job | None:
    """Early each morning, once; safe to call at any time and from several processes."""
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    today = now.date()
    if now.hour < FROM_HOUR or Job.objects.filter(key=_key(today)).exists():
        return None
    days = {"since": str(_since(today)), "on": str(today)}
    return jobs.start(NAME, actor=None, node=None, key=_key(today), params=days)


def _key(day: dt.date) -> str:
    return f"{NAME}:{day}"


def _since(today: dt.date) -> dt.date:
    """The day of the last round; a clock that ran ahead and was set back does not count."""
    earlier = Job.objects.filter(kind=NAME, key__lt=_key(today)).exclude(state=Job.State.FAILED)
    last = earlier.order_by("-key").values_list("params", flat=True).first()
    yesterday = today - dt.timedelta(days=1)
    return max(dt.date.fromisoformat(last["on"]), today - LONGEST_REST) if last else yesterday


@jobs.kind(NAME, title=_("Reminders of lines that fall due"), action="roadmap.view")
class Remind(jobs.Kind):
    """Plan by plan with a cursor, then the counts for the level above; a notice is once per plan, day and person."""

    def chunk(self, run: jobs.Run) -> bool:
        since, on = (dt.date.fromisoformat(run.params[name]) for name in ("since", "on"))
        if run.cursor == "above":
            return True
        after = int(run.cursor or 0)
        plans = reminders.plans_to_remind(on).filter(pk__gt=after).order_by("pk").select_related("node")[:PLANS]
        batch = list(plans)
        with run.writing():
            if batch:
                reminders.remind(batch, since=since, on=on)
                run.advance(cursor=batch[-1].pk, done=run.job.done + len(batch))
            else:
                reminders.tell_overseers(since=since, on=on)
                run.advance(cursor="above", done=run.job.done)
        return not batch
