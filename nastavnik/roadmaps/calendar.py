"""From a schedule to the dates on which a line is controlled. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from nastavnik.roadmaps.deadlines import Kind, Period, Schedule

Times = tuple[tuple[dt.date, dt.date | None], ...]
# A daily rhythm over four years would make 1,500 rows that nobody ticks: it is controlled at most so often.
MOST = 400
DATED = frozenset({Kind.DATE, Kind.DEADLINE, Kind.RANGE, Kind.RANGES})


def times_of(
    schedule: Schedule, period: Period, *, control: str = "quarter", manual_due_on: dt.date | None = None
) -> Times:
    """(starts on, due on) of each occurrence, sorted; a line has at least one.

    A date set by hand wins. Dates that the text names stand even outside the plan's period: real plans are
    approved after their first rows are due. What nothing dates gets one occurrence that never falls due.
    """
    if manual_due_on is not None:
        return ((min(period.start, manual_due_on), manual_due_on),)
    if schedule.kind is Kind.DEADLINE and not schedule.rrule:
        # A deadline says only when the time ends; it runs from the beginning of the plan.
        return tuple((min(period.start, end), end) for _, end in schedule.windows)
    if schedule.kind in DATED and not schedule.rrule:
        return tuple(schedule.windows) or ((period.start, None),)
    if schedule.kind is Kind.CONTINUOUS and control == "month":
        schedule = replace(schedule, kind=Kind.RECURRING, rrule="FREQ=MONTHLY")
    found: Times = schedule.occurrences(period)[:MOST]
    return found or ((period.start, None),)
