"""Quarters, trimesters and holidays of a school year, from the reference lists of the calendar.

An entry gives "from" and "to" as ``MM-DD``; one with a ``year`` stands for that school year alone and
puts aside the general ones of its list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nastavnik.org import reference
from nastavnik.org.calendar import SchoolYear


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a school year, both days inside."""

    code: str
    title: str
    starts_on: dt.date
    ends_on: dt.date


def quarters(year: SchoolYear) -> list[Term]:
    return _terms("school_quarters", year)


def trimesters(year: SchoolYear) -> list[Term]:
    return _terms("school_trimesters", year)


def holidays(year: SchoolYear) -> list[Term]:
    return _terms("school_holidays", year)


def public_holidays(year: SchoolYear) -> list[Term]:
    """Days on which nobody works; the clocks of the law stand still on them."""
    return _terms("public_holidays", year)


def _terms(set_code: str, year: SchoolYear) -> list[Term]:
    found = reference.entries(set_code, on=year.starts_on)
    own = [entry for entry in found if entry.data.get("year") == year.start_year]
    general = [entry for entry in found if "year" not in entry.data]
    return [
        Term(entry.code, entry.title, _day(year, entry.data["from"]), _day(year, entry.data["to"]))
        for entry in own or general
    ]


def _day(year: SchoolYear, month_day: str) -> dt.date:
    month, day = month_day.split("-")
    return year.date_of(int(month), int(day))
