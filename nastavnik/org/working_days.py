"""Working days by the calendar of the region: Monday to Friday, public holidays left out."""

from __future__ import annotations

import datetime as dt

from nastavnik.org import reference
from nastavnik.org.calendar import school_year_of
from nastavnik.org.terms import public_holidays

_ONE = dt.timedelta(days=1)
_SATURDAY = 5


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The working day that lies ``count`` working days after ``start``. A query for each school year passed."""
    day, off = start, {}
    while count:
        day += _ONE
        year = school_year_of(day)
        if year not in off:
            off[year] = _days_off(day)
        if day.weekday() < _SATURDAY and day not in off[year]:
            count -= 1
    return day


def _days_off(day: dt.date) -> frozenset[dt.date]:
    try:
        terms = public_holidays(school_year_of(day))
    except reference.ReferenceMissing:
        return frozenset()
    return frozenset(
        term.starts_on + dt.timedelta(days=number)
        for term in terms
        for number in range((term.ends_on - term.starts_on).days + 1)
    )
