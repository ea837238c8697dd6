"""The school year: 1 September to 31 August. Terms and holidays are reference data, this is arithmetic. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FIRST_MONTH = 9


@dataclass(frozen=True, order=True)
class SchoolYear:
    """The year that begins on 1 September of ``start_year``."""

    start_year: int

    @property
    def starts_on(self) -> dt.date:
        return dt.date(self.start_year, FIRST_MONTH, 1)

    @property
    def ends_on(self) -> dt.date:
        """The last day, 31 August."""
        return dt.date(self.start_year + 1, FIRST_MONTH, 1) - dt.timedelta(days=1)

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """First and last day, both inside."""
        return self.starts_on, self.ends_on

    @property
    def next(self) -> SchoolYear:
        return SchoolYear(self.start_year + 1)

    @property
    def previous(self) -> SchoolYear:
        return SchoolYear(self.start_year - 1)

    def __contains__(self, date: dt.date) -> bool:
        return self.starts_on <= date <= self.ends_on

    def __str__(self) -> str:
        return f"{self.start_year}/{self.start_year + 1}"

    def date_of(self, month: int, day: int) -> dt.date:
        """The day of this school year on ``month`` and ``day``; 29 February of a common year is the 28th."""
        year = self.start_year + (month < FIRST_MONTH)
        if (month, day) == (2, 29) and not _is_leap(year):
            day = 28
        return dt.date(year, month, day)


def school_year_of(date: dt.date) -> SchoolYear:
    return SchoolYear(date.year - (date.month < FIRST_MONTH))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
