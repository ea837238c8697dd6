"""The morning round over the plans of a region as a job, begun by the clock of the region once a day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.jobs.models import Job
from nastavnik.org.clock import zone_of
from nastavnik.org.models import Node
from nastavnik.roadmaps.services import reminders

NAME = "roadmap.remind"
FROM_HOUR = 5
# After a longer rest nobody is told of what is long past.
LONGEST_REST = dt.timedelta(days=10)
PLANS = 200


@jobs.every(seconds=600)
def begin_the_rounds() -> list[Job]:
    """Early each morning, once in each region by its own clock; safe at any time and from several processes."""
    regions = Node.objects.filter(placements__parent=None, placements__to_on=None, closed_on=None)
    return [job for region in regions if (job := _begin(region)) is not None]


def _begin(region: Node) -> Job | None:
    now = timezone.localtime(timezone=zone_of(region))
    today, key = now.date(), f"{_key(region)}{now:%Y-%m-%d}"
    if now.hour < FROM_HOUR or Job.objects.filter(key=key).exists():
        return None
    days = {"since": str(_since(region, today)), "on": str(today)}
    return jobs.start(NAME, actor=None, node=region, key=key, params=days)


def _key(region: Node) -> str:
    return f"{NAME}:{region.uid}:"


def _since(region: Node, today: dt.date) -> dt.date:
    """The day of the last round; a clock that ran ahead and was set back does not count."""
    earlier = Job.objects.filter(kind=NAME, node=region, key__lt=f"{_key(region)}{today}")
    last = earlier.exclude(state=Job.State.FAILED).order_by("-key").values_list("params", flat=True).first()
    yesterday = today - dt.timedelta(days=1)
    return max(dt.date.fromisoformat(last["on"]), today - LONGEST_REST) if last else yesterday


@jobs.kind(NAME, title=_("Reminders of lines that fall due"), action="roadmap.view")
class Remind(jobs.Kind):
    """Plan by plan with a cursor, then the counts for the level above; a notice is once per plan, day and person."""

    def chunk(self, run: jobs.Run) -> bool:
        since, on = (dt.date.fromisoformat(run.params[name]) for name in ("since", "on"))
        region = run.node
        if run.cursor == "above" or region is None:
            return True
        after = int(run.cursor or 0)
        plans = (
            reminders.plans_to_remind(region, on).filter(pk__gt=after).order_by("pk").select_related("node")[:PLANS]
        )
        batch = list(plans)
        with run.writing():
            if batch:
                reminders.remind(batch, since=since, on=on)
                run.advance(cursor=batch[-1].pk, done=run.job.done + len(batch))
            else:
                reminders.tell_overseers(region, since=since, on=on)
                run.advance(cursor="above", done=run.job.done)
        return not batch
