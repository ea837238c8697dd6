"""What a figure is counted for: a school year, a quarter of a calendar year, a month.

The code of a period stands in addresses, commands and kept rows: ``2026/27``, ``2026-Q4``, ``2026-10``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.org.calendar import SchoolYear, school_year_of

YEAR, QUARTER, MONTH = "year", "quarter", "month"
_YEAR = re.compile(r"(\d{4})/(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
FIRST, LAST = 1990, 2200


class UnknownPeriod(DomainError):
    code = "unknown_period"
    message = _("There is no such period. Write a school year as 2026/27, a quarter as 2026-Q4, a month as 2026-10.")


@dataclass(frozen=True)
class Period:
    """Both days inside."""

    kind: str
    code: str
    starts_on: dt.date
    ends_on: dt.date

    @classmethod
    def parse(cls, code: str) -> Period:
        """Raises: UnknownPeriod."""
        if (found := _YEAR.fullmatch(code)) and (int(found[1]) + 1) % 100 == int(found[2]):
            return _within(int(found[1]), year(int(found[1])))
        if found := _QUARTER.fullmatch(code):
            return _within(int(found[1]), quarter(int(found[1]), int(found[2])))
        if (found := _MONTH.fullmatch(code)) and 1 <= int(found[2]) <= 12:
            return _within(int(found[1]), month(int(found[1]), int(found[2])))
        raise UnknownPeriod(period=code[:20])

    @classmethod
    def running(cls, on: dt.date) -> list[Period]:
        """The school year of ``on`` with its quarters and months: what is kept counted."""
        whole = school_year_of(on)
        months = months_of(whole)
        quarters = dict.fromkeys(quarter(one.starts_on.year, (one.starts_on.month + 2) // 3) for one in months)
        return [year(whole.start_year), *quarters, *months]


def year(start_year: int) -> Period:
    """The school year that begins in September of ``start_year``."""
    whole = SchoolYear(start_year)
    return Period(YEAR, f"{start_year}/{(start_year + 1) % 100:02}", whole.starts_on, whole.ends_on)


def quarter(of_year: int, number: int) -> Period:
    """A quarter of the calendar year, 1–4."""
    first, last = month(of_year, number * 3 - 2), month(of_year, number * 3)
    return Period(QUARTER, f"{of_year}-Q{number}", first.starts_on, last.ends_on)


def month(of_year: int, number: int) -> Period:
    last = calendar.monthrange(of_year, number)[1]
    return Period(MONTH, f"{of_year}-{number:02}", dt.date(of_year, number, 1), dt.date(of_year, number, last))


def months_of(whole: SchoolYear) -> list[Period]:
    """September to August."""
    return [month(whole.start_year + (n > 12), (n - 1) % 12 + 1) for n in range(9, 21)]


def year_of(on: dt.date) -> Period:
    return year(school_year_of(on).start_year)


def _within(start_year: int, period: Period) -> Period:
    if not FIRST <= start_year <= LAST:
        raise UnknownPeriod(period=period.code)
    return period
