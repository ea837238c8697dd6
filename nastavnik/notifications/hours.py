"""When a letter may arrive: the hour of the day's letter and the quiet hours, by the clock of its reader. Pure.

The hours are those on the wall; "from 21 to 7" goes over midnight, "from 0 to 0" is never.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Hours:
    digest: int = 8
    quiet_from: int = 21
    quiet_to: int = 7

    def is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    def next_digest(self, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
        """The first moment after ``now`` at which the day's letter goes out."""
        return _next(self.digest, now, zone)

    def after_quiet(self, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
        """``now``, or the end of the quiet hours in which it lies."""
        return _next(self.quiet_to, now, zone) if self.is_quiet(now.astimezone(zone).hour) else now


def _next(hour: int, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    today = now.astimezone(zone).date()
    on_the_wall = (
        dt.datetime.combine(today + dt.timedelta(days=days), dt.time(hour), tzinfo=zone) for days in (0, 1)
    )
    return next(moment for moment in on_the_wall if moment > now)
