"""What the clock does to the selection of mentors."""

from __future__ import annotations

from django.utils import timezone

from nastavnik import jobs
from nastavnik.people.services import expiring


@jobs.every(seconds=3600)
def look_at_the_checks() -> int:
    """Checks that run out soon or have run out. Safe to do again and again."""
    return expiring.nightly(timezone.localdate())
