"""The school year that pages begin with. Here alone the portal asks a clock for it."""

from __future__ import annotations

from django.utils import timezone

from nastavnik.org.calendar import school_year_of


def this_year() -> int:
    """The school year of today, by the clock of whoever reads, as the year of its September."""
    return school_year_of(timezone.localdate()).start_year
