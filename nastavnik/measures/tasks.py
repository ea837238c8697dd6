"""Once a day every figure is counted anew for every organisation: at midnight time alone makes lines overdue."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.measures import counting
from nastavnik.measures.declaring import all_units
from nastavnik.measures.models import Round
from nastavnik.org.models import Node

CHUNK = 500
LOOK_SECONDS = 600


@jobs.kind("measures.recount", title=_("Counting the figures for the new day"), action="measure.view")
class Recount(jobs.Kind):
    """All organisations, in the order of their keys; the round is closed after the last of them."""

    def chunk(self, run: jobs.Run) -> bool:
        day = dt.date.fromisoformat(run.params["on"])
        if day != timezone.localdate():
            return True  # waited past midnight: the next day's job counts
        after = int(run.cursor or 0)
        with run.writing():
            keys = list(Node.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
            counting.recount(keys, day)
            if len(keys) < CHUNK:
                counting.close_round(day)
            run.advance(cursor=keys[-1] if keys else after, done=run.job.done + len(keys))
        return len(keys) < CHUNK


@jobs.every(seconds=LOOK_SECONDS)
def count_the_day() -> None:
    """See that the figures are counted for today; the same job however many processes ask."""
    today = timezone.localdate()
    kept = {(units.name, period.code) for units in all_units() for period in units.kept_periods(today)}
    if kept - set(Round.objects.filter(on=today).values_list("units", "period")):
        jobs.start("measures.recount", actor=None, node=None, params={"on": today.isoformat()}, key=_key(today))


def _key(day: dt.date) -> str:
    return f"measures.recount:{day.isoformat()}"
