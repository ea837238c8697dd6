from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.org.calendar import SchoolYear, school_year_of

DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))


@given(DATES)
def test_every_day_lies_in_exactly_one_school_year(date):
    year = school_year_of(date)
    assert [date in near for near in (year.previous, year, year.next)] == [False, True, False]


@given(st.integers(1950, 2150))
def test_school_years_follow_without_a_gap(start):
    year = SchoolYear(start)
    assert year.ends_on + dt.timedelta(days=1) == year.next.starts_on
    assert year.period == (dt.date(start, 9, 1), dt.date(start + 1, 8, 31))


@given(DATES)
def test_a_month_and_a_day_fall_on_one_day_of_the_year(date):
    assert school_year_of(date).date_of(date.month, date.day) == date


def test_the_last_of_february_exists_in_every_year():
    assert SchoolYear(2023).date_of(2, 29) == dt.date(2024, 2, 29)
    assert SchoolYear(2024).date_of(2, 29) == dt.date(2025, 2, 28)


def test_a_school_year_is_written_with_both_years():
    assert str(SchoolYear(2026)) == "2026/2027"
