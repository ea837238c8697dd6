"""What the clock does to lines that wait for the data: dates begin, and sums over others change."""

from __future__ import annotations

from nastavnik import jobs
from nastavnik.roadmaps.services import rules


@jobs.every(seconds=3600)
def look_at_waiting_rules() -> int:
    return rules.check_waiting()
